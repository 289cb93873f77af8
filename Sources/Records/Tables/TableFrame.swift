import InternetTypes
import TextOutput

/// What tables of one line for each finding have in common: titles that are repeated, dates between days, and the layout of
/// a line.
struct TableFrame {
  let style: TableStyle
  let text: TableText
  let layout: TableLayout
  private var dates: TableDates
  private var repetition: HeaderRepetition

  /// A table of these columns; `reserved` characters of the width are for the last one.
  init(_ style: TableStyle, columns: [TableColumn], reserved: Int) {
    self.style = style
    text = style.text
    layout = TableLayout(columns: columns, width: style.columns, reserved: reserved)
    dates = style.dates
    repetition = style.repetition
  }

  /// The line of the columns' titles; empty in a style without them.
  var header: String { style.hasHeader ? layout.header(text) : "" }

  /// Appends what comes before a line: titles that are due, and the date if the line has a time of day of another day.
  mutating func begin(_ time: Timestamp? = nil, in line: inout TextBuffer) {
    if repetition.isDue() { line.append(header) }
    if let time, let date = dates.line(above: time) { line.append(date) }
  }

  /// Appends a line.
  func append(_ cells: [TableCell], to line: inout TextBuffer) {
    layout.append(cells, text, to: &line)
  }
}
