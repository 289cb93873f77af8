public import CongestionInference

/// The record `round_trip`: one round trip of a data sender.
public enum RoundTripSchema: RecordSchema {
  /// The name of the record.
  public static var name: StaticString { "round_trip" }

  /// The value of a record without findings.
  public static var blank: RoundTripRecord { RoundTripRecord() }

  /// Passes the columns and their values to a sink.
  @inline(__always)
  public static func write<Sink: RecordSink & ~Copyable>(
    _ round: borrowing RoundTripRecord, to sink: inout Sink
  ) {
    sink.type(Self.self)
    sink.time("time", "When the round trip begins.", round.time)
    sink.duration(
      "duration", "How long it takes.", round.duration.map { $0 * 1000 })
    sink.count(
      "packet", .none, "The position of its first packet in the input.",
      UInt64(clamping: round.packet))
    sink.count("connection", .none, "The index of the connection.", round.connection)
    sink.name("sender", "The side that sends the data.", round.sender)
    sink.count("round", .none, "Its number, from 1.", UInt64(clamping: round.number))
    window(round, &sink)
    sink.count(
      "segments_sent", .segments, "Segments sent in it.", UInt64(clamping: round.sent))
    sink.count(
      "segments_acknowledged", .segments, "Segments that the receiver reported.",
      UInt64(clamping: round.acknowledged))
    sink.count(
      "segments_lost", .segments, "Segments that the sender took for lost.",
      UInt64(clamping: round.lost))
    sink.duration(
      "rtt", "The round-trip time.", round.roundTrip.map { Int64($0) * 1000 })
    let delay = round.queueingDelay
    sink.duration(
      "queueing_delay", "The round-trip time above the smallest so far.",
      delay.map { Int64($0) * 1000 })
    sink.decimal(
      "rtt_inflation", .none, "The round-trip time divided by the smallest so far.",
      round.roundTripInflation)
    sink.count(
      "ecn_marks", .acknowledgments, "Acknowledgments with ECN echo.",
      UInt64(clamping: round.congestionMarks))
    sink.name("growth", "How the window grows; null for BBR.", round.windowGrowth)
    sink.name("phase", "The phase of the sender; see below.", round.phase)
    sink.name("limited_by", "What keeps it from sending more; see below.", round.limit)
  }

  @inline(__always)
  private static func window<Sink: RecordSink & ~Copyable>(
    _ round: borrowing RoundTripRecord, _ sink: inout Sink
  ) {
    let isKnown = round.window > 0
    sink.number(
      "cwnd", .segments, "The congestion window.", isKnown ? UInt64(round.window) : nil)
    sink.number(
      "cwnd_bytes", .bytes, "The same in bytes.",
      isKnown ? UInt64(clamping: round.window.multipliedOrMax(by: round.segmentSize)) : nil)
    sink.signed(
      "cwnd_change", .segments, "Its change in the round trip.", isKnown ? round.growth : nil)
    sink.name("cwnd_class", "How the window is known; see below.", round.windowClass)
    sink.number(
      "ssthresh", .segments, "The slow-start threshold.",
      round.threshold.map { UInt64(clamping: $0) })
    sink.number(
      "receive_window", .bytes, "The window that the receiver offers.",
      round.receiveWindow.map { UInt64(clamping: $0) })
    sink.count("mss", .bytes, "Payload of a full segment.", UInt64(clamping: round.segmentSize))
  }
}

extension RecordEncoder<RoundTripSchema> {
  /// Appends the record of a round trip.
  public mutating func append(_ round: RoundTripRecord) { encode(round) }
}

extension Int {
  /// The product, or the largest number.
  func multipliedOrMax(by other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}
