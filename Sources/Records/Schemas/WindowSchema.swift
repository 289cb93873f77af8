public import CongestionInference

/// The record `window`: the windows of a data sender after it processed a packet.
public enum WindowSchema: RecordSchema {
  /// The name of the record.
  public static var name: StaticString { "window" }

  /// The value of a record without findings.
  public static var blank: WindowRecord { WindowRecord() }

  /// Passes the columns and their values to a sink.
  @inline(__always)
  public static func write<Sink: RecordSink & ~Copyable>(
    _ record: borrowing WindowRecord, to sink: inout Sink
  ) {
    sink.type(Self.self)
    sink.time("time", "When the packet was captured.", record.time)
    sink.count("packet", .none, "Its position in the input.", UInt64(clamping: record.packet))
    sink.count("connection", .none, "The index of the connection.", record.connection)
    sink.name("sender", "The side that sends the data.", record.sender)
    sink.count(
      "ack", .none, "The highest cumulative acknowledgment that the sender has (SND.UNA), as sent.",
      UInt64(UInt32(truncatingIfNeeded: record.acknowledged)))
    sink.count(
      "snd_nxt", .none, "The sequence number that it sends next (SND.NXT).",
      UInt64(UInt32(truncatingIfNeeded: record.next)))
    sink.count(
      "flight", .bytes, "Sent and not acknowledged.", UInt64(clamping: record.flight))
    sink.count(
      "pipe_segments", .segments, "Segments in the network by the sender's accounting.",
      UInt64(clamping: record.pipe))
    let (window, flight) = (record.receiveWindow, record.flight)
    sink.number(
      "receive_window", .bytes, "The window that the receiver offers.",
      window.map { UInt64($0) })
    sink.number(
      "usable_window", .bytes, "What it lets the sender send beyond the flight.",
      window.map { UInt64(max(0, Int64($0) - flight)) })
    congestion(record, &sink)
    sink.duration(
      "srtt", "The smoothed round-trip time.", record.smoothedRoundTrip.map { Int64($0) * 1000 })
    sink.duration("rto", "The retransmission time-out.", Int64(record.timeout) * 1000)
    sink.name("growth", "How the window grows; null for BBR.", record.growth)
    sink.name("phase", "The phase of the sender; see below.", record.phase)
    sink.name("limited_by", "What keeps it from sending more; see below.", record.limit)
  }

  @inline(__always)
  private static func congestion<Sink: RecordSink & ~Copyable>(
    _ record: borrowing WindowRecord, _ sink: inout Sink
  ) {
    let isKnown = record.window > 0
    sink.number(
      "cwnd", .segments, "The congestion window.", isKnown ? UInt64(record.window) : nil)
    sink.number(
      "cwnd_low", .segments, "The smallest window that fits what was seen.",
      isKnown ? UInt64(clamping: record.windowLow) : nil)
    sink.number(
      "cwnd_high", .segments, "The largest window that fits.",
      isKnown ? UInt64(clamping: record.windowHigh) : nil)
    sink.name("cwnd_class", "How the window is known; see below.", record.windowClass)
    sink.number(
      "ssthresh", .segments, "The slow-start threshold.",
      record.threshold.map { UInt64(clamping: $0) })
    sink.count("mss", .bytes, "Payload of a full segment.", UInt64(clamping: record.segmentSize))
  }
}

extension RecordEncoder<WindowSchema> {
  /// Appends the record of a packet.
  public mutating func append(_ record: WindowRecord) { encode(record) }
}
