import FloodDetection
import InternetTypes

/// What is said at the end of a run of `flood`, on standard error.
struct FloodNotes {
  private let summary: FloodSummary

  init(_ summary: FloodSummary) { self.summary = summary }

  /// The lines, without line ends: what was seen, and whatever could not be kept exactly.
  var lines: [String] {
    var lines = [
      "\(summary.alerts.counted("alert")), \(summary.watches) to watch; "
        + "\(summary.packets.counted("packet")), \(summary.syns.counted("SYN")) (\(summary.retransmittedSYNs) of them sent again), "
        + "\(summary.handshakesCompleted.counted("handshake")) completed",
      "\(summary.listeners.counted("listener")); peak \(summary.synRatePeak) SYNs a second, "
        + "\(summary.halfOpenPeak) half open; \(summary.tableBytes >> 10) KiB of tables",
    ]
    if summary.sampledOut > 0 {
      lines.append(
        "approximate: \(summary.sampledOut) SYNs were counted by a sample only, at its sparsest "
          + "one of \(summary.samplingPeak)")
    }
    note(summary.attemptsEvicted, "attempts were forgotten before they were over", &lines)
    note(summary.targetsEvicted, "listeners, hosts and networks were forgotten", &lines)
    note(summary.targetsRefused, "listeners, hosts and networks found no place", &lines)
    note(summary.scansEvicted, "pairs of scanner and target were forgotten", &lines)
    note(summary.evidenceRefused, "suspicious attempts found no place for their evidence", &lines)
    note(summary.timeReversals, "packets were older than one before them", &lines)
    if summary.ignoredPackets > 0 {
      let count = summary.ignoredPackets
      lines.append("\(count.counted("packet")) \(count == 1 ? "was" : "were") ignored as asked")
    }
    return lines
  }

  private func note(_ count: UInt64, _ what: String, _ lines: inout [String]) {
    if count > 0 { lines.append("approximate: \(count) \(what)") }
  }
}
