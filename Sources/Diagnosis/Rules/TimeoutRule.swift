import ConnectionTracking
import InternetTypes

/// `retransmission-timeout`: a sender was silent until its timer expired (RFC 6298), and, for connections without
/// windows, `path-loss`.
///
/// Silent about SYNs, which have a finding of their own, and about probes of a closed window.
enum TimeoutRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    guard connection.summary.protocol == .tcp else { return }
    for side in [Side.client, .server] {
      if let tally = connection.notes.tally(.timeoutRetransmission, of: side) {
        findings.append(timeout(connection, side, tally))
      } else if TransferCase(connection, side) == nil {
        if let finding = loss(connection, side) { findings.append(finding) }
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

  /// The loss in a transfer that is too short to show a queue.
  private static func loss(_ connection: ConnectionCase, _ side: Side) -> DiagnosedFinding? {
    let kinds: [SegmentEvent.Kind] = [.fastRetransmission, .tailLossProbe, .retransmission]
    let tallies = kinds.compactMap { connection.notes.tally($0, of: side) }
    guard let first = tallies.first else { return nil }
    let direction = connection.direction(side)
    guard direction.payloadBytes > 0, direction.retransmittedBytes > 0 else { return nil }
    var finding = connection.finding(.pathLoss, .problem, confidence: 0.5, of: side)
    finding.timeLost = tallies.reduce(0) { $0 &+ $1.longestLag }
    finding.measures.lossEpisodes = UInt64(tallies.count)
    finding.measures.retransmissions = tallies.reduce(0) { $0 &+ $1.count }
    finding.measures.roundTripMinimum = direction.roundTripMinimum
    finding.measures.roundTripMaximum = direction.roundTripMaximum
    finding.evidence = tallies.map {
      PacketEvidence($0.first.packet, at: $0.first.time, .event($0.kind, count: $0.count))
    }
    if let caveat = connection.caveat(of: side) { finding.caveats.append(caveat) }
    _ = first
    finding.steps = [.inspect(.events), .advice(.findLossyLink)]
    return finding
  }
}
