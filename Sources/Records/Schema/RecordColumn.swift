/// A column of a record: its name, what its values are, and what they mean.
public struct RecordColumn: Hashable, Sendable {
  /// What the values of a column are.
  public enum Kind: String, Sendable {
    /// A text, or one of ``RecordColumn/names`` where there are any.
    case text
    /// `true` or `false`.
    case flag
    /// A whole number.
    case integer
    /// A number with decimals.
    case decimal
    /// Seconds since 1970-01-01 00:00 UTC with all digits of the capture.
    case time
    /// Seconds.
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
  /// What its values are.
  public var kind: Kind
  /// The unit of its values.
  public var unit: RecordUnit
  /// What it means, in sentences.
  public var summary: String
  /// The values that a text can have; empty where it can be any text.
  public var names: [String]

  /// Whether the value can be unknown: `null` in JSON, nothing in a row of CSV.
  public var isNullable = true

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
