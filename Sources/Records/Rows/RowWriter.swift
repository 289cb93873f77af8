import InternetTypes
import TextOutput

/// A sink that appends records as rows of cells; see ``RowCell``.
struct RowWriter: ~Copyable {
  /// The rows that were appended.
  var row = TextBuffer(capacity: 1 << 12)
  private var groups: [Group]
  /// The blank record, from which the cells of blank groups are copied.
  private var blank: [UInt8] = []
  /// Whether the blank record is being written.
  private var isPreparing = true
  private var nextGroup = 0

  /// A group, or an array of objects.
  private struct Group {
    /// The first group after this one and the groups in it.
    var end = 0
    /// The cells of its blank values: a range of `blank`.
    var cells = 0..<0
  }

  /// A writer of records of a schema.
  init<Schema: RecordSchema>(_ schema: Schema.Type) {
    groups = Self.groups(RecordColumns(of: schema))
    schema.write(schema.blank, to: &self)
    isPreparing = false
    row.withBytes { bytes in blank = bytes.indices.map { bytes[$0] } }
    row.removeAll()
  }

  /// The groups of a record in the order of their beginnings.
  private static func groups(_ columns: RecordColumns) -> [Group] {
    var groups: [Group] = []
    var open: [Int] = []
    for element in columns.elements {
      switch element {
      case .column: break
      case .begin, .beginList:
        open.append(groups.count)
        groups.append(Group())
      case .end, .endList:
        if let index = open.popLast() { groups[index].end = groups.count }
      }
    }
    return groups
  }

  /// Begins a record.
  @inline(__always)
  mutating func begin() { nextGroup = 0 }

  // MARK: Groups

  @inline(__always)
  mutating func begin(_ group: RecordGroup, isPresent: Bool) -> Int? {
    let number = nextGroup
    if group.isOptional { row.append(groupCell: isPresent) }
    if !isPresent && !(isPreparing && group.hasBlank) {
      if group.hasBlank { appendBlank(number) }
      nextGroup = groups[number].end
      return nil
    }
    nextGroup &+= 1
    if isPreparing { groups[number].cells = row.count..<row.count }
    return number
  }

  @inline(__always)
  mutating func end(_ group: RecordGroup, _ number: Int) {
    if isPreparing { groups[number].cells = groups[number].cells.lowerBound..<row.count }
  }

  @inline(never)
  private mutating func appendBlank(_ number: Int) {
    Self.append(groups[number].cells, of: blank, to: &row)
  }

  private static func append(_ cells: Range<Int>, of blank: [UInt8], to row: inout TextBuffer) {
    row.append(bytes: blank.span.extracting(cells))
  }

  mutating func beginList(
    _ name: StaticString, _ summary: StaticString, count: Int, row cell: () -> RecordCell
  ) -> Int? {
    switch cell() {
    case .number(let number): row.append(integerCell: Int64(number))
    case .text(let text): row.append(textCell: text.utf8Span.span)
    }
    row.append(listCell: count)
    let list = nextGroup
    nextGroup = groups[list].end
    return list
  }

  mutating func beginElement(_ list: Int, at position: Int) { nextGroup = list &+ 1 }

  mutating func endElement(_ list: Int) {}

  mutating func endList(_ list: Int) { nextGroup = groups[list].end }

  // MARK: One call per column

  @inline(never)
  private mutating func appendNull() { row.appendNullCell() }

  @inline(never)
  private mutating func append(_ value: Int64) { row.append(integerCell: value) }

  @inline(never)
  private mutating func append(_ value: Double?) {
    if let value, value.isFinite { row.append(realCell: value) } else { row.appendNullCell() }
  }

  @inline(never)
  private mutating func append(name index: Int) { row.append(nameCell: index) }

  @inline(never)
  private mutating func append(_ value: String) { row.append(textCell: value.utf8Span.span) }
}

extension RowWriter: RecordSink {
  static var visitsColumnsOnly: Bool { false }

  @inline(__always)
  mutating func count(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: UInt64
  ) { append(Int64(bitPattern: value)) }

  @inline(__always)
  mutating func number(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: UInt64?
  ) {
    if let value { append(Int64(bitPattern: value)) } else { appendNull() }
  }

  @inline(__always)
  mutating func signed(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: Int?
  ) {
    if let value { append(Int64(value)) } else { appendNull() }
  }

  @inline(__always)
  mutating func decimal(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: Double?
  ) { append(value) }

  @inline(__always)
  mutating func fixed(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: Double?,
    decimals: Int
  ) { append(value) }

  @inline(__always)
  mutating func flag(_ name: StaticString, _ summary: StaticString, _ value: Bool?) {
    if let value { append(value ? Int64(1) : 0) } else { appendNull() }
  }

  @inline(__always)
  mutating func time(_ name: StaticString, _ summary: StaticString, _ value: Timestamp?) {
    if let value { append(value.rawValue) } else { appendNull() }
  }

  @inline(__always)
  mutating func duration(_ name: StaticString, _ summary: StaticString, _ value: Int64?) {
    if let value { append(value) } else { appendNull() }
  }

  @inline(__always)
  mutating func name<Name: RecordName>(
    _ name: StaticString, _ summary: StaticString, _ value: Name?
  ) {
    if let value { append(name: value.recordIndex) } else { appendNull() }
  }

  @inline(__always)
  mutating func text(_ name: StaticString, _ summary: StaticString, _ value: String?) {
    if let value { append(value) } else { appendNull() }
  }

  @inline(__always)
  mutating func word(_ name: StaticString, _ summary: StaticString, _ value: String?) {
    if let value { append(value) } else { appendNull() }
  }

  @inline(__always)
  mutating func plain(
    _ name: StaticString, _ summary: StaticString, isKnown: Bool,
    _ append: (inout TextBuffer) -> Void
  ) {
    guard isKnown else {
      appendNull()
      return
    }
    row.append(byte: RowCell.Kind.plain)
    append(&row)
    row.append(byte: 0)
  }

  mutating func texts(_ name: StaticString, _ summary: StaticString, _ values: [String]) {
    row.append(listCell: values.count)
    for value in values { append(value) }
  }

  mutating func integers(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ values: [Int]
  ) {
    row.append(listCell: values.count)
    for value in values { append(Int64(value)) }
  }

  mutating func durations(
    _ name: StaticString, _ summary: StaticString, names: @autoclosure () -> [StaticString],
    _ values: [Int64]
  ) {
    for index in 0..<names().count { append(index < values.count ? values[index] : 0) }
  }
}
