import BoundedCollections
import CongestionInference
import ConnectionTracking
import InternetTypes
import Records

extension ConnectionEntry {
  /// The state in at most seven characters: the server's once the client is open, the client's otherwise.
  var stateText: String {
    if row.isEnded { return row.failure.map { Self.short($0) } ?? "ended" }
    if let failure = row.failure { return Self.short(failure) }
    let (client, server) = (row.toServer.state, row.toClient.state)
    guard row.protocol == .tcp || client != .unknown || server != .unknown else { return "" }
    return Self.short(client == .established || client == .unknown ? server : client)
  }

  /// A number by which connections of one state are neighbours.
  var stateOrder: Double {
    if let failure = row.failure { return 200 + Double(failure.rawValue) }
    if row.isEnded { return 300 }
    let (client, server) = (row.toServer.state, row.toClient.state)
    let isClientOpen = client == .established || client == .unknown
    return Double((isClientOpen ? server : client).rawValue)
  }

  private static func short(_ failure: ConnectionSummary.Failure) -> String {
    switch failure {
    case .timeout: "timeout"
    case .refused: "refused"
    case .icmpUnreachable: "unreach"
    case .reset: "reset"
    case .blackHole: "blackh"
    }
  }

  private static func short(_ state: EndpointState) -> String {
    switch state {
    case .unknown: "?"
    case .closed: "CLOSED"
    case .listen: "LISTEN"
    case .synSent: "SYN-SNT"
    case .synReceived: "SYN-RCV"
    case .established: "ESTAB"
    case .finWait1: "FIN-W1"
    case .finWait2: "FIN-W2"
    case .closeWait: "CLOSE-W"
    case .closing: "CLOSING"
    case .lastAck: "LASTACK"
    case .timeWait, .dccpTimeWait: "TIME-W"
    default: String(state.name.description.prefix(7))
    }
  }

  /// What holds the sender of more data back, in one or two characters.
  var limitText: String {
    guard let sender = row.direction(of: row.mainSender).sender else { return "" }
    switch sender.limit {
    case .congestionWindow: return sender.phase == .slowStart ? "SS" : "C"
    case .receiveWindow: return "R"
    case .application: return "A"
    case .pacing: return "P"
    case .senderOther: return "S"
    case .unknown: return ""
    }
  }

  /// The congestion window of the sender of more data, in segments, with the sign of its class.
  var windowText: String {
    guard let sender = row.direction(of: row.mainSender).sender else { return "" }
    switch sender.windowClass {
    case .observed, .replayed: return "\(sender.window)"
    case .bounded: return "~\(sender.window)"
    case .lowerBound: return "≥\(sender.window)"
    case .unknown: return ""
    }
  }
}

/// A column as it is drawn.
private struct DrawnColumn {
  var column: ConnectionColumn
  var width: Int
  /// The width of the terminal from which on it is drawn.
  var from = 0
  var isLeft = false
}

extension ScreenState {
  private static var processWidth: Int { 15 }

  private static var columns: [DrawnColumn] {
    [
      DrawnColumn(column: .number, width: 6, from: 100),
      DrawnColumn(column: .state, width: 7, isLeft: true),
      DrawnColumn(column: .limit, width: 3, isLeft: true),
      DrawnColumn(column: .window, width: 5),
      DrawnColumn(column: .roundTrip, width: 5),
      DrawnColumn(column: .retransmitted, width: 4),
      DrawnColumn(column: .toServer, width: 7),
      DrawnColumn(column: .toClient, width: 7),
      DrawnColumn(column: .packets, width: 6, from: 110),
      DrawnColumn(column: .age, width: 5, from: 110),
      DrawnColumn(column: .process, width: processWidth, from: 116, isLeft: true),
      DrawnColumn(column: .trend, width: RateTrend.count, from: 125, isLeft: true),
    ]
  }

  /// The columns that have room; that of processes leaves it to others.
  private func drawnColumns(_ width: Int) -> [DrawnColumn] {
    let process = source.findsProcesses ? Self.processWidth + 1 : 0
    return Self.columns.filter { drawn in
      switch drawn.column {
      case .process: process > 0 && drawn.from <= width
      case .trend: drawn.from + process <= width
      default: drawn.from <= width
      }
    }
  }

