import BasicContainers
import BoundedCollections
import InternetTypes
import PacketDissection

/// SCTP (RFC 9260): packets with associations of their own, which may use several addresses.
enum SCTPTracker: AssociationTracker {
  static var transport: IPProtocol { .sctp }

  /// Counts a packet, and applies it to its association.
  static func process(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32,
    in tracker: inout ConnectionTracker
  ) {
    var (flow, hash) = (flow, hash)
    guard flow.checksum != .invalid, let preview = SCTPPacketPreview(packet, frame) else {
      tracker.applyAlone(packet, frame, flow, hash: hash)
      return
    }
    var found = tracker.table.position(of: &flow.key, hash: hash)
    if found.map({ tracker.table.connections[$0].extensionHandle.isNone }) ?? true,
      let (owner, sender) = owner(of: preview, flow, in: &tracker)
    {
      // Between other addresses of the endpoints. The packet is counted with the connection of the association.
      let position = tracker.protocols.sctp[owner].connection
      flow.key = tracker.table.connections[position].key
      flow.isSourceFirst =
        (sender == .client) == tracker.table.connections[position].isClientFirst
      hash = tracker.table.connections[position].hash
      tracker.protocols.sctp[owner].noteAddresses(of: packet, from: sender)
      found = position
    }
    var isSuccessor = false
    if let found, preview.first == .initiation, let tag = preview.offeredTag,
      let association: Handle<SCTPAssociation> = tracker.table.connections[found].extensionHandle
        .state()
    {
      isSuccessor = tracker.protocols.sctp[association].isSucceeded(
        by: tag, from: tracker.table.connections[found].side(of: flow))
    }
    guard
      let position = tracker.openOrContinue(
        found, flow, hash: hash, isSuccessor: &isSuccessor, isFromServer: preview.isFromServer)
    else { return }
    tracker.applyAlone(packet, frame, flow, hash: hash)
    guard
      let association = tracker.table.connections[position].extensionHandle.state()
        ?? tracker.protocols.sctp.insert(
          SCTPAssociation(
            connection: position, key: flow.key,
            isClientFirst: tracker.table.connections[position].isClientFirst))
    else {
      tracker.statistics.sctpOmitted = tracker.protocols.sctp.omittedCount
      return
    }
    tracker.table.connections[position].extensionHandle = Handle(association)
    let context = tracker.context(of: flow, at: position)
    tracker.protocols.sctp[association].noteAddresses(of: packet, from: context.sender)
    if isSuccessor { context.report(.portReuse, &tracker.findings) }
    tracker.protocols.sctp.apply(
      packet, frame, preview, context, to: association, &tracker.findings)
    if let list = tracker.protocols.sctp[association].list {
      tracker.moveToList(position, to: list)
    }
  }

  /// The association of a packet by its verification tag, and the side that sent the packet.
  private static func owner(
    of preview: SCTPPacketPreview, _ flow: FlowPacket, in tracker: inout ConnectionTracker
  ) -> (position: Handle<SCTPAssociation>, sender: Side)? {
    if preview.first == .initiation {
      // An INIT carries no tag of the receiver, but offers the one of its sender.
      guard
        let tag = preview.offeredTag,
        let (position, side) = tracker.protocols.sctp.owner(
          ofTag: tag, port: flow.sourcePort, peerPort: flow.destinationPort, key: flow.key)
      else { return nil }
      return (position, side)
    }
    guard
      let (position, side) = tracker.protocols.sctp.owner(
        ofTag: preview.tag, port: flow.destinationPort, peerPort: flow.sourcePort, key: flow.key)
    else { return nil }
    return (position, side.peer)
  }

  static func finish(
    _ position: Handle<Connection>, into summary: inout ConnectionSummary,
    in tracker: inout ConnectionTracker
  ) {
    let handle = tracker.table.connections[position].extensionHandle
    guard let association = handle.state(as: SCTPAssociation.self) else { return }
    let context = tracker.endContext(of: position)
    // A SHUTDOWN that nothing contradicts has arrived.
    for side in [Side.client, .server] {
      tracker.protocols.sctp[association].settleShutdown(of: side, context, &tracker.findings)
    }
    summary.apply(tracker.protocols.sctp[association].outcome)
    let found = tracker.protocols.sctp.remove(association)
    found.client.fill(&summary.clientToServer)
    found.server.fill(&summary.serverToClient)
    summary.detail = .sctp(found)
  }
}

extension SCTPAssociation {
  /// The expiry list for its state; nil to keep the list.
  var list: ExpiryList? {
    if isOver { return .ended }
    switch (endpoints[0].state, endpoints[1].state) {
    case (.unknown, .unknown): return nil
    case (.cookieWait, _), (.cookieEchoed, _), (_, .cookieWait), (_, .cookieEchoed):
      return .halfOpen
    default: return .open
    }
  }

  /// Its part of the connection's summary.
  var outcome: AssociationOutcome {
    AssociationOutcome(
      clientState: endpoints[0].state, serverState: endpoints[1].state, closedBy: closedBy,
      failure: failure, requestCount: endpoints[0].summary.initiations,
      isUnanswered: endpoints[0].state == .cookieWait && endpoints[1].packets == 0,
      request: initTime, response: initAckTime, answer: cookieTime,
      firstClientData: endpoints[0].summary.firstData,
      firstServerData: endpoints[1].summary.firstData)
  }

  /// Notes the addresses between which a packet was sent.
  mutating func noteAddresses(of packet: Packet, from sender: Side) {
    let source: IPAddress
    let destination: IPAddress
    switch packet.network {
    case .ipv4(let header): (source, destination) = (.v4(header.source), .v4(header.destination))
    case .ipv6(let header): (source, destination) = (.v6(header.source), .v6(header.destination))
    default: return
    }
    endpoints[sender.index].summary.add(source)
    endpoints[sender.peer.index].summary.add(destination)
  }
}
