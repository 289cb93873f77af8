import CongestionInference
import ConnectionTracking
import InternetTypes
import Records

extension ScreenState {
  /// The screen of one connection: both endpoints, the sender, curves, the last events and states.
  func drawConnection(_ number: UInt64, on canvas: inout Canvas) {
    guard let entry = connections.entries[number] else {
      canvas.put(
        "connection \(number) ended and is not known any more", row: 3, column: 2, style: .faint)
      return
    }
    let row = entry.row
    let side = openedSide ?? row.mainSender
    drawHead(entry, on: &canvas)
    drawEndpoints(entry, on: &canvas)
    drawSender(row.direction(of: side).sender, side, on: &canvas)
    drawHost(side, from: Self.curveRow, on: &canvas)
    if showsPackets {
      return drawPackets(number, from: Self.curveRow + hostRowCount, on: &canvas)
    }
    let points = curvePoints(number, side)
    drawCurves(points, number, side, on: &canvas)
  }

  /// The first row of the curves, without rows about this host.
  private static var curveRow: Int { 7 }

  private func drawHead(_ entry: ConnectionEntry, on canvas: inout Canvas) {
    let row = entry.row
    let until = row.isEnded ? row.last : connections.time ?? row.last
    let age = Quantity.duration(max(until.nanoseconds(since: row.start), 0))
    let number = "connection \(row.index)"
    let right = row.isEnded ? "ended, lasted \(age)" : "for \(age)"
    var column = canvas.put(number, row: 2, column: 1, style: .strong) + 2
    column =
      canvas.put(
        Self.ends(row, width: canvas.columns - column - right.count - 12), row: 2, column: column,
        style: .accent) + 2
    if let failure = row.failure {
      canvas.put(failure.name.description, row: 2, column: column, style: .bad)
    }
    canvas.put(right, row: 2, endingAt: canvas.columns - 1)
  }

  private func drawEndpoints(_ entry: ConnectionEntry, on canvas: inout Canvas) {
    let titles = ["STATE", "PACKETS", "BYTES", "RATE", "RETR", "FLIGHT", "OFFERS", "RTT"]
    let widths = [12, 8, 6, 8, 5, 7, 7, 6]
    var column = 8
    for (index, (title, width)) in zip(titles, widths).enumerated() {
      if index == 0 {
        canvas.put(title, row: 3, column: column, style: .faint)
      } else {
        canvas.put(title, row: 3, endingAt: column + width, style: .faint)
      }
      column += width + 1
    }
    for (offset, side) in [Side.client, .server].enumerated() {
      let direction = entry.row.direction(of: side)
      let rate = side == .client ? entry.rate.toServer : entry.rate.toClient
      let cells = [
        direction.state == .unknown ? "" : direction.state.name.description,
        Quantity.count(direction.packets, columns: 8), Quantity.bytes(direction.bytes),
        self.rate(rate),
        direction.retransmitted == 0 ? "" : Quantity.count(direction.retransmitted, columns: 5),
        Quantity.bytes(direction.flight),
        direction.offeredWindow.map { Quantity.bytes($0) } ?? "-",
        direction.roundTrip.map { Quantity.duration($0) } ?? "-",
      ]
      let place = 4 + offset
      canvas.put(side == .client ? "client" : "server", row: place, column: 1, style: .strong)
      column = 8
      for (index, (text, width)) in zip(cells, widths).enumerated() {
        if index == 0 {
          canvas.put(text, row: place, column: column)
        } else {
          canvas.put(
            text, row: place, endingAt: column + width, style: index == 4 ? .bad : .plain)
        }
        column += width + 1
      }
    }
  }

  private func drawSender(_ sender: SenderState?, _ side: Side, on canvas: inout Canvas) {
    let name = side == .client ? "client as sender" : "server as sender"
    let column = canvas.put(name, row: 6, column: 1, style: .strong) + 2
    guard let sender else {
      canvas.put(
        "no congestion window: too little data, or none was lost, for a model", row: 6,
        column: column, style: .faint)
      return
    }
    var text =
      switch sender.windowClass {
      case .unknown: "cwnd unknown"
      case .observed, .replayed: "cwnd \(sender.window) \(sender.windowClass.name)"
      case .bounded: "cwnd \(sender.windowLow) to \(sender.windowHigh)"
      case .lowerBound: "cwnd at least \(sender.window)"
      }
    text += sender.threshold.map { ", ssthresh \($0)" } ?? ""
    text += sender.roundTrip.map { ", srtt \(Quantity.duration($0))" } ?? ""
    if sender.segmentSize > 0 { text += ", MSS \(sender.segmentSize)" }
    text += ", \(sender.phase.name), limit \(sender.limit.name)"
    canvas.put(text, row: 6, column: column)
  }