  /// The list of connections.
  mutating func drawConnections(on canvas: inout Canvas) {
    let keys = sortKeys
    if let selectedConnection, let key = keys.first(where: { $0.index == selectedConnection }) {
      selection.index = keys.reduce(0) { $1 < key ? $0 + 1 : $0 }
    }
    let width = canvas.columns
    let columns = drawnColumns(width)
    let number = columns.first?.column == .number ? columns[0].width + 1 : 0
    let others = columns.reduce(0) { $0 + $1.width + 1 } - number
    let ends = number + 1..<(width - others)
    drawTitles(columns, ends, on: &canvas)
    let top = Self.listRow + 1
    let rows = scroll(keys.count, height: canvas.rows - top - 1)
    // Only the rows in sight are sorted, and those above them.
    var first = FirstElements<ConnectionSortKey>(limit: rows.upperBound)
    for key in keys { first.add(key) }
    let shown = first.inOrder()
    for (offset, index) in rows.enumerated() {
      guard let entry = connections.entries[shown[index].index] else { continue }
      let isSelected = index == selection.index
      draw(entry, columns, ends, row: top + offset, isSelected, on: &canvas)
    }
    if keys.isEmpty {
      let text =
        filter.isEmpty ? "no connections yet" : "no connection matches /\(filter)  (Esc ends it)"
      canvas.put(text, row: top + 1, column: 2, style: .faint)
    }
    let hidden = max(last.liveCount - connections.liveRowCount, 0)
    if hidden > 0 {
      canvas.put(
        " \(Self.grouped(UInt64(hidden))) more live, without rows ", row: canvas.rows - 2,
        endingAt: width - 1, style: .warning)
    }
  }

  private mutating func drawTitles(
    _ columns: [DrawnColumn], _ ends: Range<Int>, on canvas: inout Canvas
  ) {
    let row = Self.listRow
    canvas.fill(row: row, style: .strong)
    func style(_ column: ConnectionColumn) -> CellStyle {
      column == self.column ? .accent : .strong
    }
    var end = canvas.put("CLIENT", row: row, column: ends.lowerBound, style: style(.client))
    clickAreas.append(
      ClickArea(row: row, columns: ends.lowerBound..<end, target: .column(.client)))
    end = canvas.put(" → ", row: row, column: end, style: .strong)
    let start = end
    end = canvas.put("SERVER", row: row, column: start, style: style(.server))
    clickAreas.append(ClickArea(row: row, columns: start..<end, target: .column(.server)))
    var column = ends.upperBound + 1
    for drawn in columns {
      let isNumber = drawn.column == .number
      let cells = isNumber ? 0..<drawn.width : column..<(column + drawn.width)
      let (title, style) = (drawn.column.title, style(drawn.column))
      if drawn.isLeft {
        canvas.put(title, row: row, column: cells.lowerBound, style: style)
      } else {
        canvas.put(title, row: row, endingAt: cells.upperBound, style: style)
      }
      clickAreas.append(ClickArea(row: row, columns: cells, target: .column(drawn.column)))
      if !isNumber { column += drawn.width + 1 }
    }
  }

  private func draw(
    _ entry: ConnectionEntry, _ columns: [DrawnColumn], _ ends: Range<Int>, row: Int,
    _ isSelected: Bool, on canvas: inout Canvas
  ) {
    let plain: CellStyle = isSelected ? .selected : entry.row.isOver ? .faint : .plain
    if isSelected { canvas.fill(row: row, style: .selected) }
    let text = Self.ends(entry.row, width: ends.count)
    canvas.put(text, row: row, column: ends.lowerBound, style: plain, width: ends.count)
    var column = ends.upperBound + 1
    for drawn in columns {
      if drawn.column == .trend {
        draw(entry.trend, row: row, column: column, style: isSelected ? plain : .curve, on: &canvas)
        continue
      }
      let (text, special) = cell(drawn.column, entry)
      let style = isSelected || entry.row.isOver && special != .bad ? plain : special
      if drawn.column == .number {
        canvas.put(text, row: row, endingAt: drawn.width, style: style)
        continue
      }
      if drawn.isLeft {
        canvas.put(text, row: row, column: column, style: style, width: drawn.width)
      } else {
        canvas.put(text, row: row, endingAt: column + drawn.width, style: style)
      }
      column += drawn.width + 1
    }
  }

