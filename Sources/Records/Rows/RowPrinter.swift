import InternetTypes
import TextOutput

/// Writes rows as records, in NDJSON or CSV: the same text as ``RecordEncoder`` writes for the values.
public struct RowPrinter: ~Copyable {
  private var writer: RecordWriter
  private let steps: [Step]

  /// A column, or the beginning or the end of a group or an array.
  private struct Step {
    var element: RecordColumns.Element
    /// The position of the end of a group or an array.
    var end = 0
  }

  /// A printer of records of a schema.
  public init<Schema: RecordSchema>(
    _ schema: Schema.Type, format: RecordFormat, precision: TimePrecision,
    times: TimeNotation = .seconds
  ) {
    writer = RecordWriter(schema, format: format, precision: precision, times: times)
    var steps = RecordColumns(of: schema).elements.map { Step(element: $0) }
    var open: [Int] = []
    for index in steps.indices {
      switch steps[index].element {
      case .column: break
      case .begin, .beginList: open.append(index)
      case .end, .endList: if let begin = open.popLast() { steps[begin].end = index }
      }
    }
    self.steps = steps
  }

  /// Appends the line of column names that a CSV file begins with; nothing in NDJSON.
  public mutating func appendHeader() { writer.text.append(writer.layout.header) }

  /// Appends the record of a row.
  public mutating func append(_ row: Span<UInt8>) {
    var at = 0
    writer.begin()
    write(steps.indices, row, &at)
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

  private mutating func write(_ range: Range<Int>, _ row: Span<UInt8>, _ at: inout Int) {
    var index = range.lowerBound
    while index < range.upperBound {
      let inner = index + 1..<max(steps[index].end, index + 1)
      switch steps[index].element {
      case .column(let column): write(column, row, &at)
      case .begin(let group):
        let isPresent = Self.isPresent(group, row, &at)
        if let number = writer.begin(group, isPresent: isPresent) {
          write(inner, row, &at)
          writer.end(group, number)
        } else if isPresent {
          skip(inner, row, &at)
        }
        index = steps[index].end
      case .beginList:
        writeList(inner, row, &at)
        index = steps[index].end
      case .end, .endList: break
      }
      index += 1
    }
  }

  /// Whether a group has cells.
  private static func isPresent(_ group: RecordGroup, _ row: Span<UInt8>, _ at: inout Int) -> Bool {
    guard group.isOptional else { return true }
    return RowCell.next(row, &at) == .group(isPresent: true)
  }

  private mutating func writeList(_ inner: Range<Int>, _ row: Span<UInt8>, _ at: inout Int) {
    var cell = RecordCell.number(0)
    switch RowCell.next(row, &at) {
    case .integer(let number): cell = .number(Int(number))
    case .text(let range): cell = .text(Self.text(row, range))
    default: break
    }
    let count = Self.count(row, &at)
    guard let list = writer.beginList("", "", count: count, row: { cell }) else {
      for _ in 0..<count { skip(inner, row, &at) }
      return
    }
    for position in 0..<count {
      writer.beginElement(list, at: position)
      write(inner, row, &at)
      writer.endElement(list)
    }
    writer.endList(list)
  }

  /// Passes over cells that the format does not write.
  private func skip(_ range: Range<Int>, _ row: Span<UInt8>, _ at: inout Int) {
    var index = range.lowerBound
    while index < range.upperBound {
      let inner = index + 1..<max(steps[index].end, index + 1)
      switch steps[index].element {
      case .column(let column):
        switch column.form {
        case .texts, .integers:
          for _ in 0..<Self.count(row, &at) { _ = RowCell.next(row, &at) }
        case .durations: for _ in column.names { _ = RowCell.next(row, &at) }
        default: _ = RowCell.next(row, &at)
        }
      case .begin(let group):
        if Self.isPresent(group, row, &at) { skip(inner, row, &at) }
        index = steps[index].end
      case .beginList:
        _ = RowCell.next(row, &at)
        for _ in 0..<Self.count(row, &at) { skip(inner, row, &at) }
        index = steps[index].end
      case .end, .endList: break
      }
      index += 1
    }
  }

  private mutating func write(_ column: RecordColumn, _ row: Span<UInt8>, _ at: inout Int) {
    switch column.form {
    case .texts:
      let texts = (0..<Self.count(row, &at)).map { _ in Self.text(row, RowCell.next(row, &at)) }
      writer.texts("", "", texts.map { $0 ?? "" })
    case .integers:
      let values = (0..<Self.count(row, &at)).map { _ in Self.integer(RowCell.next(row, &at)) }
      writer.integers("", .none, "", values.map { Int($0 ?? 0) })
    case .durations: writeDurations(column, row, &at)
    default: write(column.form, RowCell.next(row, &at), row)
    }
  }

  private mutating func write(_ form: RecordColumn.Form, _ cell: RowCell, _ row: Span<UInt8>) {
    let integer = Self.integer(cell)
    switch form {
    case .count, .number: writer.number("", .none, "", integer.map { UInt64(bitPattern: $0) })
    case .signed: writer.signed("", .none, "", integer.map { Int($0) })
    case .flag: writer.flag("", "", integer.map { $0 != 0 })
    case .time: writer.time("", "", integer.map { Timestamp(rawValue: $0) })
    case .duration: writer.duration("", "", integer)
    case .decimal: writer.decimal("", .none, "", Self.real(cell))
    case .fixed(let decimals):
      writer.fixed("", .none, "", Self.real(cell), decimals: decimals)
    case .name:
      if case .name(let index) = cell {
        writer.appendName(at: index)
      } else {
        writer.flag("", "", nil)
      }
    case .text: writer.text("", "", Self.text(row, cell))
    case .word: writer.word("", "", Self.text(row, cell))
    case .plain:
      let text = Self.text(row, cell)
      // A store can have been changed by other programs.
      if let text, !text.utf8.allSatisfy(Self.isPlain) { return writer.text("", "", text) }
      writer.plain("", "", isKnown: text != nil) { $0.append(text ?? "") }
    case .texts, .integers, .durations, .list: break
    }
  }

  /// Whether a byte needs no quotes and no escape.
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && ![UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: "\\")].contains(byte)
  }

  private mutating func writeDurations(
    _ column: RecordColumn, _ row: Span<UInt8>, _ at: inout Int
  ) {
    let values = column.names.map { _ in Self.integer(RowCell.next(row, &at)) ?? 0 }
    writer.appendDurations(column.names, values)
  }

  private static func count(_ row: Span<UInt8>, _ at: inout Int) -> Int {
    if case .list(let count) = RowCell.next(row, &at) { count } else { 0 }
  }

  private static func integer(_ cell: RowCell) -> Int64? {
    if case .integer(let value) = cell { value } else { nil }
  }

  private static func real(_ cell: RowCell) -> Double? {
    if case .real(let value) = cell { value } else { nil }
  }

  private static func text(_ row: Span<UInt8>, _ cell: RowCell) -> String? {
    if case .text(let range) = cell { text(row, range) } else { nil }
  }

  private static func text(_ row: Span<UInt8>, _ range: Range<Int>) -> String {
    String(decoding: range.map { row[$0] }, as: UTF8.self)
  }
}
