import BasicContainers
import InternetTypes
import PacketDissection

extension ConnectionTracker {
  /// Takes a packet of DCCP: as one of its flow, and as one of the connection.
  mutating func processDCCP(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32
  ) {
    var flow = flow
    // A data offset that contradicts the type or the length leaves nothing to be trusted.
    guard flow.checksum != .invalid, case .dccp(let header) = packet.transport,
      !packet.isFragment, packet.stop == nil
    else {
      applyAlone(packet, frame, flow, hash: hash)
      return
    }
    let position = table.position(of: &flow.key, hash: hash)
    var isSuccessor = false
    if let found = position, header.type == .request, table.connections[found].extensionHandle != 0
    {
      isSuccessor = dccp[table.connections[found].extensionHandle &- 1].isSucceeded(
        by: header.sequence, from: table.connections[found].side(of: flow))
    }
    let isFromServer: Bool? =
      switch header.type {
      case .request: false
      case .response, .closeRequest: true
      default: nil
      }
    guard
      let at = openOrContinue(
        position, flow, hash: hash, isSuccessor: &isSuccessor, isFromServer: isFromServer)
    else { return }
    applyAlone(packet, frame, flow, hash: hash)
    if table.connections[at].extensionHandle == 0 {
      guard let entered = dccp.insert() else {
        statistics.dccpOmitted = dccp.omittedCount
        return
      }
      table.connections[at].extensionHandle = entered &+ 1
    }
    let connection = table.connections[at].extensionHandle &- 1
    let context = context(of: flow, at: at)
    if isSuccessor { context.report(.portReuse, &findings) }
    dccp[connection].take(packet, header, frame, context, &findings)
    if let list = dccp[connection].list { moveToList(at, to: list) }
  }

  /// Adds what is known of the DCCP connection of a flow that ends.
  mutating func fillDCCP(
    _ summary: inout ConnectionSummary, _ position: UInt32, _ ending: ConnectionSummary.Ending
  ) {
    let at = table.connections[position].extensionHandle &- 1
    // What nothing contradicts counts as arrived.
    dccp[at].settleResponse(.client, endContext(of: position), &findings)
    summary.clientState = dccp[at].endpoints[0].state
    summary.serverState = dccp[at].endpoints[1].state
    summary.closedBy = dccp[at].closedBy
    summary.isHandshakeSeen = dccp[at].endpoints[0].summary.requests > 0
    summary.handshakeToServer = dccp[at].responseTime.elapsed(since: dccp[at].requestTime)
    summary.handshakeToClient = dccp[at].answerTime.elapsed(since: dccp[at].responseTime)
    summary.firstResponse = dccp[at].endpoints[1].summary.firstData.elapsed(
      since: dccp[at].endpoints[0].summary.firstData)
    if let failure = dccp[at].failure {
      summary.failure = failure
    } else if summary.failure == nil, dccp[at].endpoints[0].state == .request,
      dccp[at].endpoints[1].packets == 0,
      dccp[at].endpoints[0].summary.requests > 1 || ending == .idle
    {
      summary.failure = .timeout
    }
    // Whose features nobody discussed has the default (RFC 4340, section 10).
    if summary.isHandshakeSeen, dccp[at].responseTime != nil {
      for end in 0..<2 where dccp[at].endpoints[end].summary.congestionControl == nil {
        dccp[at].endpoints[end].summary.congestionControl = 2
      }
    }
    let found = DCCPSummary(dccp[at])
    dccp.remove(at)
    found.client.fill(&summary.clientToServer)
    found.server.fill(&summary.serverToClient)
    summary.detail = .dccp(found)
  }
}

extension DCCPConnection {
  /// The list where its flow belongs; nil where it may stay.
  var list: ExpiryList? {
    if isOver { return .ended }
    switch (endpoints[0].state, endpoints[1].state) {
    case (.unknown, .unknown): return nil
    case (.request, _), (_, .respond): return .halfOpen
    default: return .open
    }
  }
}