  /// A bar for each second, as high as the connection's largest of them is whole.
  private func draw(
    _ trend: RateTrend, row: Int, column: Int, style: CellStyle, on canvas: inout Canvas
  ) {
    guard let time = connections.time else { return }
    let seconds = trend.seconds(before: time)
    guard let largest = seconds.max(), largest > 0 else { return }
    for (offset, bytes) in seconds.enumerated() where bytes > 0 {
      // Little is more than nothing.
      let height = max(Int((Double(bytes) / Double(largest) * 8).rounded()), 1)
      canvas.set(canvas.glyphs.bar(height), row: row, column: column + offset, style: style)
    }
  }

  private func cell(
    _ column: ConnectionColumn, _ entry: ConnectionEntry
  ) -> (text: String, style: CellStyle) {
    let row = entry.row
    switch column {
    case .number: return ("\(row.index)", .faint)
    case .client, .server: return ("", .plain)
    case .state:
      let isOpen = entry.stateText == "ESTAB"
      return (entry.stateText, row.failure != nil ? .bad : isOpen ? .good : .plain)
    case .limit:
      let text = entry.limitText
      return (text, text == "R" ? .warning : text == "A" ? .faint : .plain)
    case .window: return (entry.windowText, .plain)
    case .roundTrip: return (row.roundTrip.map { Quantity.duration($0) } ?? "", .plain)
    case .retransmitted:
      let count = row.retransmitted
      return (count == 0 ? "" : Quantity.count(count), count == 0 ? .plain : .bad)
    case .toServer: return (amount(row.toServer.bytes, entry.rate.toServer, row), .plain)
    case .toClient: return (amount(row.toClient.bytes, entry.rate.toClient, row), .plain)
    case .packets:
      let value =
        isTotal || row.isEnded ? row.packets : UInt64(max(entry.rate.packets.rounded(), 0))
      return (Quantity.count(value, columns: 6), .plain)
    case .trend: return ("", .plain)
    case .process:
      return (processText(entry.processes), entry.processes.isUnknown ? .faint : .plain)
    case .age:
      let until = row.isEnded ? row.last : connections.time ?? row.last
      return (Quantity.duration(max(until.nanoseconds(since: row.start), 0)), .plain)
    }
  }

  /// The process that stands for a connection.
  private func processText(_ processes: EntryProcesses) -> String {
    guard !processes.isUnknown else { return "-" }
    return Self.shortened(connections.processes.text(of: processes.main), to: Self.processWidth)
  }

  /// A process in a width: its name gives way to its number.
  static func shortened(_ text: String, to width: Int) -> String {
    guard text.unicodeScalars.count > width, let slash = text.lastIndex(of: "/") else {
      return text
    }
    let number = text[slash...]
    let room = width - number.unicodeScalars.count - 1
    return text[..<slash].unicodeScalars.prefix(max(room, 1)).reduce(into: "") {
      $0.unicodeScalars.append($1)
    } + "…" + number
  }

  /// Both endpoints in a width: the protocol if it is not TCP; addresses that do not fit lose their beginning.
  static func ends(_ row: LiveRow, width: Int) -> String {
    let name = row.protocol == .tcp ? "" : row.protocol.name + " "
    let (client, server) = (row.client.text, row.server.text)
    let whole = "\(name)\(client) → \(server)"
    if whole.unicodeScalars.count <= width { return whole }
    let room = max(width - name.count - 3, 8)
    let (first, second) = (client.count, server.count)
    // The shorter one whole, if it takes no more than half.
    let firstRoom = min(first, max(room - second, room / 2))
    let secondRoom = min(second, room - firstRoom)
    return name + shortened(client, firstRoom) + " → " + shortened(server, secondRoom)
  }

  private static func shortened(_ text: String, _ width: Int) -> String {
    text.count <= width ? text : "…" + text.suffix(max(width - 1, 0))
  }
}
