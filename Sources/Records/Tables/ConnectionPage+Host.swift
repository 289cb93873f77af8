import ConnectionTracking
import InternetTypes
import SocketDiagnosis
import TextOutput

extension ConnectionPage {
  /// Appends the processes of a connection, and what the kernel says of it, where they are known.
  func appendHost(_ connection: ConnectionSummary, to line: inout TextBuffer) {
    guard let host = connection.host else { return }
    for (side, socket) in [host.main, host.peer].compactMap({ $0 }) {
      if let owner = socket.owner {
        line.append("  \(side.name)'s process \(owner.shown)")
        if let user = owner.user { line.append(", user \(user.visible)") }
        if let unit = owner.group.unit { line.append(", \(unit.visible)") }
        if let container = owner.group.container {
          line.append(", container \(container.visible)")
        }
        if owner.evidence == .listener { line.append(" (it listens)") }
        line.append("\n")
      }
      if let sample = socket.samples.last { append(sample, of: side, to: &line) }
    }
  }

  private func append(_ sample: KernelSample, of side: Side, to line: inout TextBuffer) {
    let information = sample.information
    line.append("  \(side.name)'s kernel: ")
    line.append(sample.congestion.map { $0.visible + ", " } ?? "")
    line.append("cwnd \(information.window)")
    if let threshold = information.threshold { line.append(", ssthresh \(threshold)") }
    if let time = information.roundTrip {
      line.append(", srtt \(Quantity.duration(Int64(time) * 1000))")
    }
    line.append(", \(information.retransmissions.counted("segment")) retransmitted\n")
  }
}

extension SocketOwner {
  /// The name and the number, or the user if only that is known.
  var shown: String {
    guard let process else { return user.map { "of " + $0.visible } ?? "-" }
    return (name?.visible ?? "?") + "/\(process)"
  }
}

extension ConnectionSummary {
  /// The process of the side that is on this host, the client's first; `-` if it is not known.
  var shownProcess: String { host?.main?.socket.owner?.shown ?? "-" }
}
