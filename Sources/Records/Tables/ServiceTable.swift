import InternetTypes
public import TextOutput

/// Services as a table.
public struct ServiceTable {
  private let style: TableStyle
  private let text: TableText
  private let layout: TableLayout

  /// A table of these services in this style.
  public init(style: TableStyle, services: [Service]) {
    self.style = style
    text = style.text
    let width = services.map { TableText.width($0.endpoint.address.text) }.max() ?? 0
    layout = TableLayout(
      columns: [
        .whole("ADDRESS", max(width, 15)), .right("PORT", 5), .left("PROT", 5),
        .left("NAME", 15, leaving: 1), .right("ACCEPTED", 8), .right("REFUSED", 7),
        .right("UNANSWERED", 10),
      ], width: style.columns)
  }

  /// The line of the columns' titles; empty in a style without them.
  public var header: String { style.hasHeader ? layout.header(text) : "" }

  /// Appends the line of a service.
  public func append(_ service: Service, to line: inout TextBuffer) {
    let endpoint = service.endpoint
    let name = text.portName?(endpoint.port, service.transport) ?? ""
    layout.append(
      [
        TableCell(endpoint.address.text), "\(endpoint.port)", TableCell(service.transport.name),
        TableCell(name), "\(service.accepted)", TableCell(service.refused, color: .failure),
        TableCell(service.unanswered, color: .failure),
      ], text, to: &line)
  }
}

extension TableCell {
  /// A count of failures, in a colour if it is not 0.
  init(_ count: UInt64, color: TableText.Color) {
    self.init("\(count)", color: count == 0 ? nil : color)
  }
}
