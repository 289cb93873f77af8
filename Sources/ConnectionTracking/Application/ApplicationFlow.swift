import BoundedCollections
import InternetTypes
import PacketDissection

/// The state of one TCP connection's application protocol.
struct ApplicationFlow: FlowState {
  /// The application.
  enum Content {
    case tls(TLSHandshake)
    case http(HTTPSummary)
    case ssh
  }

  let key: FlowKey
  let hash: UInt32
  let start: Timestamp
  var last: Timestamp
  var content: Content
  /// The sequence number after the last counted message, for each direction: 0 from the key's first endpoint, 1 from
  /// the other.
  var counted = InlineArray<2, UInt32?>(repeating: nil)

  var blank: ApplicationFlow {
    ApplicationFlow(key: key, hash: hash, start: start, last: last, content: .ssh)
  }

  /// Whether a segment's data are new, beyond all messages counted in its direction.
  mutating func advance(_ segment: Segment, isFirst: Bool) -> Bool {
    let index = isFirst ? 0 : 1
    let end = segment.sequence &+ segment.length
    if let counted = counted[index], Int32(bitPattern: end &- counted) <= 0 { return false }
    counted[index] = end
    return true
  }
}

/// A TLS handshake: both hellos, and the times of the key changes.
struct TLSHandshake {
  /// The reassembled records of client and server; nil once no more of them is needed.
  var streams = InlineArray<2, TLSStream?>(repeating: TLSStream())
  var clientHello: TLSHello?
  var serverHello: TLSHello?
  var ja4: String?
  var helloTime: Timestamp?
  var keyTimes = InlineArray<2, Timestamp?>(repeating: nil)

  /// Reads the records of a segment; `index` is 0 for the key's first endpoint.
  mutating func take(_ bytes: Span<UInt8>, _ index: Int, at time: Timestamp) {
    guard var stream = streams[index] else { return }
    streams[index] = nil
    if !stream.isMidway && !TLSRecord.begins(bytes) {
      streams[index] = stream
      return
    }
    stream.take(bytes) { record, bytes in read(record, bytes, index, at: time) }
    // Once the keys have changed, nothing more is needed.
    if keyTimes[index] == nil && !stream.isBroken { streams[index] = stream }
  }

  private mutating func read(
    _ record: TLSRecord, _ bytes: Span<UInt8>, _ index: Int, at time: Timestamp
  ) {
    switch record.kind {
    case .changeCipherSpec: if keyTimes[index] == nil { keyTimes[index] = time }
    case .handshake where keyTimes[index] == nil:
      guard
        let message = TLSHandshakeMessage(
          bytes, at: record.content.lowerBound, end: record.content.upperBound)
      else { return }
      let content = bytes.extracting(message.range)
      if message.type == .clientHello, clientHello == nil, let hello = TLSHello(decoding: content) {
        clientHello = hello
        helloTime = time
        ja4 = TLSFingerprint.ja4(hello, in: content)
      } else if message.type == .serverHello, let hello = TLSHello(decoding: content),
        !hello.isRetryRequest
      {
        serverHello = hello
      }
    default: break
    }
  }

  /// The summary for the connection's record; nil without a hello.
  var summary: TLSSummary? {
    guard let hello = serverHello ?? clientHello else { return nil }
    var time: Int64?
    if let start = helloTime, let first = keyTimes[0], let second = keyTimes[1] {
      time = max(max(first, second).nanoseconds(since: start), 0)
    }
    return TLSSummary(
      version: hello.version, serverName: clientHello?.serverName,
      applicationProtocol: serverHello?.applicationProtocols.first
        ?? clientHello?.applicationProtocols.first,
      ja4: ja4, handshakeTime: time)
  }
}
