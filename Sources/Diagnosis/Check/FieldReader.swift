import InternetTypes
import Records
import TextOutput

/// A sink that keeps the values of some columns of a record.
///
/// A schema visits the same columns in the same order for every value, so that a column is known by its position.
struct FieldReader: RecordSink {
  static var visitsColumnsOnly: Bool { false }

  /// The values of the wanted columns.
  private(set) var values: [CheckValue]
  /// The place in `values` by the position of the column; -1 for those that are not wanted.
  private var slots: [Int] = []
  private let wanted: [String]
  /// Whether positions are being learned.
  private var isLearning = true
  private var position = 0
  private var path: [String] = []
  private var absent = 0

  /// A reader of the columns with these paths.
  init<Schema: RecordSchema>(_ schema: Schema.Type, paths: [String]) {
    wanted = paths
    values = Array(repeating: .null, count: paths.count)
    schema.write(schema.blank, to: &self)
    isLearning = false
  }

  /// Reads a record.
  mutating func read<Schema: RecordSchema>(
    _ value: borrowing Schema.Value, as schema: Schema.Type
  ) {
    position = 0
    schema.write(value, to: &self)
  }

  private mutating func slot(_ name: StaticString) -> Int? {
    defer { position += 1 }
    if isLearning {
      let full = (path + [name.description]).joined(separator: ".")
      slots.append(wanted.firstIndex(of: full) ?? -1)
    }
    let slot = slots[position]
    return slot >= 0 ? slot : nil
  }

  private mutating func put(_ name: StaticString, _ number: Double?) {
    guard let slot = slot(name) else { return }
    values[slot] = absent > 0 ? .null : number.map { .number($0) } ?? .null
  }

  private mutating func put(_ name: StaticString, text: @autoclosure () -> String?) {
    guard let slot = slot(name) else { return }
    values[slot] = absent > 0 ? .null : text().map { .text($0) } ?? .null
  }

  mutating func count(_ name: StaticString, _: RecordUnit, _: StaticString, _ value: UInt64) {
    put(name, Double(value))
  }

  mutating func number(_ name: StaticString, _: RecordUnit, _: StaticString, _ value: UInt64?) {
    put(name, value.map { Double($0) })
  }

  mutating func signed(_ name: StaticString, _: RecordUnit, _: StaticString, _ value: Int?) {
    put(name, value.map { Double($0) })
  }

  mutating func decimal(_ name: StaticString, _: RecordUnit, _: StaticString, _ value: Double?) {
    put(name, value)
  }

  mutating func fixed(
    _ name: StaticString, _: RecordUnit, _: StaticString, _ value: Double?, decimals: Int
  ) { put(name, value) }

  mutating func flag(_ name: StaticString, _: StaticString, _ value: Bool?) {
    guard let slot = slot(name) else { return }
    values[slot] = absent > 0 ? .null : value.map { .flag($0) } ?? .null
  }

  mutating func time(_ name: StaticString, _: StaticString, _ value: Timestamp?) {
    put(name, value.map { Double($0.rawValue) / 1e9 })
  }

  mutating func duration(_ name: StaticString, _: StaticString, _ value: Int64?) {
    put(name, value.map { Double($0) / 1e9 })
  }

  mutating func name<Name: RecordName>(_ name: StaticString, _: StaticString, _ value: Name?) {
    put(name, text: value.map { Name.recordNames[$0.recordIndex] })
  }

  mutating func text(_ name: StaticString, _: StaticString, _ value: String?) {
    put(name, text: value)
  }

  mutating func word(_ name: StaticString, _: StaticString, _ value: String?) {
    put(name, text: value)
  }

  mutating func plain(
    _ name: StaticString, _: StaticString, isKnown: Bool, _ append: (inout TextBuffer) -> Void
  ) {
    guard let slot = slot(name) else { return }
    guard isKnown && absent == 0 else {
      values[slot] = .null
      return
    }
    var buffer = TextBuffer(capacity: 64)
    append(&buffer)
    let text = buffer.withBytes { bytes in
      String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
    }
    values[slot] = .text(text)
  }

  mutating func texts(_ name: StaticString, _: StaticString, _: [String]) { _ = slot(name) }

  mutating func integers(_ name: StaticString, _: RecordUnit, _: StaticString, _: [Int]) {
    _ = slot(name)
  }

  mutating func durations(
    _ name: StaticString, _: StaticString, names: @autoclosure () -> [StaticString], _: [Int64]
  ) { _ = slot(name) }

  mutating func begin(_ group: RecordGroup, isPresent: Bool) -> Int? {
    // Columns of an absent group are visited, so that positions stay, and have no value.
    let isAbsent: Bool
    switch group {
    case .object(let name, _):
      path.append(name.description)
      isAbsent = false
    case .optionalObject(let name, _), .nullableObject(let name, _):
      path.append(name.description)
      isAbsent = !isPresent
    case .optionalColumns: isAbsent = !isPresent
    case .defaults, .nested: isAbsent = false
    }
    if isAbsent { absent += 1 }
    return isAbsent ? 1 : 0
  }

  mutating func end(_ group: RecordGroup, _ number: Int) {
    absent -= number
    switch group {
    case .object, .optionalObject, .nullableObject: path.removeLast()
    case .optionalColumns, .defaults, .nested: break
    }
  }

  mutating func beginList(
    _ name: StaticString, _: StaticString, count: Int, row: () -> RecordCell
  ) -> Int? {
    _ = slot(name)
    return nil
  }

  mutating func beginElement(_ list: Int, at position: Int) {}
  mutating func endElement(_ list: Int) {}
  mutating func endList(_ list: Int) {}
}