  private func curvePoints(_ number: UInt64, _ side: Side) -> [CurvePoint] {
    guard let curves = last.curves, curves.connection == number else { return [] }
    return side == .client ? curves.client : curves.server
  }

  // MARK: Curves

  private func drawCurves(
    _ points: [CurvePoint], _ number: UInt64, _ side: Side, on canvas: inout Canvas
  ) {
    let bottom = canvas.rows - 1
    let first = Self.curveRow + hostRowCount
    let height = (bottom - first) / 3
    let half = canvas.columns / 2
    let cells = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1)].map { row, column in
      let top = first + row * height
      return (
        rows: top..<(row == 2 ? bottom : top + height),
        columns: (column * half + 1)..<(column == 0 ? half - 1 : canvas.columns - 1)
      )
    }
    drawEvents(number, rows: cells[5].rows, columns: cells[5].columns, on: &canvas)
    let bytes: (Double) -> String = { Quantity.bytes(UInt64(max($0, 0))) }
    let series = points.isEmpty ? CurveSeries(history, of: side) : CurveSeries(points)
    let times = series.times
    // Flight beside the window that bounds it: one scale for both.
    let most = (series.windows + series.flights).reduce(0) { max($0, $1 ?? 0) }
    draw("cwnd", times, series.windows, most, bytes, cells[0], on: &canvas)
    draw("in flight", times, series.flights, most, bytes, cells[1], on: &canvas)
    draw("receive window", times, series.receiveWindows, nil, bytes, cells[2], on: &canvas)
    draw(
      "round trip", times, series.roundTrips, nil, { Quantity.duration(Int64($0)) }, cells[3],
      on: &canvas)
    draw(
      points.isEmpty ? "rate" : "acknowledged", times, series.rates, nil, { rate($0) }, cells[4],
      on: &canvas)
  }

  private func draw(
    _ title: String, _ times: [Double], _ values: [Double?], _ maximum: Double?,
    _ text: (Double) -> String, _ cell: (rows: Range<Int>, columns: Range<Int>),
    on canvas: inout Canvas
  ) {
    let top = cell.rows.lowerBound
    let end = canvas.put(title, row: top, column: cell.columns.lowerBound, style: .strong) + 1
    let known = zip(times, values).compactMap { time, value in value.map { (time, $0) } }
    guard let last = known.last, let latest = times.last else {
      canvas.put("-", row: top, column: end, style: .faint)
      return
    }
    let largest = maximum ?? known.reduce(0) { max($0, $1.1) }
    canvas.put(text(last.1), row: top, column: end, style: .plain)
    let span = Quantity.duration(Int64(latest * 1e9))
    // What the axes reach: the value above, the time at the right; where there is room.
    let start = end + text(last.1).unicodeScalars.count
    let axes = ["to \(text(largest)), \(span)", "to \(text(largest))"]
    if let axis = axes.first(where: {
      start + 1 + $0.unicodeScalars.count <= cell.columns.upperBound
    }) {
      canvas.put(axis, row: top, endingAt: cell.columns.upperBound, style: .faint)
    }
    guard largest > 0 else { return }
    let plot = CurvePlot(
      points: known.map { (time: $0.0, value: $0.1) }, times: 0...max(latest, 1e-9),
      maximum: largest)
    plot.draw(
      on: &canvas, rows: (top + 1)..<cell.rows.upperBound, columns: cell.columns, style: .curve)
  }

  /// The last events and changes of state, the latest at the bottom.
  private func drawEvents(
    _ number: UInt64, rows: Range<Int>, columns: Range<Int>, on canvas: inout Canvas
  ) {
    canvas.put("events", row: rows.lowerBound, column: columns.lowerBound, style: .strong)
    var lines: [(time: Timestamp, text: String, style: CellStyle)] = []
    for problem in problems.problems where problem.connection == number {
      let packet = problem.packet > 0 ? "#\(problem.packet) " : ""
      lines.append((problem.time, packet + problem.text, problem.style))
    }
    for transition in transitions where transition.connection == number {
      let side = transition.side == .client ? "client" : "server"
      lines.append(
        (transition.time, "#\(transition.packet) \(side) \(transition.to.name)", .plain))
    }
    let sorted = lines.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }.map(\.element)
    for (offset, line) in sorted.suffix(max(rows.count - 1, 0)).enumerated() {
      let row = rows.lowerBound + 1 + offset
      let end = canvas.put(
        clock(line.time), row: row, column: columns.lowerBound, style: .faint)
      canvas.put(
        line.text, row: row, column: end + 1, style: line.style,
        width: max(columns.upperBound - end - 1, 0))
    }
  }
}
