/// The schema of one kind of record: its columns, in order, with the value of each.
///
/// A schema is the only place that names a record's fields. ``RecordEncoder`` writes NDJSON and CSV rows and the CSV
/// header from it, ``RecordColumns`` lists its columns for the manual, and further sinks (a database, a JSON Schema)
/// need no change of it.
///
/// To add a field, add one line to ``write(_:to:)``:
///
/// ```swift
/// sink.count("zero_windows", .times, "Windows of 0 that this side offered.", direction.zeroWindows)
/// ```
///
/// `write` is generic, and the compiler specialises it for each sink: names, units and texts cost nothing if records
/// are written. It must visit the same columns in the same order for every value; columns that not every value has are
/// in a group (``RecordSink/object(_:omittedUnless:_:)`` and similar functions).
public protocol RecordSchema {
  /// The type of the values that records describe.
  associatedtype Value

  /// The name of the record, which is the value of its first column, `type`.
  static var name: StaticString { get }

  /// A value without findings: counts are 0, and optional properties are unknown.
  static var blank: Value { get }

  /// Passes every column and its value to a sink.
  static func write<Sink: RecordSink & ~Copyable>(_ value: borrowing Value, to sink: inout Sink)
}

/// The value of the first column of every record.
public struct RecordType<Schema: RecordSchema>: RecordName {
  /// The name of the record.
  public static var recordNames: [String] { [Schema.name.description] }

  /// The position of the only name, 0.
  public var recordIndex: Int { 0 }
}

extension RecordSink where Self: ~Copyable {
  /// The column with the name of the record.
  @inline(__always)
  package mutating func type<Schema: RecordSchema>(_ schema: Schema.Type) {
    name("type", "The kind of record.", RecordType<Schema>())
  }

  /// A whole number from 0 of any size.
  @inline(__always)
  package mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: Number?
  ) {
    number(name, unit, summary, value.map { UInt64(truncatingIfNeeded: $0) })
  }
}
