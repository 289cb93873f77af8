import CongestionInference
import ConnectionTracking
import InternetTypes

/// `retransmission-timeout`: a sender was silent until its timer expired (RFC 6298).
///
/// Silent about SYNs, which have a finding of their own, and about probes of a closed window.
enum TimeoutRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    guard connection.summary.protocol == .tcp else { return }
    for side in [Side.client, .server] {
      if let tally = connection.notes.tally(.timeoutRetransmission, of: side) {
        findings.append(timeout(connection, side, tally))
      } else if connection.notes.hasTimeout(side), let transfer = TransferCase(connection, side),
        let finding = replayed(transfer)
      {
        findings.append(finding)
      }
    }
  }

  private static func timeout(
    _ connection: ConnectionCase, _ side: Side, _ tally: EventTally
  ) -> DiagnosedFinding {
    let transfer = TransferCase(connection, side)
    // In the recovery after a time-out, further segments are retransmitted without another wait.
    let waited = max(transfer?.account[.timeout] ?? 0, tally.longestLag)
    var finding =
      transfer?.finding(.retransmissionTimeout, .problem, confidence: 0.9, lost: waited)
      ?? connection.finding(.retransmissionTimeout, .problem, confidence: 0.85, of: side)
    finding.timeLost = waited
    finding.measures.timeouts = tally.count
    finding.measures.longest = tally.longestLag > 0 ? tally.longestLag : nil
    if tally.original != 0 {
      finding.evidence.append(PacketEvidence(tally.original, .unacknowledged(count: 0)))
    }
    finding.evidence.append(
      PacketEvidence(
        tally.first.packet, at: tally.first.time,
        .event(.timeoutRetransmission, count: tally.count)))
    finding.exclusions = transfer?.exclusions([.application, .receiveWindow]) ?? []
    finding.steps = [.inspect(.events), .inspect(.windows), .advice(.findLossyLink)]
    return finding
  }

  /// Time-outs that the sender's replay shows, where the capture has no first copy of what was lost.
  private static func replayed(_ transfer: TransferCase) -> DiagnosedFinding? {
    let notes = transfer.notes
    guard notes.firstTimeout.isSet, notes.longestTimeout >= Calibration.Limit.least,
      transfer.verdict?.timeoutRetransmissions ?? 0 > 0
    else { return nil }
    var finding = transfer.finding(
      .retransmissionTimeout, .problem, confidence: 0.8, lost: transfer.account[.timeout])
    finding.measures.timeouts = notes.timeouts
    finding.measures.longest = notes.longestTimeout
    finding.evidence = [
      PacketEvidence(
        notes.firstTimeout.packet, at: notes.firstTimeout.time,
        .event(.timeoutRetransmission, count: notes.timeouts))
    ]
    finding.exclusions = transfer.exclusions([.application, .receiveWindow])
    finding.steps = [.inspect(.events), .inspect(.windows), .advice(.findLossyLink)]
    return finding
  }
}
