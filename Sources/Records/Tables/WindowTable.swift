public import CongestionInference
public import TextOutput

/// The windows of data senders, packet by packet, as a table.
public struct WindowTable: ~Copyable {
  private var frame: TableFrame
  private var origins = ConnectionOrigins()

  /// A table in this style.
  public init(style: TableStyle) {
    frame = TableFrame(
      style,
      columns: [
        .right("TIME", 10), .right("PACKET", 7, leaving: 3), .right("CONN", 5), .left("SENDER", 6),
        .right("ACKED", 8), .right("FLIGHT", 6), .right("RWND", 6),
        .right("USABLE", 6, leaving: 1), .right("CWND", 5), .right("SSTHR", 5, leaving: 2),
        .right("SRTT", 5, leaving: 4), .left("PHASE", 13), .last("LIMIT"),
      ], reserved: 6)
  }

  /// The line of the columns' titles; empty in a style without them.
  public var header: String { frame.header }

  /// Appends the line of a packet.
  public mutating func append(_ record: WindowRecord, to line: inout TextBuffer) {
    frame.begin(in: &line)
    let flight = max(record.flight, 0)
    let window = record.receiveWindow
    let usable = window.map { max(Int64($0) - flight, 0) }
    // The first record of a connection sets its origin.
    let time = origins.seconds(record.time, of: record.connection, decimals: 6)
    let acknowledged = origins.bytes(record.acknowledged, of: record.connection, record.sender)
    frame.append(
      [
        TableCell(time), "\(record.packet)", "\(record.connection)", TableCell(record.sender.name),
        TableCell(Self.count(acknowledged, 8)), TableCell(Self.count(flight, 6)),
        TableCell(window.map { Self.count(Int64($0), 6) } ?? "-"),
        TableCell(usable.map { Self.count($0, 6) } ?? "-"),
        TableCell(record.window > 0 ? record.windowClass.sign + "\(record.window)" : "-"),
        TableCell(record.threshold.map { "\($0)" } ?? "-"),
        TableCell(Quantity.duration(record.smoothedRoundTrip.map { Int64($0) * 1000 })),
        TableCell(record.phase.title, color: record.phase.isRecovery ? .attention : nil),
        TableCell(record.limit.title),
      ], to: &line)
  }

  /// Removes the origin of a connection that has ended.
  public mutating func forget(_ connection: UInt64) { origins.forget(connection) }

  /// A number in this many characters, whole if it fits.
  private static func count(_ value: Int64, _ columns: Int) -> String {
    (value < 0 ? "-" : "") + Quantity.count(value.magnitude, columns: columns)
  }
}

/// The windows of data senders, round trip by round trip, as a table.
public struct RoundTripTable: ~Copyable {
  private var frame: TableFrame
  private var origins = ConnectionOrigins()

  /// A table in this style.
  public init(style: TableStyle) {
    frame = TableFrame(
      style,
      columns: [
        .right("CONN", 4), .left("SENDER", 6), .right("ROUND", 5), .right("TIME", 7),
        .right("CWND", 5), .right("BYTES", 7, leaving: 4), .right("SENT", 5), .right("ACKED", 5),
        .right("LOST", 4), .right("GROWTH", 6, leaving: 3), .right("RTT", 5),
        .right("QUEUE", 5, leaving: 2), .right("ECN", 3, leaving: 1), .left("PHASE", 13),
        .last("LIMIT"),
      ], reserved: 6)
  }

  /// The line of the columns' titles; empty in a style without them.
  public var header: String { frame.header }

  /// Appends the line of a round trip.
  public mutating func append(_ round: RoundTripRecord, to line: inout TextBuffer) {
    frame.begin(in: &line)
    let isKnown = round.window > 0
    let bytes = round.window.multipliedOrMax(by: round.segmentSize)
    let growth = round.growth > 0 ? "+\(round.growth)" : "\(round.growth)"
    frame.append(
      [
        "\(round.connection)", TableCell(round.sender.name), "\(round.number)",
        TableCell(origins.seconds(round.time, of: round.connection, decimals: 3)),
        TableCell(isKnown ? round.windowClass.sign + "\(round.window)" : "-"),
        TableCell(isKnown ? Quantity.count(UInt64(bytes.magnitude), columns: 7) : "-"),
        "\(round.sent)", "\(round.acknowledged)",
        TableCell("\(round.lost)", color: round.lost > 0 ? .attention : nil),
        TableCell(isKnown ? growth : "-"),
        TableCell(Self.duration(round.roundTrip)),
        TableCell(Self.duration(round.queueingDelay)), "\(round.congestionMarks)",
        TableCell(round.phase.title, color: round.phase.isRecovery ? .attention : nil),
        TableCell(round.limit.title),
      ], to: &line)
  }

  /// Removes the origin of a connection that has ended.
  public mutating func forget(_ connection: UInt64) { origins.forget(connection) }

  /// Microseconds that may be unknown.
  private static func duration(_ microseconds: Int?) -> String {
    Quantity.duration(microseconds.map { Int64($0) * 1000 })
  }
}
