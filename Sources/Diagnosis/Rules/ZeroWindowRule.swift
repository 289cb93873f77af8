import CongestionInference
import ConnectionTracking
import InternetTypes

/// `zero-window`: the receiver closed its window while data waited.
///
/// A window that is 0 only in the last packets of a connection is that of a closing application, and no finding.
enum ZeroWindowRule: ConnectionRule {
  static func judge(_ connection: ConnectionCase, into findings: inout [DiagnosedFinding]) {
    for side in [Side.client, .server] {
      guard let tally = connection.notes.tally(.zeroWindow, of: side.peer),
        let receiver = connection.value(side, \.receiver), receiver.closureCount > 0,
        receiver.closedTime &* 1000 >= Calibration.Limit.least
      else { continue }
      let isBlocking =
        receiver.probeCount > 0 || connection.notes.tally(.windowFull, of: side) != nil
        || receiver.closures.contains { $0.hasOpened }
      guard isBlocking else { continue }
      let lost = receiver.closedTime &* 1000
      let time = max(connection.summary.end.nanoseconds(since: connection.summary.start), 1)
      let share = min(Double(lost) / Double(time), 1)
      var finding = connection.finding(
        .zeroWindow, share >= 0.05 || receiver.probeCount > 0 ? .problem : .notice,
        confidence: 0.95, of: side)
      finding.timeLost = lost
      finding.share = share
      finding.measures.count = UInt64(clamping: receiver.closureCount)
      finding.measures.longest = receiver.closures.map(\.duration).max().map { $0 &* 1000 }
      finding.evidence = [
        PacketEvidence(
          tally.first.packet, at: tally.first.time,
          .windowClosed(duration: receiver.closures.first.map { $0.duration &* 1000 }))
      ]
      for kind in [SegmentEvent.Kind.zeroWindowProbe, .windowFull] {
        guard let probe = connection.notes.tally(kind, of: side) else { continue }
        finding.evidence.append(
          PacketEvidence(probe.first.packet, at: probe.first.time, .event(kind, count: probe.count))
        )
      }
      if connection.direction(side).retransmittedPackets == 0 { finding.exclusions = [.loss] }
      finding.steps = [.inspect(.events), .inspect(.windows), .advice(.readFaster)]
      findings.append(finding)
    }
  }
}
