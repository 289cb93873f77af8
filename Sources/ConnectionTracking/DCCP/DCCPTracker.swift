import BoundedCollections
import InternetTypes
import PacketDissection

/// DCCP (RFC 4340): packets with connections of their own.
enum DCCPTracker: AssociationTracker {
  static var transport: IPProtocol { .dccp }

  /// Counts a packet, and applies it to its connection.
  static func process(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32,
    in tracker: inout ConnectionTracker
  ) {
    var flow = flow
    // If the data offset contradicts the type or the length, no field can be trusted.
    guard flow.checksum != .invalid, case .dccp(let header) = packet.transport,
      !packet.isFragment, packet.stop == nil
    else {
      tracker.applyAlone(packet, frame, flow, hash: hash)
      return
    }
    let found = tracker.table.position(of: &flow.key, hash: hash)
    var isSuccessor = false
    if let found, header.type == .request,
      let position = tracker.table.connections[found].extensionHandle.state(as: DCCPConnection.self)
    {
      isSuccessor = tracker.protocols.dccp[position].isSucceeded(
        by: header.sequence, from: tracker.table.connections[found].side(of: flow))
    }
    let isFromServer: Bool? =
      switch header.type {
      case .request: false
      case .response, .closeRequest: true
      default: nil
      }
    guard
      let position = tracker.openOrContinue(
        found, flow, hash: hash, isSuccessor: &isSuccessor, isFromServer: isFromServer)
    else { return }
    tracker.applyAlone(packet, frame, flow, hash: hash)
    guard
      let connection = tracker.table.connections[position].extensionHandle.state()
        ?? tracker.protocols.dccp.insert()
    else {
      tracker.statistics.dccpOmitted = tracker.protocols.dccp.omittedCount
      return
    }
    tracker.table.connections[position].extensionHandle = Handle(connection)
    let context = tracker.context(of: flow, at: position)
    if isSuccessor { context.report(.portReuse, &tracker.findings) }
    tracker.protocols.dccp[connection].apply(packet, header, frame, context, &tracker.findings)
    if let list = tracker.protocols.dccp[connection].list {
      tracker.moveToList(position, to: list)
    }
  }

  static func finish(
    _ position: Handle<Connection>, into summary: inout ConnectionSummary,
    in tracker: inout ConnectionTracker
  ) {
    let handle = tracker.table.connections[position].extensionHandle
    guard let handle = handle.state(as: DCCPConnection.self) else { return }
    var connection = tracker.protocols.dccp.remove(handle)
    connection.finish(tracker.endContext(of: position), &tracker.findings)
    summary.apply(connection.outcome)
    let found = DCCPSummary(connection)
    found.client.fill(&summary.clientToServer)
    found.server.fill(&summary.serverToClient)
    summary.detail = .dccp(found)
  }
}

extension DCCPConnection {
  /// The expiry list for its state; nil to keep the list.
  var list: ExpiryList? {
    if isOver { return .ended }
    switch (endpoints[0].state, endpoints[1].state) {
    case (.unknown, .unknown): return nil
    case (.request, _), (_, .respond): return .halfOpen
    default: return .open
    }
  }

  /// Settles the pending Response at the end: it has arrived if nothing contradicts that.
  mutating func finish(_ context: PacketContext, _ findings: inout Findings) {
    settleResponse(.client, context, &findings)
    // Without a negotiation an endpoint uses CCID 2 (RFC 4340, section 10).
    guard endpoints[0].summary.requests > 0, responseTime != nil else { return }
    for index in 0..<2 where endpoints[index].summary.congestionControl == nil {
      endpoints[index].summary.congestionControl = 2
    }
  }

  /// Its part of the connection's summary.
  var outcome: AssociationOutcome {
    AssociationOutcome(
      clientState: endpoints[0].state, serverState: endpoints[1].state, closedBy: closedBy,
      failure: failure, requestCount: endpoints[0].summary.requests,
      isUnanswered: endpoints[0].state == .request && endpoints[1].packets == 0,
      request: requestTime, response: responseTime, answer: answerTime,
      firstClientData: endpoints[0].summary.firstData,
      firstServerData: endpoints[1].summary.firstData)
  }
}
