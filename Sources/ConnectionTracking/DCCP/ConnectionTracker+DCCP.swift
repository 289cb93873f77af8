import BasicContainers
import InternetTypes
import PacketDissection

extension ConnectionTracker {
  /// Takes a packet of DCCP: as one of its flow, and as one of the connection.
  mutating func takeDCCP(
    _ packet: Packet, _ frame: Span<UInt8>, _ flow: FlowPacket, hash: UInt32
  ) {
    var flow = flow
    // A data offset that contradicts the type or the length leaves nothing to be trusted.
    guard flow.checksum != .invalid, case .dccp(let header) = packet.transport,
      !packet.isFragment, packet.stop == nil
    else {
      takeAlone(packet, frame, flow, hash: hash)
      return
    }
    let position = table.position(of: &flow.key, hash: hash)
    var isSuccessor = false
    if let found = position, header.type == .request, table.connections[found].annex != 0 {
      isSuccessor = dccp[table.connections[found].annex &- 1].isSucceeded(
        by: header.sequence, from: table.connections[found].side(of: flow))
    }
    let isFromServer: Bool? =
      switch header.type {
      case .request: false
      case .response, .closeRequest: true
      default: nil
      }
    guard
      let at = occupy(
        position, flow, hash: hash, isSuccessor: &isSuccessor, isFromServer: isFromServer)
    else { return }
    takeAlone(packet, frame, flow, hash: hash)
    if table.connections[at].annex == 0 {
      guard let entered = dccp.insert() else {
        statistics.dccpOmitted = dccp.omittedCount
        return
      }
      table.connections[at].annex = entered &+ 1
    }
    let connection = table.connections[at].annex &- 1
    let context = context(of: flow, at: at)
    if isSuccessor { context.report(.portReuse, &replay.findings) }
    dccp[connection].take(packet, header, frame, context, &replay.findings)
    if let list = dccp[connection].list { relist(at, to: list) }
  }

  /// Adds what is known of the DCCP connection of a flow that ends.
  mutating func addDCCP(
    _ summary: inout ConnectionSummary, _ position: UInt32, _ ending: ConnectionSummary.Ending
  ) {
    let at = table.connections[position].annex &- 1
    // What nothing contradicts counts as arrived.
    dccp[at].settleResponse(.client, endContext(of: position), &replay.findings)
    summary.clientState = dccp[at].ends[0].state
    summary.serverState = dccp[at].ends[1].state
    summary.closedBy = dccp[at].closedBy
    summary.isHandshakeSeen = dccp[at].ends[0].summary.requests > 0
    summary.handshakeToServer = dccp[at].responseTime.elapsed(since: dccp[at].requestTime)
    summary.handshakeToClient = dccp[at].answerTime.elapsed(since: dccp[at].responseTime)
    summary.firstResponse = dccp[at].ends[1].summary.firstData.elapsed(
      since: dccp[at].ends[0].summary.firstData)
    if let failure = dccp[at].failure {
      summary.failure = failure
    } else if summary.failure == nil, dccp[at].ends[0].state == .request,
      dccp[at].ends[1].packets == 0,
      dccp[at].ends[0].summary.requests > 1 || ending == .idle
    {
      summary.failure = .timeout
    }
    // Whose features nobody discussed has the default (RFC 4340, section 10).
    if summary.isHandshakeSeen, dccp[at].responseTime != nil {
      for end in 0..<2 where dccp[at].ends[end].summary.congestionControl == nil {
        dccp[at].ends[end].summary.congestionControl = 2
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
    switch (ends[0].state, ends[1].state) {
    case (.unknown, .unknown): return nil
    case (.request, _), (_, .respond): return .halfOpen
    default: return .open
    }
  }
}
