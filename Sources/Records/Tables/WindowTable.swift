public import CongestionInference
public import TextOutput

/// The windows of data senders, packet by packet, as a table of at most 100 columns.
public struct WindowTable: ~Copyable {
  private let text: TableText
  private var origins = ConnectionOrigins()

  /// A table in this style.
  public init(style: TableStyle) { text = style.text }

  /// The line of the columns' names.
  public var header: String {
    let cells = [
      TableText.right("TIME", 10), TableText.right("PACKET", 7), TableText.right("CONN", 5),
      TableText.left("SENDER", 6), TableText.right("ACKED", 8), TableText.right("FLIGHT", 6),
      TableText.right("RWND", 6), TableText.right("USABLE", 6), TableText.right("CWND", 5),
      TableText.right("SSTHR", 5), TableText.right("SRTT", 5), TableText.left("PHASE", 13), "LIMIT",
    ]
    return text.colored(cells.joined(separator: " "), .faint) + "\n"
  }

  /// Appends a packet's line.
  public mutating func append(_ record: WindowRecord, to line: inout TextBuffer) {
    let flight = max(record.flight, 0)
    let window = record.receiveWindow
    let usable = max(Int64(window) - flight, 0)
    let time = origins.seconds(record.time, of: record.connection, decimals: 6)
    let acknowledged = origins.bytes(record.acknowledged, of: record.connection, record.sender)
    let round = record.smoothedRoundTrip
    let phase = TableText.left(record.phase.title, 13)
    let cells = [
      TableText.right(time, 10), TableText.right("\(record.packet)", 7),
      TableText.right("\(record.connection)", 5), TableText.left(record.sender.name, 6),
      TableText.right(Self.count(acknowledged, 8), 8), TableText.right(Self.count(flight, 6), 6),
      TableText.right(window < 0 ? "-" : Self.count(Int64(window), 6), 6),
      TableText.right(window < 0 ? "-" : Self.count(usable, 6), 6),
      TableText.right(record.window > 0 ? record.windowClass.sign + "\(record.window)" : "-", 5),
      TableText.right(record.threshold > 0 ? "\(record.threshold)" : "-", 5),
      TableText.right(Quantity.duration(round > 0 ? Int64(round) * 1000 : nil), 5),
      text.colored(phase, record.phase.isTrouble ? .attention : nil), record.limit.title,
    ]
    line.append(cells.joined(separator: " ") + "\n")
  }

  /// Forgets a connection that has ended.
  public mutating func forget(_ connection: UInt64) { origins.forget(connection) }

  /// A number in this many columns, whole where it fits.
  private static func count(_ value: Int64, _ columns: Int) -> String {
    (value < 0 ? "-" : "") + Quantity.count(value.magnitude, columns: columns)
  }
}

/// The windows of data senders, round trip by round trip, as a table of at most 100 columns.
public struct RoundTripTable: ~Copyable {
  private let text: TableText
  private var origins = ConnectionOrigins()

  /// A table in this style.
  public init(style: TableStyle) { text = style.text }

  /// The line of the columns' names.
  public var header: String {
    let cells = [
      TableText.right("CONN", 4), TableText.left("SENDER", 6), TableText.right("ROUND", 5),
      TableText.right("TIME", 7), TableText.right("CWND", 5), TableText.right("BYTES", 7),
      TableText.right("SENT", 5), TableText.right("ACKED", 5), TableText.right("LOST", 4),
      TableText.right("GROWTH", 6), TableText.right("RTT", 5), TableText.right("QUEUE", 5),
      TableText.right("ECN", 3), TableText.left("PHASE", 13), "LIMIT",
    ]
    return text.colored(cells.joined(separator: " "), .faint) + "\n"
  }

  /// Appends a round trip's line.
  public mutating func append(_ round: RoundTripRecord, to line: inout TextBuffer) {
    let time = origins.seconds(round.time, of: round.connection, decimals: 3)
    let isKnown = round.window > 0
    let bytes = round.window.multipliedOrMax(by: round.segmentSize)
    let phase = TableText.left(round.phase.title, 13)
    let lost = TableText.right("\(round.lost)", 4)
    let cells = [
      TableText.right("\(round.connection)", 4), TableText.left(round.sender.name, 6),
      TableText.right("\(round.number)", 5), TableText.right(time, 7),
      TableText.right(isKnown ? round.windowClass.sign + "\(round.window)" : "-", 5),
      TableText.right(isKnown ? Quantity.count(UInt64(bytes.magnitude), columns: 7) : "-", 7),
      TableText.right("\(round.sent)", 5), TableText.right("\(round.acknowledged)", 5),
      text.colored(lost, round.lost > 0 ? .attention : nil),
      TableText.right(
        !isKnown ? "-" : round.growth > 0 ? "+\(round.growth)" : "\(round.growth)", 6),
      TableText.right(Self.duration(round.roundTrip > 0 ? round.roundTrip : nil), 5),
      TableText.right(Self.duration(round.queueingDelay), 5),
      TableText.right("\(round.congestionMarks)", 3),
      text.colored(phase, round.phase.isTrouble ? .attention : nil), round.limit.title,
    ]
    line.append(cells.joined(separator: " ") + "\n")
  }

  /// Forgets a connection that has ended.
  public mutating func forget(_ connection: UInt64) { origins.forget(connection) }

  /// Microseconds, perhaps unknown.
  private static func duration(_ microseconds: Int?) -> String {
    Quantity.duration(microseconds.map { Int64($0) * 1000 })
  }
}
