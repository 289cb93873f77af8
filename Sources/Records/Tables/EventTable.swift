public import ConnectionTracking
public import TextOutput

/// Findings about packets as a table.
public struct EventTable: ~Copyable {
  private var frame: TableFrame

  /// A table in this style.
  public init(style: TableStyle) {
    frame = TableFrame(
      style,
      columns: [
        .left("TIME", 15), .right("PACKET", 8), .right("CONN", 7), .left("SENDER", 6),
        .left("EVENT", 22), .right("SEQ", 10, leaving: 1), .right("LEN", 5, leaving: 2),
        .last("DETAIL"),
      ], reserved: 15)
  }

  /// The line of the columns' titles; empty in a style without them.
  public var header: String { frame.header }

  /// Appends the line of an event.
  public mutating func append(_ event: SegmentEvent, to line: inout TextBuffer) {
    frame.begin(event.time, in: &line)
    let detailStart = frame.layout.position(of: 7) ?? 0
    let continuation = frame.layout.position(of: 4) ?? 0
    let details = Self.broken(
      event.detail.parts, columns: frame.style.columns, detailStart, continuation)
    frame.append(
      [
        TableCell(frame.text.timeOfDay(event.time, decimals: 6)), "\(event.packet)",
        "\(event.connection)", TableCell(event.sender.name),
        TableCell(event.kind.name.description, color: event.kind.isLoss ? .attention : nil),
        "\(event.sequence)", "\(event.length)",
      ] + details.prefix(1).map { TableCell($0) }, to: &line)
    for rest in details.dropFirst() {
      line.append(String(repeating: " ", count: continuation) + rest + "\n")
    }
  }

  /// The numbers in lines of at most `columns` characters; lines are broken only between numbers.
  private static func broken(
    _ parts: [String], columns: Int?, _ detailStart: Int, _ continuation: Int
  ) -> [String] {
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
    if let reason, reason != .lag { parts.append(reason.recordName) }
    // The lag follows as a number.
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
