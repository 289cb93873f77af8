public import ConnectionTracking
public import TextOutput

/// Findings about packets as a table.
public struct EventTable: ~Copyable {
  private let text: TableText
  private let layout = Self.layout
  /// The width of lines; nil where they are not broken.
  private let columns: Int?

  /// A table in this style.
  public init(style: TableStyle) {
    text = style.text
    columns = style.columns
  }

  private static var layout: TableLayout {
    TableLayout(columns: [
      .left("TIME", 15), .right("PACKET", 8), .right("CONN", 7), .left("SENDER", 6),
      .left("EVENT", 22), .right("SEQ", 10), .right("LEN", 5), .last("DETAIL"),
    ])
  }

  /// The line of the columns' titles.
  public var header: String { layout.header(text) }

  /// The column where the numbers behind an event begin, and the one where further lines of them begin.
  private static var detailStart: Int { 80 }
  private static var continuation: Int { 33 }

  /// Appends the line of an event.
  public mutating func append(_ event: SegmentEvent, to line: inout TextBuffer) {
    let details = Self.broken(event.detail.parts, columns: columns)
    layout.append(
      [
        TableCell(text.timeOfDay(event.time, decimals: 6)), "\(event.packet)",
        "\(event.connection)", TableCell(event.sender.name),
        TableCell(event.kind.name.description, color: event.kind.isLoss ? .attention : nil),
        "\(event.sequence)", "\(event.length)",
      ] + details.prefix(1).map { TableCell($0) }, text, to: &line)
    for rest in details.dropFirst() {
      line.append(String(repeating: " ", count: Self.continuation) + rest + "\n")
    }
  }

  /// The numbers in lines of `columns` characters, none of them broken itself.
  private static func broken(_ parts: [String], columns: Int?) -> [String] {
    guard let columns else { return parts.isEmpty ? [] : [parts.joined(separator: " ")] }
    var lines: [String] = []
    var room = columns - detailStart
    for part in parts {
      let width = TableText.width(part)
      if let last = lines.last, TableText.width(last) + 1 + width <= room {
        lines[lines.count - 1] = last + " " + part
      } else {
        if !lines.isEmpty { room = columns - continuation }
        lines.append(part)
      }
    }
    return lines
  }
}

extension SegmentEvent.Kind {
  /// Whether data were lost or retransmitted.
  var isLoss: Bool {
    switch self {
    case .retransmission, .fastRetransmission, .timeoutRetransmission, .tailLossProbe,
      .spuriousRetransmission, .lostSegment, .ackLostSegment:
      true
    default: false
    }
  }
}

extension SegmentEvent.Detail {
  /// The numbers that are known, the most important first.
  var parts: [String] {
    var parts: [String] = []
    if let reason { parts.append(reason.description) }
    if let lagNanoseconds { parts.append("lag \(Quantity.duration(lagNanoseconds))") }
    if let missingBytes { parts.append("missing \(Quantity.bytes(missingBytes))") }
    if let duplicateAcks { parts.append("dupacks \(duplicateAcks)") }
    if let window { parts.append("win \(window)") }
    if let original { parts.append("of #\(original)") }
    if let flight { parts.append("flight \(Quantity.bytes(flight))") }
    if let acknowledgment { parts.append("ack \(acknowledgment)") }
    if let roundTripNanoseconds { parts.append("rtt \(Quantity.duration(roundTripNanoseconds))") }
    return parts
  }
}
