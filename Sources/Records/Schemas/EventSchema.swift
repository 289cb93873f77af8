public import ConnectionTracking
import InternetTypes

/// The record `event`: a finding about one packet.
public enum EventSchema: RecordSchema {
  /// The name of the record.
  public static var name: StaticString { "event" }

  /// The value of a record without findings.
  public static var blank: SegmentEvent {
    SegmentEvent(
      .retransmission, at: Timestamp(rawValue: 0), packet: 0, connection: 0, sender: .client,
      sequence: 0, length: 0)
  }

  /// Passes the columns and their values to a sink.
  @inline(__always)
  public static func write<Sink: RecordSink & ~Copyable>(
    _ event: borrowing SegmentEvent, to sink: inout Sink
  ) {
    sink.type(Self.self)
    sink.time("time", "When the packet was captured.", event.time)
    sink.count("packet", .none, "Its position in the input.", event.packet)
    sink.count("connection", .none, "The index of the connection.", event.connection)
    sink.name("sender", "The side that sent the packet.", event.sender)
    sink.name("kind", "The finding; see below.", event.kind)
    sink.count("sequence", .none, "The sequence number, as sent.", UInt64(event.sequence))
    sink.count("length", .bytes, "Payload.", UInt64(event.length))
    let detail = event.detail
    sink.object(
      "detail", "The numbers that led to the finding; null where they do not belong to its kind."
    ) {
      $0.duration(
        "lag", "Since the original was captured, or since the hole that the segment fills.",
        detail.lagNanoseconds)
      $0.duration(
        "rtt_min", "The smallest round-trip time so far.", detail.roundTripNanoseconds)
      $0.number(
        "duplicate_acks", .acknowledgments, "Duplicate acknowledgments in a row.",
        detail.duplicateAcks)
      $0.number(
        "missing_bytes", .bytes, "Bytes missing, or acknowledged without having been captured.",
        detail.missingBytes)
      $0.number("ack", .none, "The acknowledgment number, as sent.", detail.acknowledgment)
      $0.number(
        "window", .bytes, "The window; unscaled where the scale is not known.", detail.window)
      $0.number("flight", .bytes, "Bytes in flight.", detail.flight)
      $0.number(
        "original_packet", .none, "The packet that this one repeats or answers.", detail.original)
      $0.name("reason", "The evidence in a word.", detail.reason)
    }
  }
}

extension RecordEncoder<EventSchema> {
  /// Appends the record of an event.
  public mutating func append(_ event: SegmentEvent) { encode(event) }
}
