import InternetTypes
public import TextOutput

/// Services as a table.
public struct ServiceTable {
  private let text: TableText
  private let layout = Self.layout

  /// A table in this style.
  public init(style: TableStyle) { text = style.text }

  private static var layout: TableLayout {
    TableLayout(columns: [
      .left("ADDRESS", 40), .right("PORT", 5), .left("", 0), .left("PROT", 5), .left("NAME", 15),
      .right("ACCEPTED", 10), .right("REFUSED", 9),
    ])
  }

  /// The line of the columns' titles.
  public var header: String { layout.header(text) }

  /// Appends the line of a service.
  public func append(_ service: Service, to line: inout TextBuffer) {
    let endpoint = service.endpoint
    let name = text.portName?(endpoint.port, service.transport) ?? ""
    layout.append(
      [
        TableCell(endpoint.address.text), "\(endpoint.port)", "",
        TableCell(service.transport.name), TableCell(name), "\(service.accepted)",
        "\(service.refused)",
      ], text, to: &line)
  }
}
