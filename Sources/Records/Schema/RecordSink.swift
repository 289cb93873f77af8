public import InternetTypes
public import TextOutput

/// Receives the columns of a record, with their values, in the order of its schema.
///
/// Each column has a name, a unit unless its kind implies one, and a summary for the manual. Nil is unknown: `null` in
/// JSON.
public protocol RecordSink: ~Copyable {
  /// A whole number that is always known.
  mutating func count(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: UInt64)
  /// A whole number from 0.
  mutating func number(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: UInt64?)
  /// A whole number that can be negative.
  mutating func signed(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: Int?)
  /// A number with one to three decimals.
  mutating func decimal(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: Double?)
  /// A number from 0 with a fixed number of decimals.
  mutating func fixed(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: Double?,
    decimals: Int)
  /// A Boolean.
  mutating func flag(_ name: StaticString, _ summary: StaticString, _ value: Bool?)
  /// An instant.
  mutating func time(_ name: StaticString, _ summary: StaticString, _ value: Timestamp?)
  /// A duration in nanoseconds.
  mutating func duration(_ name: StaticString, _ summary: StaticString, _ value: Int64?)
  /// One of the names of an enumeration.
  mutating func name<Name: RecordName>(
    _ name: StaticString, _ summary: StaticString, _ value: Name?)
  /// Any text, as from a packet.
  mutating func text(_ name: StaticString, _ summary: StaticString, _ value: String?)
  /// A text of this program, without quotes, control characters or backslashes; mostly a word.
  mutating func word(_ name: StaticString, _ summary: StaticString, _ value: String?)
  /// A text that `append` appends, without quotes, commas, control characters or backslashes.
  mutating func plain(
    _ name: StaticString, _ summary: StaticString, isKnown: Bool,
    _ append: (inout TextBuffer) -> Void)
  /// An array of texts.
  mutating func texts(_ name: StaticString, _ summary: StaticString, _ values: [String])
  /// An array of whole numbers.
  mutating func integers(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ values: [Int])
  /// Durations in nanoseconds by name; JSON omits those of 0, and a row of CSV has a column for each name.
  mutating func durations(
    _ name: StaticString, _ summary: StaticString, names: @autoclosure () -> [StaticString],
    _ values: [Int64])

  /// Begins a group of columns; nil if the sink skips them, and then ``end(_:_:)`` must not be called.
  mutating func begin(_ group: RecordGroup, isPresent: Bool) -> Int?
  /// Ends a group that ``begin(_:isPresent:)`` began with this number.
  mutating func end(_ group: RecordGroup, _ number: Int)

  /// Whether the sink visits columns without values; then it also visits one element of each empty array.
  static var visitsColumnsOnly: Bool { get }

  /// Begins an array of objects; nil if the sink skips its elements.
  ///
  /// `row` is the cell of a CSV row in place of the array.
  mutating func beginList(
    _ name: StaticString, _ summary: StaticString, count: Int, row: () -> RecordCell
  ) -> Int?
  /// Begins the element at a position of an array.
  mutating func beginElement(_ list: Int, at position: Int)
  /// Ends an element of an array.
  mutating func endElement(_ list: Int)
  /// Ends an array.
  mutating func endList(_ list: Int)
}

/// The cell of a CSV row in place of an array.
public enum RecordCell: Sendable {
  /// A number, such as how many elements there are.
  case number(Int)
  /// A text that lists the elements.
  case text(String)
}

/// Columns that belong together.
public enum RecordGroup: Sendable {
  /// An object that every record has.
  case object(StaticString, summary: StaticString)
  /// An object that JSON omits and a CSV row leaves empty if it is absent.
  case optionalObject(StaticString, summary: StaticString)
  /// An object that is `null` in JSON and empty in a CSV row if it is absent.
  case nullableObject(StaticString, summary: StaticString)
  /// Columns that JSON omits and a CSV row leaves empty if they are absent.
  case optionalColumns
  /// Columns that have the values of the schema's blank value if they are absent.
  case defaults
  /// Columns that CSV rows do not have.
  case nested
}

extension RecordSink where Self: ~Copyable {
  @inline(__always)
  private mutating func group(
    _ group: RecordGroup, isPresent: Bool, _ body: (inout Self) -> Void
  ) {
    if let number = begin(group, isPresent: isPresent) {
      body(&self)
      end(group, number)
    }
  }

  /// An object that every record has.
  @inline(__always)
  public mutating func object(
    _ name: StaticString, _ summary: StaticString, _ body: (inout Self) -> Void
  ) {
    group(.object(name, summary: summary), isPresent: true, body)
  }

  /// An object that JSON omits, and a CSV row leaves empty, unless `isPresent`.
  @inline(__always)
  public mutating func object(
    _ name: StaticString, _ summary: StaticString, omittedUnless isPresent: Bool,
    _ body: (inout Self) -> Void
  ) {
    group(.optionalObject(name, summary: summary), isPresent: isPresent, body)
  }

  /// An object that is `null` in JSON, and empty in a CSV row, unless `isPresent`.
  @inline(__always)
  public mutating func object(
    _ name: StaticString, _ summary: StaticString, nullUnless isPresent: Bool,
    _ body: (inout Self) -> Void
  ) {
    group(.nullableObject(name, summary: summary), isPresent: isPresent, body)
  }

  /// Columns that JSON omits, and a CSV row leaves empty, unless `isPresent`.
  @inline(__always)
  public mutating func columns(omittedUnless isPresent: Bool, _ body: (inout Self) -> Void) {
    group(.optionalColumns, isPresent: isPresent, body)
  }

  /// Columns that are written by one copy of their blank values unless `isPresent`: in most records they are blank.
  @inline(__always)
  public mutating func columns(blankUnless isPresent: Bool, _ body: (inout Self) -> Void) {
    group(.defaults, isPresent: isPresent, body)
  }

  /// Columns that JSON has and CSV rows do not.
  @inline(__always)
  public mutating func nested(_ body: (inout Self) -> Void) {
    group(.nested, isPresent: true, body)
  }

  /// An array of objects; `body` receives nil from a sink that visits columns without values.
  ///
  /// `row` is the cell of a CSV row in place of the array.
  public mutating func list<Element>(
    _ name: StaticString, _ summary: StaticString, _ elements: [Element],
    row: @autoclosure () -> RecordCell,
    _ body: (Element?, inout Self) -> Void
  ) {
    guard let list = beginList(name, summary, count: elements.count, row: row) else { return }
    if elements.isEmpty && Self.visitsColumnsOnly {
      beginElement(list, at: 0)
      body(nil, &self)
      endElement(list)
    }
    for (position, element) in elements.enumerated() {
      beginElement(list, at: position)
      body(element, &self)
      endElement(list)
    }
    endList(list)
  }
}
