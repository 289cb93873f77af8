public import CongestionInference
public import ConnectionTracking
import InternetTypes
public import TextOutput

/// Connections as a table, with a line of totals at the end.
///
/// If all rows are known before the first is written, ``measure(_:)`` them: columns are then as wide as their texts.
/// Addresses are never cut: endpoints that do not fit beside each other stand below each other.
public struct ConnectionTable: ~Copyable {
  private let style: TableStyle
  private let text: TableText
  private let columns: [ConnectionTableColumn]
  private let sorted: ConnectionTableColumn?
  private var measure: ConnectionMeasure
  private var layout: TableLayout?
  /// The width of both endpoints, and the offset at which they begin in a line.
  private var endpointsWidth = 0
  private var endpointsStart = 0
  /// The day whose rows show the time of day without a date.
  private var day: Int64?
  private var showsDates = false
  private var repetition: HeaderRepetition
  private var totals = ConnectionTotals()
  private var slowness = SlowConnections()

  /// A table in this style, of connections in an order.
  public init(style: TableStyle, sortedBy order: ConnectionOrder? = nil) {
    self.style = style
    text = style.text
    columns = ConnectionTableColumn.all(sortedBy: order, showsProcesses: style.showsProcesses)
    sorted = order?.column
    measure = ConnectionMeasure(columns)
    repetition = style.repetition
    day = style.now.map { text.day(Timestamp(rawValue: $0 &* 1_000_000_000)) }
  }

  /// Makes the columns as wide as a row needs, before the first one is appended.
  public mutating func measure(_ connection: borrowing ConnectionSummary) {
    measure.add(connection, text)
  }

  /// Appends the lines above the first row: the columns' titles, and the date if all rows have the same one and it is
  /// not today's.
  public mutating func appendHeader(to line: inout TextBuffer) {
    if let first = measure.firstDay {
      let isOtherDay = day.map { $0 != first } ?? false
      if first != measure.lastDay || isOtherDay && !style.hasHeader {
        showsDates = true
      } else {
        if isOtherDay { line.append(text.colored(text.date(day: first), .faint) + "\n") }
        day = first
      }
    }
    layOut()
    appendTitles(to: &line)
  }

  private func appendTitles(to line: inout TextBuffer) {
    if style.hasHeader, let layout { line.append(layout.header(text)) }
  }

  /// Settles the columns and their widths.
  private mutating func layOut() {
    var widths = columns.map { measure.width(of: $0) ?? $0.width }
    if showsDates, let index = columns.firstIndex(of: .start) { widths[index] = 19 }
    guard let index = columns.firstIndex(of: .endpoints) else { return }
    let isNarrow = style.columns.map { widths.reduce(0, +) + widths.count - 1 > $0 } ?? false
    if isNarrow && widths[index] > ConnectionTableColumn.endpoints.width {
      widths[index] = max(measure.endpoint + 2, ConnectionTableColumn.endpoints.width)
    }
    endpointsWidth = widths[index]
    let layout = TableLayout(
      columns: zip(columns, widths).map { column, width in
        TableColumn(
          title: column.title, width: width, alignment: column.isText ? .whole : .right,
          leaving: column == sorted ? nil : column.leaving)
      }, width: style.columns)
    endpointsStart = layout.position(of: index) ?? 0
    self.layout = layout
  }

  /// Appends the line of a connection.
  public mutating func append(
    _ connection: borrowing ConnectionSummary, to line: inout TextBuffer
  ) {
    if layout == nil { layOut() }
    if repetition.isDue() { appendTitles(to: &line) }
    guard let layout else { return }
    var cells = columns.map { $0.cell(connection, text) }
    var second = ""
    for (index, column) in columns.enumerated() {
      if column == .start, showsDates || day.map({ $0 != text.day(connection.start) }) ?? false {
        cells[index].text = text.dateAndTime(connection.start, decimals: 0)
      }
      if column == .endpoints, style.columns != nil,
        TableText.width(cells[index].text) > endpointsWidth
      {
        let (client, server) = text.endpoints(connection)
        cells[index].text = client + " →"
        second = String(repeating: " ", count: endpointsStart) + server + "\n"
      }
    }
    layout.append(cells, text, to: &line)
    line.append(second)
  }

  /// Adds a connection to the totals, whether it has a row or not, with the verdicts on its data senders; nil where
  /// these are not looked at.
  public mutating func count(
    _ connection: borrowing ConnectionSummary, _ verdicts: [CongestionVerdict]? = nil
  ) {
    totals.add(connection)
    if let verdicts { slowness.add(connection, verdicts) }
  }

  /// Appends the line of totals, and that of slow connections if there are verdicts.
  public mutating func appendTotals(to line: inout TextBuffer) {
    guard style.hasHeader else { return }
    for text in [totals.text, slowness.text ?? ""] where !text.isEmpty {
      for part in TableText.wrapped(text, style.columns) { line.append(part + "\n") }
    }
  }
}

/// The widths that the rows of a table of connections need.
struct ConnectionMeasure {
  private let columns: [ConnectionTableColumn]
  private var widths: [Int]
  /// The width of the widest endpoint.
  private(set) var endpoint = 0
  /// The days of the first and the last beginning.
  private(set) var firstDay: Int64?
  private(set) var lastDay: Int64?

  init(_ columns: [ConnectionTableColumn]) {
    self.columns = columns
    widths = columns.map { TableText.width($0.title) }
  }

  /// Whether no row was measured.
  var isEmpty: Bool { firstDay == nil }

  /// Measures a row.
  mutating func add(_ connection: borrowing ConnectionSummary, _ text: TableText) {
    for (index, column) in columns.enumerated() {
      widths[index] = max(widths[index], TableText.width(column.cell(connection, text).text))
    }
    let (client, server) = text.endpoints(connection)
    endpoint = max(endpoint, TableText.width(client), TableText.width(server))
    let day = text.day(connection.start)
    firstDay = min(firstDay ?? day, day)
    lastDay = max(lastDay ?? day, day)
  }

  /// The width of a column; nil if no row was measured.
  func width(of column: ConnectionTableColumn) -> Int? {
    guard !isEmpty, let index = columns.firstIndex(of: column) else { return nil }
    return widths[index]
  }
}
