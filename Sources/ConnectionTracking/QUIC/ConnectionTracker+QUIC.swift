import BasicContainers
import InternetTypes
import PacketDissection

extension ConnectionTracker {
  /// Looks whether a UDP datagram belongs to a QUIC connection, and takes it there, before it waits with others to be counted.
  ///
  /// Most datagrams of other protocols cost a look at their first byte.
  mutating func processQUIC(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32
  ) {
    guard !packet.payload.isEmpty, !packet.isFragment, flow.checksum != .invalid else { return }
    let first = frame[packet.payload.lowerBound]
    guard first & 0x80 != 0 || first & 0x40 != 0 && quic.count > 0 else { return }
    let payload = frame.extracting(packet.payload)
    if first & 0x80 != 0, !QUICRecognition.mayBeLong(payload) { return }
    var position = quic.position(of: flow.key, hash: hash)
    if let found = position,
      flow.time.nanoseconds(since: quic[found].last) > configuration.timeout(of: .datagram)
    {
      position = nil
    }
    if position == nil {
      position =
        first & 0x80 != 0
        ? openQUIC(payload, packet.payloadLength, flow, hash)
        : continueQUIC(payload, flow, hash)
    }
    guard let position else {
      statistics.quicOmitted = quic.omittedCount
      return
    }
    quic.take(
      payload, wireLength: packet.payloadLength, isSourceFirst: flow.isSourceFirst, at: flow.time,
      position)
  }

  /// Begins a connection with a long header.
  private mutating func openQUIC(
    _ payload: Span<UInt8>, _ wireLength: Int, _ flow: FlowPacket, _ hash: UInt32
  ) -> UInt32? {
    guard QUICRecognition.isLong(payload, wireLength: wireLength),
      let header = try? QUICPacketHeader(decoding: payload, wireLength: wireLength)
    else { return nil }
    // Who sends a full Initial packet asks; a Retry or a list of versions is an answer; else ports have to tell.
    let isFromServer: Bool
    switch header.kind {
    case .retry, .versionNegotiation: isFromServer = true
    case .zeroRTT: isFromServer = false
    case .initial, .handshake, .oneRTT:
      isFromServer =
        !QUICRecognition.isFirst(header, wireLength: wireLength) && flow.isFromServer
    }
    return quic.insert(
      QUICConnection(
        key: flow.key, hash: hash, time: flow.time,
        isClientFirst: flow.isSourceFirst != isFromServer))
  }

  /// Begins a connection that goes on from another address or port, told by its connection ID (RFC 9000, section 9).
  private mutating func continueQUIC(
    _ payload: Span<UInt8>, _ flow: FlowPacket, _ hash: UInt32
  ) -> UInt32? {
    guard let (owner, isToClient) = quic.owner(of: payload) else { return nil }
    // What waits may hold the first packet of the connection before.
    processWaiting()
    let former = quic[owner]
    var key = former.key
    let index = table.position(of: &key, hash: former.hash).map { table.connections[$0].index }
    if let index, configuration.isShard { findings.continued.append(index) }
    let connection = QUICConnection(
      key: flow.key, hash: hash, time: flow.time, isClientFirst: flow.isSourceFirst != isToClient,
      continuing: former, index: index)
    guard let position = quic.insert(connection) else { return nil }
    quic.move(former.clientID, to: position)
    quic.move(former.serverID, to: position)
    return position
  }
}
