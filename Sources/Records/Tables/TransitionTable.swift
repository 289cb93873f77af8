public import ConnectionTracking
import InternetTypes
public import TextOutput

/// Changes of state as a table of at most 100 columns.
public struct TransitionTable: ~Copyable {
  private let text: TableText

  /// A table in this style.
  public init(style: TableStyle) { text = style.text }

  /// Columns of the endpoint.
  private static var endpointWidth: Int { 31 }

  /// The line of the columns' names.
  public var header: String {
    let cells = [
      TableText.left("TIME", 15), TableText.right("PACKET", 8), TableText.right("CONN", 7),
      TableText.left("SIDE", 6), TableText.left("ENDPOINT", Self.endpointWidth), "STATE",
    ]
    return text.colored(cells.joined(separator: " "), .faint) + "\n"
  }

  /// Appends a transition's line.
  public mutating func append(_ transition: StateTransition, to line: inout TextBuffer) {
    let from = TableText.left(
      transition.from.name.description, max(12, transition.from.name.utf8CodeUnitCount))
    let change = from + " → " + transition.to.name.description
    // Long names, which are those of SCTP, take their room from the endpoint.
    let width = Self.endpointWidth - max(0, TableText.width(change) - 28)
    let cells = [
      text.timeOfDay(transition.time, decimals: 6),
      TableText.right("\(transition.packet)", 8), TableText.right("\(transition.connection)", 7),
      TableText.left(transition.side.name, 6),
      TableText.left(
        text.endpoint(transition.endpoint, .tcp, hasPort: true, width: width), width),
      change,
    ]
    line.append(cells.joined(separator: " ") + "\n")
  }
}

extension Side {
  /// The name in records.
  var name: String { self == .client ? "client" : "server" }
}
