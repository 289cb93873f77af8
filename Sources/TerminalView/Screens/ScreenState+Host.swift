import ConnectionTracking
import InternetTypes
import Records
import SocketDiagnosis

/// What this host knows of the open connection, below what is inferred of it.
extension ScreenState {
  /// How many rows that takes.
  var hostRowCount: Int { (source.readsKernel ? 1 : 0) + (source.findsProcesses ? 1 : 0) }

  func drawHost(_ side: Side, from row: Int, on canvas: inout Canvas) {
    if source.readsKernel { drawKernel(side, row: row, on: &canvas) }
    guard source.findsProcesses else { return }
    drawOwners(row: row + (source.readsKernel ? 1 : 0), on: &canvas)
  }

  /// The kernel's measures of the sender whose inferred ones stand above.
  private func drawKernel(_ side: Side, row: Int, on canvas: inout Canvas) {
    let column = canvas.put("its kernel", row: row, column: 1, style: .strong) + 8
    let socket = side == .client ? openedHost?.client : openedHost?.server
    guard let sample = socket?.samples.last else {
      let isOver = opened.flatMap { connections.entries[$0] }?.row.isOver ?? true
      let text =
        socket == nil
        ? "nothing: the \(side.name) is no socket of this host that was found"
        : isOver ? "nothing: it ended before the kernel was read" : "nothing yet"
      canvas.put(text, row: row, column: column, style: .faint)
      return
    }
    let information = sample.information
    var text = "cwnd \(information.window)"
    if let threshold = information.threshold { text += ", ssthresh \(threshold)" }
    if let time = information.roundTrip {
      text += ", srtt \(Quantity.duration(Int64(time) * 1000))"
    }
    text += ", MSS \(information.segmentSize)"
    if let algorithm = sample.congestion { text += ", \(algorithm)" }
    if information.retransmissions > 0 { text += ", \(information.retransmissions) retransmitted" }
    if sample.isLast {
      text += ", at its end"
    } else if let time = connections.time {
      let age = time.nanoseconds(since: Timestamp(rawValue: sample.time))
      text += ", \(Quantity.duration(max(age, 0))) ago"
    }
    canvas.put(text, row: row, column: column)
  }

  private func drawOwners(row: Int, on canvas: inout Canvas) {
    let column = canvas.put("process", row: row, column: 1, style: .strong) + 11
    let owners = [openedHost?.client?.owner, openedHost?.server?.owner]
    let texts = zip([Side.client, .server], owners).compactMap { side, owner in
      owner.map { "\(Self.text($0)) is the \(side.name)" }
    }
    let text = texts.isEmpty ? "not known" : texts.joined(separator: ", ")
    canvas.put(text, row: row, column: column, style: texts.isEmpty ? .faint : .plain)
  }

  /// A process with its user, its unit and its container.
  private static func text(_ owner: SocketOwner) -> String {
    var text = ProcessTable.Process(owner).text
    var details: [String] = []
    if owner.process != nil, let user = owner.user { details.append(user) }
    if let unit = owner.group.unit { details.append(unit) }
    if let container = owner.group.container { details.append("container \(container)") }
    if owner.evidence == .listener { details.append("it listens") }
    if !details.isEmpty { text += " (\(details.joined(separator: ", ")))" }
    return text
  }
}
