import ConnectionTracking
import InternetTypes
import Records
import TextOutput

/// The fields of a record as cells: each with its name and its value as NDJSON writes it.
struct RecordCells: RecordSink, ~Copyable {
  /// A field of a record.
  struct Cell: Equatable {
    /// The name; dots join the names of objects and of the field.
    var name: String
    /// The value; nil if it is not known.
    var value: String?
    var unit: RecordUnit
  }

  static var visitsColumnsOnly: Bool { false }

  private(set) var cells: [Cell] = []
  private var path: [String] = []
  private let isFine: Bool

  /// No cells; times have nine decimals instead of six if `isFine`.
  init(isFine: Bool) { self.isFine = isFine }

  /// The cells of a connection's record.
  static func cells(of connection: ConnectionSummary, isFine: Bool) -> [Cell] {
    var sink = RecordCells(isFine: isFine)
    ConnectionSchema.write(connection, to: &sink)
    return sink.cells
  }

  private mutating func add(_ name: StaticString, _ value: String?, _ unit: RecordUnit = .none) {
    cells.append(
      Cell(name: (path + [name.description]).joined(separator: "."), value: value, unit: unit))
  }

  private static func text(_ append: (inout TextBuffer) -> Void) -> String {
    var buffer = TextBuffer(capacity: 64)
    append(&buffer)
    var bytes: [UInt8] = []
    buffer.take { text in bytes = text.indices.map { text[$0] } }
    return String(decoding: bytes, as: UTF8.self)
  }

  mutating func count(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: UInt64
  ) { add(name, "\(value)", unit) }

  mutating func number(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: UInt64?
  ) { add(name, value.map { "\($0)" }, unit) }

  mutating func signed(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: Int?
  ) { add(name, value.map { "\($0)" }, unit) }

  mutating func decimal(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: Double?
  ) { add(name, value.map { value in Self.text { $0.append(thousandths: value) } }, unit) }

  mutating func fixed(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: Double?,
    decimals: Int
  ) {
    add(
      name, value.map { value in Self.text { $0.append(fixed: value, decimals: decimals) } }, unit)
  }

  mutating func flag(_ name: StaticString, _ summary: StaticString, _ value: Bool?) {
    add(name, value.map { $0 ? "true" : "false" })
  }

  mutating func time(_ name: StaticString, _ summary: StaticString, _ value: Timestamp?) {
    let isMicroseconds = !isFine
    add(
      name,
      value.map { time in
        Self.text { $0.append(seconds: time.rawValue, isMicroseconds: isMicroseconds) }
      }, .seconds)
  }

  mutating func duration(_ name: StaticString, _ summary: StaticString, _ value: Int64?) {
    add(name, value.map { value in Self.text { $0.append(duration: value) } }, .seconds)
  }

  mutating func name<Name: RecordName>(
    _ name: StaticString, _ summary: StaticString, _ value: Name?
  ) { add(name, value.map { Name.recordNames[$0.recordIndex] }) }

  mutating func text(_ name: StaticString, _ summary: StaticString, _ value: String?) {
    add(name, value)
  }

  mutating func word(_ name: StaticString, _ summary: StaticString, _ value: String?) {
    add(name, value)
  }

  mutating func plain(
    _ name: StaticString, _ summary: StaticString, isKnown: Bool,
    _ append: (inout TextBuffer) -> Void
  ) { add(name, isKnown ? Self.text(append) : nil) }

  mutating func texts(_ name: StaticString, _ summary: StaticString, _ values: [String]) {
    add(name, values.isEmpty ? nil : values.joined(separator: ", "))
  }

  mutating func integers(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ values: [Int]
  ) { add(name, values.isEmpty ? nil : values.map { "\($0)" }.joined(separator: ", "), unit) }

  mutating func durations(
    _ name: StaticString, _ summary: StaticString, names: @autoclosure () -> [StaticString],
    _ values: [Int64]
  ) {
    let parts = zip(names(), values).filter { $0.1 != 0 }.map { part in
      "\(part.0) " + Self.text { $0.append(duration: part.1) }
    }
    add(name, parts.isEmpty ? nil : parts.joined(separator: ", "), .seconds)
  }

  mutating func begin(_ group: RecordGroup, isPresent: Bool) -> Int? {
    switch group {
    case .object(let name, _):
      path.append(name.description)
    case .optionalObject(let name, _), .nullableObject(let name, _):
      guard isPresent else { return nil }
      path.append(name.description)
    case .optionalColumns, .nested:
      guard isPresent else { return nil }
    case .defaults: break
    }
    return 0
  }

  mutating func end(_ group: RecordGroup, _ number: Int) {
    switch group {
    case .object, .optionalObject, .nullableObject: path.removeLast()
    case .optionalColumns, .defaults, .nested: break
    }
  }

  mutating func beginList(
    _ name: StaticString, _ summary: StaticString, count: Int, row: () -> RecordCell
  ) -> Int? {
    switch row() {
    case .number(let number): add(name, "\(number)")
    case .text(let text): add(name, text)
    }
    return nil
  }

  mutating func beginElement(_ list: Int, at position: Int) {}
  mutating func endElement(_ list: Int) {}
  mutating func endList(_ list: Int) {}
}
