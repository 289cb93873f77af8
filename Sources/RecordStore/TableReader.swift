import Records
import TextOutput

/// Reads the rows of a table back into rows of cells.
struct TableReader: ~Copyable {
  private let table: StoreTable
  private let statement: Statement
  private var row = TextBuffer(capacity: 1 << 12)

  /// A column has a value that this program does not write.
  struct Damage: Error { var column: String }

  /// A reader of the rows of a capture in their order.
  ///
  /// - Parameters:
  ///   - table: the table.
  ///   - known: the columns that the file has, by table; others are null.
  ///   - selection: which rows, and in what order.
  ///   - capture: the capture.
  ///   - database: the database.
  /// - Throws: the error of the statement.
  init(
    _ table: StoreTable, known: [String: Set<String>], _ selection: StoreSelection,
    capture: Int64, _ database: borrowing Database
  ) throws(SQLiteError) {
    self.table = table
    statement = try database.statement(
      StoreSchema.selection(of: table, known: known, selection))
    statement.bind(capture, 1)
    if !selection.connections.isEmpty { statement.bind(selection.connectionList, 2) }
  }

  /// Calls `body` with the next row; returns false behind the last one.
  ///
  /// - Throws: the error of the statement, or a value that cannot be.
  mutating func next(_ body: (Span<UInt8>) -> Void) throws -> Bool {
    guard try statement.step() else { return false }
    row.removeAll()
    try read(table.steps.indices)
    row.withBytes(body)
    return true
  }

  private mutating func read(_ range: Range<Int>) throws {
    var index = range.lowerBound
    while index < range.upperBound {
      let step = table.steps[index]
      let first = step.columns.lowerBound
      switch step.element {
      case .column(let column):
        switch column.form {
        case _ where step.columns.isEmpty: row.append(nameCell: 0)
        case .texts, .integers:
          try readArray(first) { (reader, row) throws(ArrayReader.Failure) in
            try reader.readValues(to: &row)
          }
        default: for position in step.columns { try read(column, position) }
        }
      case .begin(let group):
        if group.isOptional {
          // A group that is present has a value.
          let isPresent = step.columns.contains { statement.kind(of: $0) != .null }
          row.append(groupCell: isPresent)
          if !isPresent { index = step.end }
        }
      case .beginList:
        if statement.kind(of: first + 1) == .text {
          readText(first + 1)
        } else {
          row.append(integerCell: statement.integer(first + 1))
        }
        let inner = table.steps[index + 1..<step.end]
        try readArray(first) { (reader, row) throws(ArrayReader.Failure) in
          try reader.readObjects(inner, to: &row)
        }
        index = step.end
      case .end, .endList: break
      }
      index += 1
    }
  }

  private mutating func readText(_ position: Int) {
    statement.withBytes(position) { row.append(textCell: $0) }
  }

  private mutating func read(_ column: RecordColumn, _ position: Int) throws {
    switch statement.kind(of: position) {
    case .null: row.appendNullCell()
    case .integer: row.append(integerCell: statement.integer(position))
    case .real: row.append(realCell: statement.real(position))
    case .text, .blob:
      guard column.form == .name else { return readText(position) }
      let text = statement.text(position)
      guard let index = column.names.firstIndex(of: text) else {
        throw Damage(column: column.path)
      }
      row.append(nameCell: index)
    }
  }

  private mutating func readArray(
    _ position: Int,
    _ body: (inout ArrayReader, inout TextBuffer) throws(ArrayReader.Failure) -> Void
  ) throws {
    guard statement.kind(of: position) != .null else {
      row.append(listCell: 0)
      return
    }
    var reader = ArrayReader(
      statement.withBytes(position) { bytes in bytes.indices.map { bytes[$0] } })
    do throws(ArrayReader.Failure) {
      try body(&reader, &row)
    } catch {
      throw Damage(column: table.columns[position].name)
    }
  }
}
