public import ConnectionTracking
import InternetTypes
public import PacketPrinting

/// Changes of state as a table of at most 100 columns.
public struct TransitionTable: ~Copyable {
  private let text: TableText

  /// A table in this style.
  public init(style: TableStyle) { text = style.text }

  /// The line of the columns' names.
  public var header: String {
    let cells = [
      TableText.left("TIME", 15), TableText.right("PACKET", 8), TableText.right("CONN", 7),
      TableText.left("SIDE", 6), TableText.left("ENDPOINT", 31), "STATE",
    ]
    return text.colored(cells.joined(separator: " "), .faint) + "\n"
  }

  /// Appends a transition's line.
  public mutating func append(_ transition: StateTransition, to line: inout LineBuffer) {
    let cells = [
      text.timeOfDay(transition.time, decimals: 6),
      TableText.right("\(transition.packet)", 8), TableText.right("\(transition.connection)", 7),
      TableText.left(transition.side.name, 6),
      TableText.left(
        text.endpoint(transition.endpoint, .tcp, hasPort: true, width: 31), 31),
      TableText.left(transition.from.name.description, 12) + " → "
        + transition.to.name.description,
    ]
    line.append(cells.joined(separator: " ") + "\n")
  }
}

extension Side {
  /// The name in records.
  var name: String { self == .client ? "client" : "server" }
}
