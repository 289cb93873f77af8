import ConnectionTracking
import InternetTypes
import Records

extension ScreenState {
  typealias HostSum = (key: IPAddress, value: GroupTotals<IPAddress>.Sum)
  typealias ProcessSum = (key: UInt32, value: GroupTotals<UInt32>.Sum)
  typealias ServiceSum = (key: ServiceKey, value: GroupTotals<ServiceKey>.Sum)

  /// The hosts, those with most traffic first.
  var shownHosts: [HostSum] {
    connections.hosts.sums.map { ($0.key, $0.value) }.sorted { one, other in
      let (first, second) = (order(one.value), order(other.value))
      return first == second ? one.key.text < other.key.text : first > second
    }
  }

  /// The services, those with most traffic first.
  var shownServices: [ServiceSum] {
    connections.services.sums.map { ($0.key, $0.value) }.sorted { one, other in
      let (first, second) = (order(one.value), order(other.value))
      if first != second { return first > second }
      return (one.key.protocol.rawValue, one.key.port)
        < (other.key.protocol.rawValue, other.key.port)
    }
  }

  /// The processes, those with most traffic first.
  var shownProcesses: [ProcessSum] {
    connections.processTotals.sums.map { ($0.key, $0.value) }.sorted { one, other in
      let (first, second) = (order(one.value), order(other.value))
      return first == second ? one.key < other.key : first > second
    }
  }

  /// By rate if one is known, else by total.
  private func order<Key>(_ sum: GroupTotals<Key>.Sum) -> (Double) {
    let rate = sum.rateSent + sum.rateReceived
    let total = Double(sum.sent) + Double(sum.received)
    return isTotal || rate == 0 ? total / 1e18 : rate
  }

  mutating func drawHosts(on canvas: inout Canvas) {
    let hosts = shownHosts
    let texts = ["SENT", "RECEIVED", "SENT", "RECEIVED"]
    drawGroups("HOST", texts, hosts.map { ($0.key.text, $0.value) }, on: &canvas)
    drawLeftOut(UInt64(connections.endedHosts.leftOut), on: &canvas)
  }

  mutating func drawServices(on canvas: inout Canvas) {
    let services = shownServices.map { service in
      let key = service.key
      let name = key.port == 0 ? key.protocol.name : "\(key.port)/\(key.protocol.name)"
      return (name, service.value)
    }
    drawGroups("SERVICE", ["REQUESTS", "ANSWERS", "REQUESTS", "ANSWERS"], services, on: &canvas)
    drawLeftOut(UInt64(connections.endedServices.leftOut), on: &canvas)
  }

  mutating func drawProcesses(on canvas: inout Canvas) {
    let room = max(canvas.columns - Self.groupWidth - 2, 8)
    let processes = shownProcesses.map { process in
      (Self.shortened(connections.processes.text(of: process.key), to: room), process.value)
    }
    let texts = ["SENT", "RECEIVED", "SENT", "RECEIVED"]
    drawGroups("PROCESS", texts, processes, on: &canvas)
    drawLeftOut(UInt64(connections.endedProcesses.leftOut), on: &canvas)
  }

  private static var groupWidths: [Int] { [6, 5, 5, 5, 9, 9, 9, 9] }
  /// The width of all columns with numbers.
  private static var groupWidth: Int { groupWidths.reduce(0) { $0 + $1 + 1 } }

