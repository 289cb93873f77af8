import BasicContainers
import InternetTypes
import PacketDissection

extension ConnectionTracker {
  /// Takes a packet of SCTP: as one of its connection, and as one of the association.
  mutating func processSCTP(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32
  ) {
    var (flow, hash) = (flow, hash)
    guard flow.checksum != .invalid, let glance = SCTPGlance(packet, frame) else {
      applyAlone(packet, frame, flow, hash: hash)
      return
    }
    var position = table.position(of: &flow.key, hash: hash)
    if position.map({ table.connections[$0].extensionHandle == 0 }) ?? true,
      let (owner, sender) = owner(of: glance, flow)
    {
      // Between other addresses of the endpoints: the packet counts as one between those that the record has.
      let at = sctp[owner].connection
      flow.key = table.connections[at].key
      flow.isSourceFirst = (sender == .client) == table.connections[at].isClientFirst
      hash = table.connections[at].hash
      note(flow, packet, sender, owner)
      position = at
    }
    var isSuccessor = false
    if let found = position, glance.first == .initiation, let tag = glance.offeredTag {
      let (association, side) = (
        table.connections[found].extensionHandle, table.connections[found].side(of: flow)
      )
      if association != 0 {
        isSuccessor = sctp[association &- 1].isSucceeded(by: tag, from: side)
      }
    }
    guard
      let at = openOrContinue(
        position, flow, hash: hash, isSuccessor: &isSuccessor, isFromServer: glance.isFromServer)
    else { return }
    applyAlone(packet, frame, flow, hash: hash)
    if table.connections[at].extensionHandle == 0 {
      let association = SCTPAssociation(
        connection: at, key: flow.key, isClientFirst: table.connections[at].isClientFirst)
      guard let entered = sctp.insert(association) else {
        statistics.sctpOmitted = sctp.omittedCount
        return
      }
      table.connections[at].extensionHandle = entered &+ 1
    }
    let association = table.connections[at].extensionHandle &- 1
    let context = context(of: flow, at: at)
    note(flow, packet, context.sender, association)
    if isSuccessor { context.report(.portReuse, &findings) }
    sctp.take(packet, frame, glance, context, at: association, &findings)
    if let list = sctp[association].list { moveToList(at, to: list) }
  }

  /// The association of a packet by its tag, and who sent the packet.
  private func owner(
    of glance: SCTPGlance, _ flow: FlowPacket
  ) -> (position: UInt32, sender: Side)? {
    if glance.first == .initiation {
      // It has no tag of the receiver, but the one that its sender chose.
      guard
        let tag = glance.offeredTag,
        let (position, side) = sctp.owner(
          ofTag: tag, port: flow.sourcePort, peerPort: flow.destinationPort, key: flow.key)
      else { return nil }
      return (position, side)
    }
    guard
      let (position, side) = sctp.owner(
        ofTag: glance.tag, port: flow.destinationPort, peerPort: flow.sourcePort, key: flow.key)
    else { return nil }
    return (position, side.peer)
  }

  /// Notes the addresses that a packet went between.
  private mutating func note(
    _ flow: FlowPacket, _ packet: Packet, _ sender: Side, _ position: UInt32
  ) {
    let source: IPAddress
    let destination: IPAddress
    switch packet.network {
    case .ipv4(let header): (source, destination) = (.v4(header.source), .v4(header.destination))
    case .ipv6(let header): (source, destination) = (.v6(header.source), .v6(header.destination))
    default: return
    }
    sctp[position].endpoints[sender.index].summary.add(source)
    sctp[position].endpoints[sender.peer.index].summary.add(destination)
  }

  /// Adds what is known of the association of a connection that ends.
  mutating func fillSCTP(
    _ summary: inout ConnectionSummary, _ position: UInt32, _ ending: ConnectionSummary.Ending
  ) {
    let at = table.connections[position].extensionHandle &- 1
    let context = endContext(of: position)
    // What nothing contradicts counts as arrived.
    for side in [Side.client, .server] {
      sctp[at].settleShutdown(of: side, context, &findings)
    }
    summary.clientState = sctp[at].endpoints[0].state
    summary.serverState = sctp[at].endpoints[1].state
    summary.closedBy = sctp[at].closedBy
    summary.isHandshakeSeen = sctp[at].endpoints[0].summary.initiations > 0
    summary.handshakeToServer = sctp[at].initAckTime.elapsed(since: sctp[at].initTime)
    summary.handshakeToClient = sctp[at].cookieTime.elapsed(since: sctp[at].initAckTime)
    summary.firstResponse = sctp[at].endpoints[1].summary.firstData.elapsed(
      since: sctp[at].endpoints[0].summary.firstData)
    if let failure = sctp[at].failure {
      summary.failure = failure
    } else if summary.failure == nil, sctp[at].endpoints[0].state == .cookieWait,
      sctp[at].endpoints[1].packets == 0,
      sctp[at].endpoints[0].summary.initiations > 1 || ending == .idle
    {
      summary.failure = .timeout
    }
    let found = sctp.end(at)
    found.client.fill(&summary.clientToServer)
    found.server.fill(&summary.serverToClient)
    summary.detail = .sctp(found)
  }
}

extension SCTPAssociation {
  /// The list where its connection belongs; nil where it may stay.
  var list: ExpiryList? {
    if isOver { return .ended }
    switch (endpoints[0].state, endpoints[1].state) {
    case (.unknown, .unknown): return nil
    case (.cookieWait, _), (.cookieEchoed, _), (_, .cookieWait), (_, .cookieEchoed):
      return .halfOpen
    default: return .open
    }
  }
}

extension PacketTime? {
  /// Nanoseconds since an earlier time; nil where one of them is not known, or the capture's clock went back.
  func elapsed(since start: PacketTime?) -> Int64? {
    guard let self, let start else { return nil }
    let time = self.nanoseconds(since: start)
    return time >= 0 ? time : nil
  }
}
