package import TextOutput

/// A cell of a row: one value of a record, or the beginning of a group or an array.
///
/// A row is a record as bytes, for stores: the cells of all its columns in the order of its schema, each a kind and a
/// value without its name. Optional groups begin with a cell that says whether they are present; the cells of an absent
/// one are left out. An array has the cell of a CSV row, then its length, then its elements.
public enum RowCell: Hashable, Sendable {
  /// The value is unknown.
  case null
  /// A number, a flag (0 or 1), nanoseconds since the epoch or of a duration.
  case integer(Int64)
  /// A number with decimals.
  case real(Double)
  /// The position of a name in its column's ``RecordColumn/names``.
  case name(Int)
  /// The range of a text in the row's bytes.
  case text(Range<Int>)
  /// Whether an optional group is present.
  case group(isPresent: Bool)
  /// An array of so many elements.
  case list(count: Int)

  /// The first byte of a cell.
  enum Kind {
    static var null: UInt8 { 0 }
    static var integer: UInt8 { 1 }
    static var real: UInt8 { 2 }
    static var name: UInt8 { 3 }
    /// A text with its length before it.
    static var text: UInt8 { 4 }
    /// A text without control characters, with a 0 after it.
    static var plain: UInt8 { 5 }
    static var absent: UInt8 { 6 }
    static var present: UInt8 { 7 }
    static var list: UInt8 { 8 }
  }

  /// Reads the cell at a position of a row, and moves the position behind it.
  @inline(__always)
  public static func next(_ row: Span<UInt8>, _ at: inout Int) -> RowCell {
    let kind = row[at]
    at &+= 1
    switch kind {
    case Kind.integer: return .integer(Int64(bitPattern: number(row, &at)))
    case Kind.name:
      defer { at &+= 2 }
      return .name(Int(row[at]) | Int(row[at &+ 1]) << 8)
    case Kind.plain:
      let start = at
      while row[at] != 0 { at &+= 1 }
      at &+= 1
      return .text(start..<at &- 1)
    case Kind.text:
      let count = Int(number(row, &at))
      defer { at &+= count }
      return .text(at..<at &+ count)
    case Kind.real: return .real(Double(bitPattern: number(row, &at)))
    case Kind.absent: return .group(isPresent: false)
    case Kind.present: return .group(isPresent: true)
    case Kind.list: return .list(count: Int(number(row, &at)))
    default: return .null
    }
  }

  @inline(__always)
  private static func number(_ row: Span<UInt8>, _ at: inout Int) -> UInt64 {
    let eight = row.extracting(at..<at &+ 8)
    var number: UInt64 = 0
    for index in 0..<8 { number |= UInt64(eight[index]) &<< UInt64(index &* 8) }
    at &+= 8
    return number
  }
}

extension TextBuffer {
  /// Appends an unknown value to a row.
  package mutating func appendNullCell() { append(byte: RowCell.Kind.null) }

  /// Appends a number to a row.
  package mutating func append(integerCell value: Int64) {
    append(byte: RowCell.Kind.integer)
    append(word: UInt64(bitPattern: value), count: 8)
  }

  /// Appends a number with decimals to a row.
  package mutating func append(realCell value: Double) {
    append(byte: RowCell.Kind.real)
    append(word: value.bitPattern, count: 8)
  }

  /// Appends a name to a row.
  package mutating func append(nameCell index: Int) {
    append(word: UInt64(RowCell.Kind.name) | UInt64(truncatingIfNeeded: index) << 8, count: 3)
  }

  /// Appends a text to a row.
  package mutating func append(textCell text: Span<UInt8>) {
    append(byte: RowCell.Kind.text)
    append(word: UInt64(text.count), count: 8)
    append(bytes: text)
  }

  /// Appends whether a group is present to a row.
  package mutating func append(groupCell isPresent: Bool) {
    append(byte: isPresent ? RowCell.Kind.present : RowCell.Kind.absent)
  }

  /// Appends the length of an array to a row.
  package mutating func append(listCell count: Int) {
    append(byte: RowCell.Kind.list)
    append(word: UInt64(count), count: 8)
  }
}
