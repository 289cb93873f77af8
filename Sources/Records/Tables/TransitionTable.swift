public import ConnectionTracking
import InternetTypes
public import TextOutput

/// Changes of state as a table of at most 100 characters a line.
public struct TransitionTable: ~Copyable {
  private let text: TableText
  private let layout = Self.layout

  /// A table in this style.
  public init(style: TableStyle) { text = style.text }

  private static var layout: TableLayout {
    TableLayout(columns: [
      .left("TIME", 15), .right("PACKET", 8), .right("CONN", 7), .left("SIDE", 6),
      .left("ENDPOINT", endpointWidth), .last("STATE"),
    ])
  }

  /// The width of the endpoint.
  private static var endpointWidth: Int { 31 }

  /// The line of the columns' titles.
  public var header: String { layout.header(text) }

  /// Appends the line of a transition.
  public mutating func append(_ transition: StateTransition, to line: inout TextBuffer) {
    let from = TableText.left(
      transition.from.name.description, max(12, transition.from.name.utf8CodeUnitCount))
    let change = from + " → " + transition.to.name.description
    // The long names of SCTP take their room from the endpoint.
    let width = Self.endpointWidth - max(0, TableText.width(change) - 28)
    let endpoint = text.endpoint(transition.endpoint, .tcp, hasPort: true, width: width)
    layout.append(
      [
        TableCell(text.timeOfDay(transition.time, decimals: 6)), "\(transition.packet)",
        "\(transition.connection)", TableCell(transition.side.name),
        TableCell(endpoint, width: width), TableCell(change),
      ], text, to: &line)
  }
}

extension Side {
  /// The name in records.
  var name: String { self == .client ? "client" : "server" }
}
