public import ConnectionTracking
import InternetTypes
public import TextOutput

/// Writes what single packets show as records for programs.
public struct EventRecords: ~Copyable {
  private var writer: RecordWriter
  private let type: ConstantText
  private let kinds: [ConstantText]
  private let client: ConstantText
  private let server: ConstantText

  /// Records in this format, times with this many decimals.
  public init(format: RecordFormat, precision: TimePrecision) {
    writer = RecordWriter(fields: RecordField.event, format: format, precision: precision)
    type = RecordWriter.name("event", in: format)
    kinds = SegmentEvent.Kind.allCases.map { RecordWriter.name($0.name.description, in: format) }
    client = RecordWriter.name("client", in: format)
    server = RecordWriter.name("server", in: format)
  }

  /// The line of field names that a CSV file begins with; empty for NDJSON.
  public var header: String { writer.header }

  /// Appends the record of an event.
  public mutating func append(_ event: SegmentEvent, to line: inout TextBuffer) {
    writer.begin()
    writer.name(type, &line)
    writer.time(event.time, &line)
    writer.number(event.packet, &line)
    writer.number(event.connection, &line)
    writer.name(event.sender == .client ? client : server, &line)
    writer.name(kinds[Int(event.kind.rawValue)], &line)
    writer.number(UInt64(event.sequence), &line)
    writer.number(UInt64(event.length), &line)
    writer.duration(event.detail.lagNanoseconds, &line)
    writer.duration(event.detail.roundTripNanoseconds, &line)
    writer.number(event.detail.duplicateAcks, &line)
    writer.number(event.detail.missingBytes, &line)
    writer.number(event.detail.acknowledgment, &line)
    writer.number(event.detail.window, &line)
    writer.number(event.detail.flight, &line)
    writer.number(event.detail.original, &line)
    writer.word(event.detail.reason, &line)
    writer.end(&line)
  }
}
