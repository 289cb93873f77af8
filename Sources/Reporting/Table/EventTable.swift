public import ConnectionTracking
public import PacketPrinting

/// What single packets show as a table of at most 100 columns.
public struct EventTable: ~Copyable {
  private let text: TableText

  /// A table in this style.
  public init(style: TableStyle) { text = style.text }

  /// The line of the columns' names.
  public var header: String {
    let cells = [
      TableText.left("TIME", 15), TableText.right("PACKET", 8), TableText.right("CONN", 7),
      TableText.left("SENDER", 6), TableText.left("EVENT", 22), TableText.right("SEQ", 10),
      TableText.right("LEN", 5), "DETAIL",
    ]
    return text.colored(cells.joined(separator: " "), .faint) + "\n"
  }

  /// Columns of the numbers behind an event.
  private static var detailWidth: Int { 20 }

  /// Appends an event's line.
  public mutating func append(_ event: SegmentEvent, to line: inout LineBuffer) {
    let kind = TableText.left(event.kind.name.description, 22)
    var cells = [
      text.timeOfDay(event.time, decimals: 6), TableText.right("\(event.packet)", 8),
      TableText.right("\(event.connection)", 7), TableText.left(event.sender.name, 6),
      text.colored(kind, event.kind.isLoss ? .attention : nil),
      TableText.right("\(event.sequence)", 10), TableText.right("\(event.length)", 5),
    ]
    let detail = event.detail.text
    if TableText.width(detail) > Self.detailWidth {
      cells.append(TableText.left(detail, Self.detailWidth))
    } else if !detail.isEmpty {
      cells.append(detail)
    }
    line.append(cells.joined(separator: " ") + "\n")
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
  var text: String {
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
    return parts.joined(separator: " ")
  }
}