  /// A table of sums: connections, live ones, failed ones, retransmissions, rates and totals of both directions.
  private mutating func drawGroups<Key>(
    _ title: String, _ directions: [String], _ groups: [(String, GroupTotals<Key>.Sum)],
    on canvas: inout Canvas
  ) {
    let row = Self.listRow
    let titles = ["CONNS", "LIVE", "FAIL", "RETR"] + directions
    let widths = Self.groupWidths
    let start = canvas.columns - Self.groupWidth
    canvas.fill(row: row, style: .strong)
    canvas.put(title, row: row, column: 1, style: .strong)
    var column = start
    for (title, width) in zip(titles, widths) {
      canvas.put(title, row: row, endingAt: column + width, style: .strong)
      column += width + 1
    }
    for (offset, index) in scroll(groups.count, height: canvas.rows - row - 2).enumerated() {
      let (name, sum) = groups[index]
      let isSelected = index == selection.index
      let place = row + 1 + offset
      let plain: CellStyle = isSelected ? .selected : sum.live == 0 ? .faint : .plain
      if isSelected { canvas.fill(row: place, style: .selected) }
      canvas.put(name, row: place, column: 1, style: plain, width: max(start - 2, 8))
      let cells: [(String, CellStyle)] = [
        (Quantity.count(UInt64(sum.connections), columns: 6), plain),
        (Quantity.count(UInt64(sum.live), columns: 5), plain),
        (sum.failed == 0 ? "" : Quantity.count(UInt64(sum.failed), columns: 5), .bad),
        (sum.retransmitted == 0 ? "" : Quantity.count(sum.retransmitted, columns: 5), .bad),
        (rate(sum.rateSent), plain), (rate(sum.rateReceived), plain),
        (Quantity.bytes(sum.sent), plain), (Quantity.bytes(sum.received), plain),
      ]
      column = start
      for ((text, style), width) in zip(cells, widths) {
        canvas.put(
          text, row: place, endingAt: column + width, style: isSelected ? .selected : style)
        column += width + 1
      }
    }
    if groups.isEmpty { canvas.put("no traffic yet", row: row + 2, column: 2, style: .faint) }
  }

  private func drawLeftOut(_ full: UInt64, on canvas: inout Canvas) {
    let count = full + connections.endedLeftOut
    guard count > 0 else { return }
    canvas.put(
      " \(Self.grouped(count)) connections in no line: too many ",
      row: canvas.rows - 2, endingAt: canvas.columns - 1, style: .warning)
  }

  /// The captured interfaces, with what the kernel lost.
  mutating func drawInterfaces(on canvas: inout Canvas) {
    let row = Self.listRow
    canvas.fill(row: row, style: .strong)
    canvas.put("INTERFACE", row: row, column: 1, style: .strong)
    let titles = ["PACKETS", "BYTES", "RECEIVED", "DROPPED", "BY INTERFACE"]
    let widths = [11, 7, 11, 9, 12]
    let start = canvas.columns - widths.reduce(0) { $0 + $1 + 1 }
    var column = start
    for (title, width) in zip(titles, widths) {
      canvas.put(title, row: row, endingAt: column + width, style: .strong)
      column += width + 1
    }
    let interfaces = last.interfaces
    for (offset, index) in scroll(interfaces.count, height: canvas.rows - row - 5).enumerated() {
      let interface = interfaces[index]
      let place = row + 1 + offset
      let whole = "\(interface.name)  \(interface.linkType)"
      let name = whole.unicodeScalars.count <= start - 2 ? whole : interface.name
      canvas.put(name, row: place, column: 1, width: max(start - 2, 6))
      let lost = (interface.dropped ?? 0, interface.droppedByInterface ?? 0)
      let cells: [(String, CellStyle)] = [
        (Self.grouped(interface.packets), .plain), (Quantity.bytes(interface.bytes), .plain),
        (interface.received.map { Self.grouped($0) } ?? "-", .plain),
        (interface.dropped.map { Self.grouped($0) } ?? "-", lost.0 > 0 ? .bad : .plain),
        (interface.droppedByInterface.map { Self.grouped($0) } ?? "-", lost.1 > 0 ? .bad : .plain),
      ]
      column = start
      for ((text, style), width) in zip(cells, widths) {
        canvas.put(text, row: place, endingAt: column + width, style: style)
        column += width + 1
      }
    }
    let totals = totals
    canvas.put(
      "\(Self.grouped(totals.packets)) packets of connections, "
        + "\(Self.grouped(totals.bytes)) bytes of IP",
      row: canvas.rows - 3, column: 1)
    let note =
      source.isFile
      ? "A file does not say what the kernel dropped while it was captured."
      : "DROPPED: the kernel's buffer was full (-B). BY INTERFACE: by the network card."
    canvas.put(note, row: canvas.rows - 2, column: 1, style: .faint)
  }
}
