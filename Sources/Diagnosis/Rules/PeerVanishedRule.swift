import ConnectionTracking
import InternetTypes

/// `peer-vanished`: the same data was retransmitted until the connection's last packet, and nothing came back.
enum PeerVanishedRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
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
}
