import ConnectionTracking
import InternetTypes

/// `peer-vanished`: the same data was retransmitted until the connection's last packet, and nothing came back.
enum PeerVanishedRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    if let (side, probes) = unansweredProbes(connection) {
      findings.append(silence(connection, side, probes))
      return
    }
    let (run, summary) = (connection.notes.run, connection.summary)
    guard summary.protocol == .tcp, run.count >= Calibration.Ending.unanswered,
      run.last.packet == summary.lastPacket,
      connection.notes.serverEstablished.isSet
        || !summary.isHandshakeSeen,
      summary.failure != .blackHole, summary.outcome == .open || summary.outcome == .reset
    else { return }
    var finding = connection.finding(.peerVanished, .problem, confidence: 0.85, of: run.sender)
    finding.timeLost = max(run.last.time.nanoseconds(since: run.first.time), 0)
    finding.measures.retransmissions = run.count
    finding.evidence = [
      PacketEvidence(run.first.packet, at: run.first.time, .unacknowledged(count: 0)),
      PacketEvidence(run.last.packet, at: run.last.time, .unacknowledged(count: run.count)),
    ]
    if run.original != 0, run.original != run.first.packet {
      finding.evidence[0] = PacketEvidence(run.original, .unacknowledged(count: 0))
    }
    if summary.ending == .endOfInput { finding.caveats.append(.endOfCapture) }
    finding.caveats.append(.dropPlaceUnknown)
    finding.steps = [
      .inspect(.events), .capture(at: run.sender.peer), .advice(.checkPeer),
    ]
    findings.append(finding)
  }

  /// The keep-alive probes at the end of a connection that nobody answered, and their sender; nil without such.
  static func unansweredProbes(_ connection: ConnectionCase) -> (Side, EventTally)? {
    for side in [Side.client, .server] {
      guard let probes = connection.notes.tally(.keepAlive, of: side) else { continue }
      let answers = connection.notes.tally(.keepAliveAck, of: side.peer)
      let answered = answers?.count ?? 0
      guard probes.count >= answered &+ Calibration.Ending.probes,
        probes.last.packet > answers?.last.packet ?? 0,
        connection.direction(side).rstCount > 0
          || probes.last.packet == connection.summary.lastPacket
      else { continue }
      return (side, probes)
    }
    return nil
  }

  private static func silence(
    _ connection: ConnectionCase, _ side: Side, _ probes: EventTally
  ) -> DiagnosedFinding {
    var finding = connection.finding(.peerVanished, .problem, confidence: 0.85, of: side)
    finding.measures.retransmissions = probes.count
    finding.timeLost = max(connection.summary.end.nanoseconds(since: probes.first.time), 0)
    finding.evidence = [
      PacketEvidence(
        probes.first.packet, at: probes.first.time, .event(.keepAlive, count: probes.count)),
      PacketEvidence(probes.last.packet, at: probes.last.time, .event(.keepAlive, count: 1)),
    ]
    finding.caveats.append(.dropPlaceUnknown)
    finding.steps = [.inspect(.events), .capture(at: side.peer), .advice(.checkPeer)]
    return finding
  }
}
