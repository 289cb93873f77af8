public import ConnectionTracking
public import TextOutput

/// What single packets show as a table.
public struct EventTable: ~Copyable {
  private let text: TableText
  /// How wide lines may be; nil where nothing has to be broken.
  private let columns: Int?

  /// A table in this style.
  public init(style: TableStyle) {
    text = style.text
    columns = style.columns
  }

  /// The line of the columns' names.
  public var header: String {
    let cells = [
      TableText.left("TIME", 15), TableText.right("PACKET", 8), TableText.right("CONN", 7),
      TableText.left("SENDER", 6), TableText.left("EVENT", 22), TableText.right("SEQ", 10),
      TableText.right("LEN", 5), "DETAIL",
    ]
    return text.colored(cells.joined(separator: " "), .faint) + "\n"
  }

  /// Where the numbers behind an event begin, and where they go on in further lines.
  private static var detailStart: Int { 80 }
  private static var continuation: Int { 33 }

  /// Appends an event's line.
  public mutating func append(_ event: SegmentEvent, to line: inout TextBuffer) {
    let kind = TableText.left(event.kind.name.description, 22)
    var cells = [
      text.timeOfDay(event.time, decimals: 6), TableText.right("\(event.packet)", 8),
      TableText.right("\(event.connection)", 7), TableText.left(event.sender.name, 6),
      text.colored(kind, event.kind.isLoss ? .attention : nil),
      TableText.right("\(event.sequence)", 10), TableText.right("\(event.length)", 5),
    ]
    let details = Self.broken(event.detail.parts, columns: columns)
    if let first = details.first { cells.append(first) }
    line.append(cells.joined(separator: " ") + "\n")
    for rest in details.dropFirst() {
      line.append(String(repeating: " ", count: Self.continuation) + rest + "\n")
    }
  }

  /// The numbers in lines of so many columns, none of them broken itself.
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
  /// Whether data were lost, or sent again.
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
  /// The numbers that are known, those that tell the most first.
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
