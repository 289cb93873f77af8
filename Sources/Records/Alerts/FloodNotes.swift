public import FloodDetection
import InternetTypes

/// The closing notes of a run of `flood`: the totals, and a note for each approximation.
public struct FloodNotes {
  private let summary: FloodSummary

  /// The notes of a run.
  public init(_ summary: FloodSummary) { self.summary = summary }

  /// The lines, without line ends.
  public var lines: [String] {
    var lines = [
      "\(summary.alerts.counted("alert")), \(summary.watches.counted("warning")); "
        + "\(summary.packets.counted("packet")), \(summary.syns.counted("SYN")) (\(summary.retransmittedSYNs) retransmitted), "
        + "\(summary.handshakesCompleted.counted("handshake")) completed",
      "\(summary.listeners.counted("listener")); peak \(summary.synRatePeak) SYNs a second, "
        + "\(summary.halfOpenPeak) half open; \(summary.tableBytes >> 10) KiB of tables",
    ]
    if summary.sampledOut > 0 {
      lines.append(
        "approximate: \(summary.sampledOut) SYNs were not tracked, but estimated from a sample of "
          + "at least one in \(summary.samplingPeak)")
    }
    note(summary.attemptsEvicted, "attempts were evicted before they ended", &lines)
    note(summary.targetsEvicted, "listeners, hosts and networks were evicted", &lines)
    note(summary.targetsRefused, "listeners, hosts and networks were not tracked", &lines)
    note(
      summary.scansEvicted, "pairs of source and target were evicted from the scan table", &lines)
    note(summary.evidenceRefused, "suspicious attempts were not recorded as evidence", &lines)
    note(summary.timeReversals, "packets were older than an earlier packet", &lines)
    if summary.ignoredPackets > 0 {
      let count = summary.ignoredPackets
      lines.append("\(count.counted("packet")) \(count == 1 ? "was" : "were") ignored")
    }
    return lines
  }

  private func note(_ count: UInt64, _ what: String, _ lines: inout [String]) {
    if count > 0 { lines.append("approximate: \(count) \(what)") }
  }
}
