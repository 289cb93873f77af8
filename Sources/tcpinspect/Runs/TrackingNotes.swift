import ConnectionTracking
import InternetTypes

/// The closing notes about connections and packets that the tracker's limits left out.
struct TrackingNotes {
  private let statistics: TrackerStatistics
  /// The connections that the command line selects.
  private let selected: [UInt64]

  init(_ statistics: TrackerStatistics, selected: [UInt64]) {
    self.statistics = statistics
    self.selected = selected
  }

  /// The selected connections that do not exist; nil if all do.
  var missing: String? {
    let missing = selected.filter { $0 >= statistics.connections }
    guard let first = missing.first else { return nil }
    let others = missing.count > 1 ? " and \(missing.count - 1) more of those named" : ""
    let known =
      switch statistics.connections {
      case 0: "there are none"
      case 1: "1 connection: 0"
      default: "\(statistics.connections) connections: 0 to \(statistics.connections - 1)"
      }
    return "no connection \(first)\(others) (\(known))"
  }

  /// One line for each kind of omission.
  var lines: [String] {
    var lines: [String] = []
    if statistics.evicted > 0 {
      lines.append(
        "\(statistics.evicted.counted("connection")) evicted to make room, "
          + "\(statistics.evictedHalfOpen) of them half-open")
    }
    if statistics.modelsRefused > 0 {
      lines.append(
        "congestion model table full: \(statistics.modelsRefused.counted("connection")) without models"
      )
    }
    note(statistics.quicOmitted, "datagram", "QUIC connection", &lines)
    note(statistics.tftpOmitted, "datagram", "TFTP transfer", &lines)
    note(statistics.sctpOmitted, "packet", "SCTP association", &lines)
    note(statistics.dccpOmitted, "packet", "DCCP connection", &lines)
    if statistics.doubtedOmitted > 0 {
      lines.append(
        "too many segments with a wrong checksum waited for an acknowledgment: "
          + "\(statistics.doubtedOmitted) were not applied")
    }
    return lines
  }

  private func note(
    _ count: UInt64, _ unit: String, _ table: String, _ lines: inout [String]
  ) {
    if count > 0 { lines.append("\(table) table full: \(count.counted(unit)) not tracked") }
  }
}
