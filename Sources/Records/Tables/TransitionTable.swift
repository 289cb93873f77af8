public import ConnectionTracking
import InternetTypes
public import TextOutput

/// State transitions as a table.
public struct TransitionTable: ~Copyable {
  private let style: TableStyle
  private let text: TableText
  private let layout: TableLayout
  private var dates: TableDates
  private var repetition: HeaderRepetition

  /// A table in this style.
  public init(style: TableStyle) {
    self.style = style
    text = style.text
    layout = TableLayout(
      columns: [
        .left("TIME", 15), .right("PACKET", 8, leaving: 1), .right("CONN", 7), .left("SIDE", 6),
        .whole("STATE", 28), .last("ENDPOINT"),
      ], width: style.columns, reserved: 21)
    dates = style.dates
    repetition = style.repetition
  }

  /// The line of the columns' titles; empty in a style without them.
  public var header: String { style.hasHeader ? layout.header(text) : "" }

  /// Appends the line of a transition.
  public mutating func append(_ transition: StateTransition, to line: inout TextBuffer) {
    if repetition.isDue() { line.append(header) }
    if let date = dates.line(above: transition.time) { line.append(date) }
    let from = TableText.whole(transition.from.name.description, 12)
    layout.append(
      [
        TableCell(text.timeOfDay(transition.time, decimals: 6)), "\(transition.packet)",
        "\(transition.connection)", TableCell(transition.side.name),
        TableCell(from + " → " + transition.to.name.description),
        TableCell(text.endpoint(transition.endpoint, .tcp, hasPort: true)),
      ], text, to: &line)
  }
}

extension Side {
  /// The name in records.
  var name: String { self == .client ? "client" : "server" }
}
