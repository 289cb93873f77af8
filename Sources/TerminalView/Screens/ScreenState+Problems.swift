import ConnectionTracking
import InternetTypes
import Records

extension ScreenState {
  /// The problems of the connections that the filter lets through, the latest first.
  var shownProblems: [ProblemList.Problem] {
    let query = ConnectionQuery(filter)
    // A failure may become known later than it was.
    let latest = problems.problems.enumerated().sorted {
      ($0.element.time, $0.offset) > ($1.element.time, $1.offset)
    }.map(\.element)
    guard !query.isEmpty else { return latest }
    return latest.filter { problem in
      guard let number = problem.connection, let entry = connections.entries[number] else {
        return false
      }
      return query.matches(entry, connections.processes)
    }
  }

  mutating func drawProblems(on canvas: inout Canvas) {
    let row = Self.listRow
    let shown = shownProblems
    canvas.fill(row: row, style: .strong)
    canvas.put("TIME", row: row, column: 1, style: .strong)
    canvas.put("PACKET", row: row, endingAt: 20, style: .strong)
    canvas.put("PROBLEM", row: row, column: 22, style: .strong)
    canvas.put("WHERE", row: row, column: 46, style: .strong)
    let height = canvas.rows - row - 3
    for (offset, index) in scroll(shown.count, height: height).enumerated() {
      let problem = shown[index]
      let isSelected = index == selection.index
      let place = row + 1 + offset
      if isSelected { canvas.fill(row: place, style: .selected) }
      let plain: CellStyle = isSelected ? .selected : .plain
      canvas.put(clock(problem.time), row: place, column: 1, style: plain)
      if problem.packet > 0 {
        canvas.put("#\(problem.packet)", row: place, endingAt: 20, style: plain)
      }
      canvas.put(
        problem.text, row: place, column: 22, style: isSelected ? .selected : problem.style,
        width: 23)
      canvas.put(problem.detail, row: place, column: 46, style: plain)
    }
    if shown.isEmpty {
      let text = problems.problems.isEmpty ? "no problems so far" : "no problem matches /\(filter)"
      canvas.put(text, row: row + 2, column: 2, style: .faint)
    }
    var summary = ""
    if problems.leftOut > 0 {
      summary = "\(Self.grouped(problems.leftOut)) earlier ones are not listed"
    }
    for count in shownCounts {
      let longer = summary + (summary.isEmpty ? "" : "  ") + count
      if longer.count > canvas.columns - 4 {
        summary += " …"
        break
      }
      summary = longer
    }
    canvas.put(summary, row: canvas.rows - 2, column: 1, style: .faint)
  }

  /// How many events of each kind there were.
  private var shownCounts: [String] {
    SegmentEvent.Kind.allCases.compactMap { kind in
      let index = Int(kind.rawValue)
      guard kind.isProblem, index < last.eventCounts.count, last.eventCounts[index] > 0 else {
        return nil
      }
      return "\(kind.name) \(Self.grouped(last.eventCounts[index]))"
    }
  }

  /// The keys.
  func drawHelp(on canvas: inout Canvas) {
    let lines: [(String, String)] = [
      (
        "1 to \(pages.count), Tab",
        pages.map { $0.title.lowercased() }.joined(separator: ", ")
      ),
      ("↑ ↓ j k PgUp PgDn g G", "move; Enter or a second click opens, Esc goes back"),
      (
        "/",
        source.findsProcesses
          ? "port:443 host:10. state:fin problem:retrans process:curl, text"
          : "filter: port:443 host:10.0.2 state:fin problem:retrans, text"
      ),
      ("< > r", "sort by another column; reverse"),
      ("Space", "hold the order of the rows"),
      ("c b", "totals instead of rates; bytes instead of bits"),
      ("a", "also what ended more than 5 s ago (10,000 at most)"),
      ("e w", "of a file: explain the connection; write its packets"),
      ("x", "hide the connection of this ssh session"),
      ("d l", "in a connection: the other direction; its packets, or curves"),
      ("p", "pause the file; hold the screen of a live capture"),
      ("n .", "in a file: on to the next problem; one packet"),
      ("+ -", "in a file: twice as fast, half as fast"),
      ("Ctrl-L Ctrl-Z q", "draw again; suspend; quit"),
    ]
    for (offset, line) in lines.enumerated() where 3 + offset < canvas.rows - 5 {
      canvas.put(line.0, row: 3 + offset, column: 2, style: .accent)
      canvas.put(line.1, row: 3 + offset, column: 25)
    }
    let legend = [
      "LIM, of who sends more: SS slow start, C congestion window, R receive window,",
      "A application, P pacing, S sender otherwise. CWND in segments: ~ bounded,",
      "≥ at least. RTT: smoothed. ↑ to the server, ↓ to the client, as IP bytes.",
    ]
    for (offset, line) in legend.enumerated() {
      canvas.put(line, row: canvas.rows - 5 + offset, column: 2, style: .faint)
    }
  }
}
