public import ConnectionTracking
import InternetTypes
public import TextOutput

/// State transitions as a table.
public struct TransitionTable: ~Copyable {
  private var frame: TableFrame

  /// A table in this style.
  public init(style: TableStyle) {
    frame = TableFrame(
      style,
      columns: [
        .left("TIME", 15), .right("PACKET", 8, leaving: 1), .right("CONN", 7), .left("SIDE", 6),
        .whole("STATE", 28), .last("ENDPOINT"),
      ], reserved: 21)
  }

  /// The line of the columns' titles; empty in a style without them.
  public var header: String { frame.header }

  /// Appends the line of a transition.
  public mutating func append(_ transition: StateTransition, to line: inout TextBuffer) {
    frame.begin(transition.time, in: &line)
    let from = TableText.whole(transition.from.name.description, 12)
    frame.append(
      [
        TableCell(frame.text.timeOfDay(transition.time, decimals: 6)), "\(transition.packet)",
        "\(transition.connection)", TableCell(transition.side.name),
        TableCell(from + " → " + transition.to.name.description),
        TableCell(frame.text.endpoint(transition.endpoint, .tcp, hasPort: true)),
      ], to: &line)
  }
}

extension Side {
  /// The name in records.
  package var name: String { self == .client ? "client" : "server" }
}
