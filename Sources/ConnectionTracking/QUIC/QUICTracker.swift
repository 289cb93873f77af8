import BasicContainers
import BoundedCollections
import InternetTypes
import PacketDissection

/// QUIC connections in UDP flows: which datagrams begin, continue or migrate one.
enum QUICTracker: ProtocolTracker {
  static var transport: IPProtocol { .udp }

  /// Observes a datagram.
  ///
  /// For packets of other protocols usually only the first payload byte is read.
  static func observe(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32,
    in tracker: inout ConnectionTracker
  ) -> Bool {
    guard !packet.payload.isEmpty, !packet.isFragment, flow.checksum != .invalid else {
      return false
    }
    let first = frame[packet.payload.lowerBound]
    let isLong = first & 0x80 != 0
    guard isLong || first & 0x40 != 0 && tracker.protocols.quic.count > 0 else { return false }
    let payload = frame.extracting(packet.payload)
    if isLong, !QUICRecognition.mayBeLong(payload) { return false }
    var position = tracker.protocols.quic.position(
      of: flow.key, hash: hash, at: flow.time,
      timeout: tracker.configuration.timeout(of: .datagram))
    if position == nil {
      position =
        isLong
        ? open(payload, wireLength: packet.payloadLength, flow, hash, in: &tracker)
        : migrate(payload, flow, hash, in: &tracker)
    }
    guard let position else {
      tracker.statistics.quicOmitted = tracker.protocols.quic.omittedCount
      return false
    }
    tracker.protocols.quic.apply(
      payload, wireLength: packet.payloadLength, isSourceFirst: flow.isSourceFirst, at: flow.time,
      to: position)
    return false
  }

  /// Opens a connection with a long header (RFC 9000, section 17.2).
  private static func open(
    _ payload: Span<UInt8>, wireLength: Int, _ flow: FlowPacket, _ hash: UInt32,
    in tracker: inout ConnectionTracker
  ) -> Handle<QUICConnection>? {
    guard QUICRecognition.isLong(payload, wireLength: wireLength),
      let header = try? QUICPacketHeader(decoding: payload, wireLength: wireLength)
    else { return nil }
    // A full-sized Initial packet comes from the client. Retry and Version Negotiation come from the server. For the
    // other kinds only the ports decide.
    let isFromServer: Bool
    switch header.kind {
    case .retry, .versionNegotiation: isFromServer = true
    case .zeroRTT: isFromServer = false
    case .initial, .handshake, .oneRTT:
      isFromServer =
        !QUICRecognition.isFirst(header, wireLength: wireLength) && flow.isFromServer
    }
    return tracker.protocols.quic.insert(
      QUICConnection(
        key: flow.key, hash: hash, time: flow.time,
        isClientFirst: flow.isSourceFirst != isFromServer))
  }

  /// Continues a connection from another address or port, found by its connection ID (RFC 9000, section 9).
  private static func migrate(
    _ payload: Span<UInt8>, _ flow: FlowPacket, _ hash: UInt32,
    in tracker: inout ConnectionTracker
  ) -> Handle<QUICConnection>? {
    guard let (owner, isToClient) = tracker.protocols.quic.owner(of: payload) else { return nil }
    // The former connection's first packet may not have been counted yet. It has no index before that.
    tracker.processWaiting()
    let former = tracker.protocols.quic[owner]
    var key = former.key
    let index = tracker.table.position(of: &key, hash: former.hash).map {
      tracker.table.connections[$0].index
    }
    if let index, tracker.configuration.isShard { tracker.findings.continued.append(index) }
    let connection = QUICConnection(
      key: flow.key, hash: hash, time: flow.time, isClientFirst: flow.isSourceFirst != isToClient,
      continuing: former, index: index)
    guard let position = tracker.protocols.quic.insert(connection) else { return nil }
    tracker.protocols.quic.move(former.clientID, to: position)
    tracker.protocols.quic.move(former.serverID, to: position)
    return position
  }

  static func finish(
    _ position: Handle<Connection>, into summary: inout ConnectionSummary,
    in tracker: inout ConnectionTracker
  ) {
    let (key, hash) = (
      tracker.table.connections[position].key, tracker.table.connections[position].hash
    )
    guard
      let connection = tracker.protocols.quic.remove(
        key, hash: hash, at: tracker.table.connections[position].last)
    else { return }
    let quic = QUICSummary(connection)
    summary.detail = .quic(quic)
    summary.continued = connection.continued
    if key.endpoint(isFirst: connection.isClientFirst) != summary.client { summary.swapSides() }
    summary.isHandshakeSeen = quic.isBeginningSeen
    summary.handshakeToServer = quic.toServer
    summary.handshakeToClient = quic.toClient
  }
}
