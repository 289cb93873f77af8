/// The packets of the open connection, in place of its curves.
extension ScreenState {
  func drawPackets(_ number: UInt64, from row: Int, on canvas: inout Canvas) {
    canvas.put("packets since this page was opened", row: row, column: 1, style: .strong)
    let packets = last.watchedPackets
    guard let packets, packets.connection == number, !packets.lines.isEmpty else {
      canvas.put("none, or they are in a tunnel", row: row + 1, column: 1, style: .faint)
      return
    }
    let room = max(canvas.rows - 2 - row, 0)
    for (offset, line) in packets.lines.suffix(room).enumerated() {
      canvas.put(line, row: row + 1 + offset, column: 1)
    }
  }
}
