import ConnectionTracking
import InternetTypes

/// `syn-retransmitted` and `accept-queue-overflow`: handshakes that needed several SYNs or SYN-ACKs.
///
/// A SYN-ACK that is retransmitted after the client's ACK reached the server was dropped by the server: its accept
/// queue is full. At another capture point the ACK may have been lost on the way.
enum HandshakeRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    let summary = connection.summary
    guard summary.protocol == .tcp, summary.serverToClient.packets > 0 else { return }
    let requests = retransmissions(connection, .client)
    let answers = retransmissions(connection, .server)
    guard let worst = [requests, answers].compactMap({ $0 }).max(by: { $0.count < $1.count })
    else { return }
    switch summary.outcome {
    case .timeout, .refused, .icmpUnreachable, .unanswered: return
    case .ok, .open, .noHandshake, .reset, .blackHole: break
    }
    let isOverflow = answers.map { isAcceptQueueFull(connection, $0) } ?? false
    var finding = connection.finding(
      isOverflow ? .acceptQueueOverflow : .synRetransmitted, .problem,
      confidence: isOverflow ? 0.7 : 0.95, of: isOverflow || requests == nil ? .server : .client)
    finding.timeLost = max(worst.last.time.nanoseconds(since: connection.firstPacket.time), 0)
    finding.measures.count = (requests?.count ?? 0) &+ (answers?.count ?? 0)
    let first = connection.firstPacket
    finding.evidence = [PacketEvidence(first.packet, at: first.time, .connectionBegins)]
    finding.evidence.append(
      PacketEvidence(
        worst.last.packet, at: worst.last.time,
        .synRetransmitted(worst.sender, count: worst.count)))
    let established = connection.notes.serverEstablished
    if isOverflow, established.isSet {
      finding.evidence.append(
        PacketEvidence(established.packet, at: established.time, .state(.server, .established)))
    }
    if !isOverflow { finding.caveats.append(.dropPlaceUnknown) }
    finding.steps = [
      .inspect(.events), .inspect(.connections),
      .advice(isOverflow ? .raiseBacklog : .findLossyLink),
    ]
    findings.append(finding)
  }

  /// Retransmissions of the SYN or SYN-ACK of a side, whatever their cause.
  private static func retransmissions(_ connection: ConnectionCase, _ side: Side) -> EventTally? {
    connection.notes.tally(.timeoutRetransmission, of: side, isSYN: true)
      ?? connection.notes.tally(.retransmission, of: side, isSYN: true)
  }

  private static func isAcceptQueueFull(_ connection: ConnectionCase, _ answers: EventTally) -> Bool
  {
    typealias Limits = Calibration.Opening
    let established = connection.notes.serverEstablished
    guard answers.count >= Limits.answersAfterHandshake, established.isSet,
      established.packet < answers.first.packet,
      let toServer = connection.summary.handshakeToServer,
      let toClient = connection.summary.handshakeToClient
    else { return false }
    return Double(toServer) <= Double(toClient) * Limits.nearShare
  }
}
