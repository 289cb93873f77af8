import InternetTypes
import Records

extension ScreenState {
  /// The least size of a terminal.
  package static var leastSize: (rows: Int, columns: Int) { (16, 70) }

  /// The picture of the screen for a terminal of a size.
  package mutating func picture(rows: Int, columns: Int, glyphs: Glyphs) -> Canvas {
    var canvas = Canvas(rows: rows, columns: columns, glyphs: glyphs)
    let least = Self.leastSize
    guard rows >= least.rows, columns >= least.columns else {
      canvas.put("The terminal is too small:", row: 0, column: 0, style: .strong)
      canvas.put("\(columns) x \(rows); at least", row: 1, column: 0)
      canvas.put("\(least.columns) x \(least.rows) are needed. q quits.", row: 2, column: 0)
      return canvas
    }
    clickAreas = []
    drawTitle(on: &canvas)
    drawTotals(on: &canvas)
    if showsHelp {
      drawHelp(on: &canvas)
    } else if let opened {
      drawConnection(opened, on: &canvas)
    } else {
      drawTabs(on: &canvas)
      selection.height = rows - 6
      switch page {
      case .connections: drawConnections(on: &canvas)
      case .hosts: drawHosts(on: &canvas)
      case .services: drawServices(on: &canvas)
      case .problems: drawProblems(on: &canvas)
      case .interfaces: drawInterfaces(on: &canvas)
      case .processes: drawProcesses(on: &canvas)
      }
    }
    drawFooter(on: &canvas)
    return canvas
  }

  /// The first row of lists, their titles.
  static var listRow: Int { 3 }

  // MARK: Frame

  private func drawTitle(on canvas: inout Canvas) {
    canvas.fill(row: 0, style: .bar)
    var left = " \(source.name)"
    if !source.filter.isEmpty { left += "  \(source.filter)" }
    let state = playText
    let right = (last.time.map { clock($0) } ?? "no packets yet") + " "
    let room = canvas.columns - right.unicodeScalars.count - state.unicodeScalars.count - 3
    let end = canvas.put(left, row: 0, column: 0, style: .bar, width: max(room, 0))
    canvas.put(state, row: 0, column: end + 2, style: .bar)
    canvas.put(right, row: 0, endingAt: canvas.columns, style: .bar)
  }

  /// How a file is played, or that the screen is held.
  private var playText: String {
    var text: [String] = []
    if let playback = last.playback {
      if playback.isOver {
        text.append("END OF FILE")
      } else if playback.isSeeking {
        text.append("TO THE NEXT PROBLEM")
      } else if playback.isPaused {
        text.append("PAUSED")
      }
      if playback.speed != 1 { text.append("speed \(Self.plain(playback.speed))") }
    }
    if isFrozen { text.append("SCREEN HELD (p)") }
    if hidesOwn { text.append("OWN SSH HIDDEN (x)") }
    if heldOrder != nil { text.append("ORDER HELD (Space)") }
    return text.joined(separator: ", ")
  }

  private func drawTotals(on canvas: inout Canvas) {
    let totals = totals
    var parts: [(String, CellStyle)] = [
      ("\(Self.grouped(last.packets)) packets", .plain),
      ("\(Quantity.count(UInt64(max(traffic.packets, 0)), columns: 5))/s", .strong),
      (rate(traffic.bytes), .strong),
      (
        "\(Self.grouped(totals.connections)) connection\(totals.connections == 1 ? "" : "s"), "
          + "\(Self.grouped(UInt64(last.liveCount))) live",
        .plain
      ),
    ]
    let dropped = last.interfaces.reduce(0) {
      $0 + ($1.dropped ?? 0) + ($1.droppedByInterface ?? 0)
    }
    if last.interfaces.contains(where: { $0.dropped != nil }) {
      parts.append(("\(Self.grouped(dropped)) dropped", dropped > 0 ? .bad : .plain))
    }
    if last.evicted > 0 { parts.append(("\(Self.grouped(last.evicted)) evicted", .warning)) }
    var column = 1
    for (text, style) in parts {
      column = canvas.put(text, row: 1, column: column, style: style) + 2
    }
    let seconds = max(traffic.seconds, ConnectionsState.rateWindow.seconds)
    let note = "rates over \(Self.plain(seconds)) s"
    if column + note.count < canvas.columns {
      canvas.put(note, row: 1, endingAt: canvas.columns - 1, style: .faint)
    }
  }

