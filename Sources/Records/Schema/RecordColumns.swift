import InternetTypes
import TextOutput

/// The columns of a record in order, as the manual and programs list them.
public struct RecordColumns: Sendable {
  /// The columns; those of the objects of an array follow it.
  public let columns: [RecordColumn]
  /// The columns that a schema visited, and the groups around them.
  package let elements: [Element]

  /// A column, or the beginning or the end of a group.
  package enum Element: Sendable {
    case column(RecordColumn)
    case begin(RecordGroup)
    case end
    /// An array of objects; `column` is the array itself.
    case beginList(RecordColumn)
    case endList
  }

  /// Lists the columns of a schema.
  public init<Schema: RecordSchema>(of schema: Schema.Type) {
    var collector = ColumnCollector()
    Schema.write(Schema.blank, to: &collector)
    elements = collector.elements
    columns = elements.compactMap {
      switch $0 {
      case .column(let column), .beginList(let column): column
      case .begin, .end, .endList: nil
      }
    }
  }
}

/// A sink that takes the columns of a record and ignores the values.
struct ColumnCollector: RecordSink {
  private(set) var elements: [RecordColumns.Element] = []
  private var path: [String] = []

  static var visitsColumnsOnly: Bool { true }

  private func column(
    _ name: StaticString, _ kind: RecordColumn.Kind, _ unit: RecordUnit, _ summary: StaticString,
    _ form: RecordColumn.Form, names: [String] = [], isNullable: Bool = true
  ) -> RecordColumn {
    RecordColumn(
      path: (path + [name.description]).joined(separator: "."), kind: kind, unit: unit,
      summary: summary.description, names: names, isNullable: isNullable, form: form)
  }

  private mutating func add(
    _ name: StaticString, _ kind: RecordColumn.Kind, _ unit: RecordUnit, _ summary: StaticString,
    _ form: RecordColumn.Form, names: [String] = [], isNullable: Bool = true
  ) {
    elements.append(
      .column(column(name, kind, unit, summary, form, names: names, isNullable: isNullable)))
  }

  mutating func count(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: UInt64
  ) { add(name, .integer, unit, summary, .count, isNullable: false) }

  mutating func number(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: UInt64?
  ) { add(name, .integer, unit, summary, .number) }

  mutating func signed(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: Int?
  ) { add(name, .integer, unit, summary, .signed) }

  mutating func decimal(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: Double?
  ) { add(name, .decimal, unit, summary, .decimal) }

  mutating func fixed(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: Double?,
    decimals: Int
  ) { add(name, .decimal, unit, summary, .fixed(decimals: decimals)) }

  mutating func flag(_ name: StaticString, _ summary: StaticString, _ value: Bool?) {
    add(name, .flag, .none, summary, .flag)
  }

  mutating func time(_ name: StaticString, _ summary: StaticString, _ value: Timestamp?) {
    add(name, .time, .seconds, summary, .time)
  }

  mutating func duration(_ name: StaticString, _ summary: StaticString, _ value: Int64?) {
    add(name, .duration, .seconds, summary, .duration)
  }

  mutating func name<Name: RecordName>(
    _ name: StaticString, _ summary: StaticString, _ value: Name?
  ) { add(name, .text, .none, summary, .name, names: Name.recordNames) }

  mutating func text(_ name: StaticString, _ summary: StaticString, _ value: String?) {
    add(name, .text, .none, summary, .text)
  }

  mutating func word(_ name: StaticString, _ summary: StaticString, _ value: String?) {
    add(name, .text, .none, summary, .word)
  }

  mutating func plain(
    _ name: StaticString, _ summary: StaticString, isKnown: Bool,
    _ append: (inout TextBuffer) -> Void
  ) { add(name, .text, .none, summary, .plain) }

  mutating func texts(_ name: StaticString, _ summary: StaticString, _ values: [String]) {
    add(name, .texts, .none, summary, .texts, isNullable: false)
  }

  mutating func integers(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ values: [Int]
  ) { add(name, .integers, unit, summary, .integers, isNullable: false) }

  mutating func durations(
    _ name: StaticString, _ summary: StaticString, names: @autoclosure () -> [StaticString],
    _ values: [Int64]
  ) {
    let column = column(
      name, .durations, .seconds, summary, .durations, names: names().map(\.description),
      isNullable: false)
    elements.append(.column(column))
  }

  mutating func begin(_ group: RecordGroup, isPresent: Bool) -> Int? {
    elements.append(.begin(group))
    if let name = group.name { path.append(name) }
    return 0
  }

  mutating func end(_ group: RecordGroup, _ number: Int) {
    elements.append(.end)
    if group.name != nil { path.removeLast() }
  }

  mutating func beginList(
    _ name: StaticString, _ summary: StaticString, count: Int, row: () -> RecordCell
  ) -> Int? {
    elements.append(.beginList(column(name, .list, .none, summary, .list, isNullable: false)))
    path.append(name.description + "[]")
    return 0
  }

  mutating func beginElement(_ list: Int, at position: Int) {}

  mutating func endElement(_ list: Int) {}

  mutating func endList(_ list: Int) {
    elements.append(.endList)
    path.removeLast()
  }
}

extension RecordGroup {
  /// The name of an object.
  package var name: String? {
    switch self {
    case .object(let name, _), .optionalObject(let name, _), .nullableObject(let name, _):
      name.description
    case .optionalColumns, .defaults, .nested: nil
    }
  }

  /// The meaning of an object; empty for groups without a name.
  var summary: String {
    switch self {
    case .object(_, let text), .optionalObject(_, let text), .nullableObject(_, let text):
      text.description
    case .optionalColumns, .defaults, .nested: ""
    }
  }
}
