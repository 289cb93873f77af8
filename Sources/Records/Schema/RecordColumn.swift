/// A column of a record: its name, kind, unit and meaning.
public struct RecordColumn: Hashable, Sendable {
  /// The kind of a column's values.
  public enum Kind: String, Sendable {
    /// A text; one of ``RecordColumn/names`` unless that is empty.
    case text
    /// `true` or `false`.
    case flag
    /// A whole number.
    case integer
    /// A number with decimals.
    case decimal
    /// Seconds since 1970-01-01 00:00 UTC with all digits of the capture.
    case time
    /// A duration in seconds.
    case duration
    /// An array of texts.
    case texts
    /// An array of whole numbers.
    case integers
    /// An array of objects, whose columns follow; in a row of CSV one value.
    case list
    /// An object of durations by name.
    case durations
  }

  /// The name; dots join the names of nested objects and of the field, and `[]` marks the objects of an array.
  public var path: String
  /// The kind of its values.
  public var kind: Kind
  /// The unit of its values.
  public var unit: RecordUnit
  /// The meaning, in sentences.
  public var summary: String
  /// The values that a text can have; empty if any text is possible.
  public var names: [String]

  /// Whether the value can be unknown: `null` in JSON, an empty field in CSV.
  public var isNullable = true

  /// The function of ``RecordSink`` that receives the value: a kind of value, and how texts quote it.
  package enum Form: Hashable, Sendable {
    case count, number, signed, decimal
    case fixed(decimals: Int)
    case flag, time, duration, name, text, word, plain, texts, integers, durations, list
  }

  /// That function.
  package var form: Form

  /// The name of the field without those of the objects around it.
  public var name: Substring { path.split(separator: ".").last ?? "" }
}

/// The unit of a column's values.
public enum RecordUnit: String, Sendable {
  case none = ""
  case bytes
  case packets
  case segments
  case chunks
  case blocks
  case acknowledgments
  case times
  case bitsPerSecond = "bit/s"
  case perSecond = "1/s"
  case seconds
}
