public import CongestionInference
public import TextOutput

/// Writes the windows of data senders as records for programs.
public struct WindowRecords: ~Copyable {
  private var writer: RecordWriter
  private let type: ConstantText
  private let names: SenderNames

  /// Records in this format, times with this many decimals.
  public init(format: RecordFormat, precision: TimePrecision) {
    writer = RecordWriter(fields: RecordField.window, format: format, precision: precision)
    type = RecordWriter.name("window", in: format)
    names = SenderNames(in: format)
  }

  /// The line of field names that a CSV file begins with; empty for NDJSON.
  public var header: String { writer.header }

  /// Appends the record of a packet.
  public mutating func append(_ record: WindowRecord, to line: inout TextBuffer) {
    writer.begin()
    writer.name(type, &line)
    writer.time(record.time, &line)
    writer.number(UInt64(clamping: record.packet), &line)
    writer.number(record.connection, &line)
    writer.name(names[record.sender], &line)
    writer.number(UInt64(UInt32(truncatingIfNeeded: record.acknowledged)), &line)
    writer.number(UInt64(UInt32(truncatingIfNeeded: record.next)), &line)
    writer.number(UInt64(clamping: record.flight), &line)
    writer.number(UInt64(clamping: record.pipe), &line)
    let window = record.receiveWindow
    writer.number(window < 0 ? nil : UInt64(window), &line)
    writer.number(window < 0 ? nil : UInt64(max(0, Int64(window) - record.flight)), &line)
    let isKnown = record.window > 0
    writer.number(isKnown ? UInt64(record.window) : nil, &line)
    writer.number(isKnown ? UInt64(clamping: record.windowLow) : nil, &line)
    writer.number(isKnown ? UInt64(clamping: record.windowHigh) : nil, &line)
    writer.name(names[record.windowClass], &line)
    writer.number(record.threshold > 0 ? UInt64(record.threshold) : nil, &line)
    writer.number(UInt64(clamping: record.segmentSize), &line)
    let trip = record.smoothedRoundTrip
    writer.duration(trip > 0 ? Int64(trip) * 1000 : nil, &line)
    writer.duration(Int64(record.timeout) * 1000, &line)
    writer.name(record.growth.map { names[$0] }, &line)
    writer.name(names[record.phase], &line)
    writer.name(names[record.limit], &line)
    writer.end(&line)
  }
}

extension RecordField {
  /// The windows of a data sender.
  static var window: [RecordField] {
    let names = [
      "type", "time", "packet", "connection", "sender", "ack", "snd_nxt", "flight",
      "pipe_segments", "receive_window", "usable_window", "cwnd", "cwnd_low", "cwnd_high",
      "cwnd_class", "ssthresh", "mss", "srtt", "rto", "growth", "phase", "limited_by",
    ]
    return names.map { value($0) }
  }
}
