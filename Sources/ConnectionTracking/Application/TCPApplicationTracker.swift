import BoundedCollections
import InternetTypes
import PacketDissection

/// Tracks applications over TCP: TLS, HTTP and SSH, recognized by the beginnings of their messages on any port.
///
/// At most 65,536 connections are tracked at a time; others have no application in their records.
enum TCPApplicationTracker: ProtocolTracker {
  static var transport: IPProtocol { .tcp }

  /// Observes a segment whose bytes were kept.
  static func observe(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32,
    in tracker: inout ConnectionTracker
  ) -> Bool {
    guard !packet.payload.isEmpty, !packet.isFragment, flow.checksum != .invalid,
      packet.payload.count == packet.payloadLength
    else { return false }
    let payload = frame.extracting(packet.payload)
    let kind = payload.count >= 4 ? ApplicationBeginning.kind(payload.uint32(at: 0)) : nil
    if kind == nil && tracker.protocols.applications.count == 0 { return false }
    var position = tracker.protocols.applications.position(
      of: flow.key, hash: hash, at: flow.time, timeout: tracker.configuration.timeout(of: .open))
    if position == nil, let kind {
      guard let content = content(kind, payload) else { return false }
      position = tracker.protocols.applications.insert(
        ApplicationFlow(
          key: flow.key, hash: hash, start: flow.time, last: flow.time, content: content))
    }
    guard let position else { return false }
    apply(payload, kind, flow, to: &tracker.protocols.applications[position])
    return false
  }

  /// The state of a connection whose first message is of that kind.
  private static func content(
    _ kind: ApplicationBeginning.Kind, _ payload: Span<UInt8>
  ) -> ApplicationFlow.Content? {
    switch kind {
    case .tls: TLSRecord.begins(payload) ? .tls(TLSHandshake()) : nil
    case .request, .response: .http(HTTPSummary())
    case .ssh: .ssh
    }
  }

  private static func apply(
    _ payload: Span<UInt8>, _ kind: ApplicationBeginning.Kind?, _ flow: FlowPacket,
    to state: inout ApplicationFlow
  ) {
    guard state.advance(flow.segment, isFirst: flow.isSourceFirst) else { return }
    state.last = max(state.last, flow.time)
    switch state.content {
    case .ssh: break
    case .tls(var handshake):
      // Moved out, so that changing it makes no copy.
      state.content = .ssh
      handshake.take(payload, flow.isSourceFirst ? 0 : 1, at: flow.time)
      state.content = .tls(handshake)
    case .http(var http):
      switch kind {
      case .request?:
        http.requests &+= 1
        if http.host == nil { http.host = HTTPBeginning.host(payload) }
      case .response?: http.status = HTTPBeginning.status(payload) ?? http.status
      case .tls?:
        // After CONNECT or an upgrade, TLS follows.
        if TLSRecord.begins(payload) {
          var handshake = TLSHandshake()
          handshake.take(payload, flow.isSourceFirst ? 0 : 1, at: flow.time)
          state.content = .tls(handshake)
          return
        }
      case .ssh?, nil: break
      }
      state.content = .http(http)
    }
  }

  static func finish(
    _ position: Handle<Connection>, into summary: inout ConnectionSummary,
    in tracker: inout ConnectionTracker
  ) {
    guard tracker.protocols.applications.count > 0,
      let flow = tracker.protocols.applications.remove(
        tracker.table.connections[position].key, hash: tracker.table.connections[position].hash,
        at: tracker.table.connections[position].last),
      // A stream whose beginning was not captured could be of any protocol.
      summary.isHandshakeSeen
    else { return }
    switch flow.content {
    case .ssh: summary.application = .ssh
    case .http(let http): summary.application = .http(http)
    case .tls(let handshake): summary.application = handshake.summary.map { .tls($0) }
    }
  }
}

/// Reads the first lines of an HTTP message (RFC 9112).
enum HTTPBeginning {
  /// The maximum number of bytes searched.
  private static let limit = 4096

  /// The value of the Host field, at most 255 characters of it; nil if none begins in the segment.
  static func host(_ bytes: Span<UInt8>) -> String? {
    let end = min(bytes.count, limit)
    var offset = 0
    while let line = nextLine(bytes, after: offset, end: end) {
      offset = line
      guard end - line > 5 else { return nil }
      // "Host:", in any case; an empty line ends the fields.
      let name = bytes.uint32(at: line) | 0x2020_2020
      if bytes[line] == UInt8(ascii: "\r") { return nil }
      guard name == 0x686f_7374, bytes[line + 4] == UInt8(ascii: ":") else { continue }
      return value(bytes, from: line + 5, end: end)
    }
    return nil
  }

  /// The offset of the line after the one at `offset`.
  private static func nextLine(_ bytes: Span<UInt8>, after offset: Int, end: Int) -> Int? {
    var index = offset
    while index < end {
      if bytes[index] == UInt8(ascii: "\n") { return index + 1 < end ? index + 1 : nil }
      index += 1
    }
    return nil
  }

  private static func value(_ bytes: Span<UInt8>, from start: Int, end: Int) -> String? {
    var text: [UInt8] = []
    for index in start..<end {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") || text.count == 255 { break }
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { continue }
      text.append(byte > 0x20 && byte < 0x7f ? byte : UInt8(ascii: "?"))
    }
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }

  /// The status code of a response; nil if its first line has none.
  static func status(_ bytes: Span<UInt8>) -> UInt16? {
    guard bytes.count >= 12, bytes[4] == UInt8(ascii: "/"), bytes[8] == UInt8(ascii: " ") else {
      return nil
    }
    var status: UInt16 = 0
    for index in 9..<12 {
      guard (48...57).contains(bytes[index]) else { return nil }
      status = status * 10 + UInt16(bytes[index] - 48)
    }
    return status
  }
}
