import TextOutput

/// Encodes values as records of a schema, in NDJSON or CSV.
///
/// Creating an encoder prepares all constant texts of a record: create one for a report. Groups of blank columns
/// are appended by one copy. The owner removes the text with ``take(atLeast:_:)``.
public struct RecordEncoder<Schema: RecordSchema>: ~Copyable, Sendable {
  private var writer: RecordWriter

  /// An encoder for records in this format, with times of this precision in this notation.
  public init(format: RecordFormat, precision: TimePrecision, times: TimeNotation = .seconds) {
    writer = RecordWriter(Schema.self, format: format, precision: precision, times: times)
  }

  /// Appends the line of column names that a CSV file begins with; nothing in NDJSON.
  public mutating func appendHeader() { writer.text.append(writer.layout.header) }

  /// Appends the record of a value.
  ///
  /// Each schema has a public `append` that calls it: there the compiler specialises it.
  @inline(__always)
  package mutating func encode(_ value: borrowing Schema.Value) {
    writer.begin()
    Schema.write(value, to: &writer)
    writer.end()
  }

  /// Calls `body` with the text and removes it, if it has at least `minimum` bytes and at least one.
  ///
  /// - Throws: the error of `body`; the text is removed then, too.
  public mutating func take<E: Error>(
    atLeast minimum: Int = 1, _ body: (Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    try writer.text.take(atLeast: minimum, body)
  }
}