  private mutating func drawTabs(on canvas: inout Canvas) {
    var column = 1
    let isNarrow = source.findsProcesses && canvas.columns < 105
    for page in pages {
      let style: CellStyle = page == self.page ? .selected : .plain
      let start = column
      let title = isNarrow ? page.shortTitle : page.title
      column = canvas.put(
        " \(page.rawValue + 1) \(title) ", row: 2, column: column, style: style)
      clickAreas.append(ClickArea(row: 2, columns: start..<column, target: .page(page)))
    }
    var note = ""
    if isEditingFilter || !filter.isEmpty {
      note = "/\(filter)\(isEditingFilter ? "_" : "")"
    } else if page == .connections {
      note = "sorted by \(sortTitle)\(isReversed ? ", reversed" : "")"
    }
    let room = canvas.columns - column - 2
    if note.unicodeScalars.count > room { note = String(note.suffix(max(room, 0))) }
    canvas.put(
      note, row: 2, endingAt: canvas.columns - 1,
      style: isEditingFilter || !filter.isEmpty ? .accent : .faint)
  }

  private var sortTitle: String { column.title }

  private func drawFooter(on canvas: inout Canvas) {
    let row = canvas.rows - 1
    if let message {
      canvas.put(message, row: row, column: 1, style: .accent)
      return
    }
    canvas.fill(row: row, style: .bar)
    canvas.put(" " + keysText, row: row, column: 0, style: .bar)
  }

  /// The keys that matter now.
  private var keysText: String {
    if showsHelp { return "any key goes back" }
    if isEditingFilter {
      let process = source.findsProcesses ? "process: " : ""
      return "port: host: state: problem: \(process)or text   Enter keeps it   Esc ends it"
    }
    if opened != nil {
      return "Esc back   d direction   l packets   e explain   w write   b bytes   ? help"
    }
    let play = last.playback == nil ? "" : "  p pause  n next problem"
    switch page {
    case .connections:
      return "? help  q quit  Enter open  / filter  < > sort  Space hold" + play
    default: return "? help  q quit  Enter open  Tab next page  b bytes" + play
    }
  }

  // MARK: Numbers

  /// A rate of bytes, in bits or bytes a second.
  func rate(_ bytes: Double) -> String {
    guard bytes > 0 else { return isBytes ? "0B/s" : "0b/s" }
    let value = UInt64(min(isBytes ? bytes : bytes * 8, 1e18).rounded())
    return Quantity.count(value, columns: 4) + (isBytes ? "B/s" : "b/s")
  }

  /// A number of bytes, or its rate; the number of what has ended and has no rate.
  func amount(_ total: UInt64, _ rate: Double, _ row: LiveRow) -> String {
    isTotal || row.isEnded ? Quantity.bytes(total) : self.rate(rate)
  }

  /// The time of day, with tenths of a second.
  func clock(_ time: Timestamp) -> String {
    let local = time.seconds + Int64(source.utcOffset)
    let day = ((local % 86_400) + 86_400) % 86_400
    let digits = [day / 3600, day / 60 % 60, day % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return digits.joined(separator: ":") + ".\(time.nanoseconds / 100_000_000)"
  }

  /// A number with commas between thousands.
  static func grouped(_ number: UInt64) -> String {
    var text = ""
    for (index, digit) in "\(number)".reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  /// A number without needless decimals.
  static func plain(_ number: Double) -> String {
    if number >= 10 || number == number.rounded() { return "\(Int(min(number.rounded(), 1e15)))" }
    if number >= 1 {
      let tenths = Int((number * 10).rounded())
      return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
    return "\(number)"
  }

  // MARK: Lists

  /// Keeps the selected row in sight; returns the rows in sight.
  mutating func scroll(_ count: Int, height: Int) -> Range<Int> {
    selection.height = max(height, 1)
    selection.index = min(max(selection.index, 0), max(count - 1, 0))
    if selection.index < selection.top { selection.top = selection.index }
    if selection.index >= selection.top + height { selection.top = selection.index - height + 1 }
    selection.top = min(selection.top, max(count - height, 0))
    return selection.top..<min(selection.top + height, count)
  }
}
