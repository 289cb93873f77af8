import ConnectionTracking
import InternetTypes

/// `path-loss` of a data sender without windows: retransmissions before its timer expired.
///
/// `PathRule` is for those with windows, `TimeoutRule` for those whose timer expired.
enum ShortLossRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    guard connection.summary.protocol == .tcp else { return }
    for side in [Side.client, .server]
    where connection.direction(side).retransmittedBytes > 0
      && connection.notes.tally(.timeoutRetransmission, of: side) == nil
      && !connection.notes.hasTransfer(side)
    {
      if let finding = finding(connection, side) { findings.append(finding) }
    }
  }

  /// The loss in a transfer that is too short to show a queue.
  private static func finding(_ connection: ConnectionCase, _ side: Side) -> DiagnosedFinding? {
    let kinds: [SegmentEvent.Kind] = [.fastRetransmission, .tailLossProbe, .retransmission]
    let tallies = kinds.compactMap { connection.notes.tally($0, of: side) }
    guard !tallies.isEmpty else { return nil }
    let direction = connection.direction(side)
    guard direction.payloadBytes > 0 else { return nil }
    // Where round trips grew, a full queue may have dropped the segments.
    let hasGrown = direction.roundTripMaximum.flatMap { longest in
      direction.roundTripMinimum.map {
        Double(longest) >= Double($0) * Calibration.PathLoss.grownRoundTrip
      }
    }
    var finding = connection.finding(
      .pathLoss, hasGrown ?? true ? .notice : .problem, confidence: hasGrown ?? true ? 0.4 : 0.55,
      of: side)
    finding.timeLost = tallies.reduce(0) { $0 &+ $1.longestLag }
    finding.measures.lossEpisodes = UInt64(tallies.count)
    finding.measures.retransmissions = tallies.reduce(0) { $0 &+ $1.count }
    finding.measures.roundTripMinimum = direction.roundTripMinimum
    finding.measures.roundTripMaximum = direction.roundTripMaximum
    finding.evidence = tallies.map {
      PacketEvidence($0.first.packet, at: $0.first.time, .event($0.kind, count: $0.count))
    }
    if let caveat = connection.caveat(of: side) { finding.caveats.append(caveat) }
    finding.steps = [.inspect(.events), .advice(.findLossyLink)]
    return finding
  }
}
