public import CongestionInference
public import TextOutput

/// Writes the round trips of data senders as records for programs.
public struct RoundTripRecords: ~Copyable {
  private var writer: RecordWriter
  private let type: ConstantText
  private let names: SenderNames

  /// Records in this format, times with this many decimals.
  public init(format: RecordFormat, precision: TimePrecision) {
    writer = RecordWriter(fields: RecordField.roundTrip, format: format, precision: precision)
    type = RecordWriter.name("round_trip", in: format)
    names = SenderNames(in: format)
  }

  /// The line of field names that a CSV file begins with; empty for NDJSON.
  public var header: String { writer.header }

  /// Appends the record of a round trip.
  public mutating func append(_ round: RoundTripRecord, to line: inout TextBuffer) {
    writer.begin()
    writer.name(type, &line)
    writer.time(round.time, &line)
    writer.duration(round.duration > 0 ? round.duration * 1000 : nil, &line)
    writer.number(UInt64(clamping: round.packet), &line)
    writer.number(round.connection, &line)
    writer.name(names[round.sender], &line)
    writer.number(UInt64(clamping: round.number), &line)
    let isKnown = round.window > 0
    writer.number(isKnown ? UInt64(round.window) : nil, &line)
    writer.number(
      isKnown ? UInt64(clamping: round.window.multipliedOrMax(by: round.segmentSize)) : nil, &line)
    writer.signed(isKnown ? round.growth : nil, &line)
    writer.name(names[round.windowClass], &line)
    writer.number(round.threshold > 0 ? UInt64(round.threshold) : nil, &line)
    writer.number(round.receiveWindow < 0 ? nil : UInt64(round.receiveWindow), &line)
    writer.number(UInt64(clamping: round.segmentSize), &line)
    writer.number(UInt64(clamping: round.sent), &line)
    writer.number(UInt64(clamping: round.acknowledged), &line)
    writer.number(UInt64(clamping: round.lost), &line)
    writer.duration(round.roundTrip > 0 ? Int64(round.roundTrip) * 1000 : nil, &line)
    writer.duration(round.queueingDelay.map { Int64($0) * 1000 }, &line)
    writer.rate(
      round.queueingDelay.map { _ in Double(round.roundTrip) / Double(round.roundTripMinimum) },
      &line)
    writer.number(UInt64(clamping: round.congestionMarks), &line)
    writer.name(round.windowGrowth.map { names[$0] }, &line)
    writer.name(names[round.phase], &line)
    writer.name(names[round.limit], &line)
    writer.end(&line)
  }
}

extension Int {
  /// The product, or the largest number.
  func multipliedOrMax(by other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}

extension RecordField {
  /// A round trip of a data sender.
  static var roundTrip: [RecordField] {
    let names = [
      "type", "time", "duration", "packet", "connection", "sender", "round", "cwnd", "cwnd_bytes",
      "cwnd_change", "cwnd_class", "ssthresh", "receive_window", "mss", "segments_sent",
      "segments_acknowledged", "segments_lost", "rtt", "queueing_delay", "rtt_inflation",
      "ecn_marks", "growth", "phase", "limited_by",
    ]
    return names.map { value($0) }
  }
}
