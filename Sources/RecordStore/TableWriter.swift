import BasicContainers
import Records
import TextOutput

/// Inserts rows into the table of a kind of record.
struct TableWriter: ~Copyable {
  private let table: StoreTable
  private let operations: [Operation]
  /// The names of all columns of names, one after another.
  private let names: [String]
  /// One statement for each part of the record.
  private var statements = UniqueArray<Statement>()
  /// The parameter of each column in the statement of its part.
  private let parameters: [Int]
  /// The parameter of the first sum.
  private let firstSum: Int
  /// The JSON of an array.
  private var json = TextBuffer(capacity: 256)
  private var sums = InlineArray<4, Int64>(repeating: 0)

  /// What is done with a step of the record: a copy of it without references.
  private struct Operation {
    enum Kind { case skip, value, name, texts, integers, durations, group, list, nothing }
    var kind = Kind.nothing
    /// The first of its columns, and how many there are.
    var column = 0
    var count = 0
    /// The position of its end in the steps.
    var end = 0
    /// The first of its names.
    var names = 0
    /// The part of the record that it is in.
    var part = 0
    /// The sum over both directions that it is part of; -1 for none.
    var sum = -1
  }

  /// Columns of connections that hold the sums of both directions, so that questions about them need no join.
  static let sums = ["packets", "ip_bytes", "payload_bytes", "retransmitted_packets"]

  init(_ table: StoreTable, _ database: borrowing Database) throws(SQLiteError) {
    self.table = table
    var (operations, names) = ([] as [Operation], [] as [String])
    for step in table.steps { operations.append(Self.operation(step, table, &names)) }
    (self.operations, self.names) = (operations, names)
    var (parameters, counts) = ([] as [Int], [1, 4, 4])
    for column in table.columns {
      counts[column.part] += 1
      parameters.append(counts[column.part])
    }
    self.parameters = parameters
    firstSum = counts[0] + 1
    for part in 0..<table.partCount {
      let sql = StoreSchema.insertion(of: table, part: part)
      statements.append(try database.statement(sql))
    }
  }

  private static func operation(
    _ step: StoreTable.Step, _ table: StoreTable, _ names: inout [String]
  ) -> Operation {
    var operation = Operation(
      column: step.columns.lowerBound, count: step.columns.count, end: step.end, names: names.count)
    if let first = step.columns.first { operation.part = table.columns[first].part }
    switch step.element {
    case .column(let column):
      switch column.form {
      case .name:
        operation.kind = .name
        names += column.names
      case .texts: operation.kind = .texts
      case .integers: operation.kind = .integers
      case .durations: operation.kind = .durations
      default: operation.kind = .value
      }
      if step.columns.isEmpty { operation.kind = .skip }
      if operation.part > 0, let name = step.columns.first.map({ table.columns[$0].name }) {
        operation.sum = sums.firstIndex(of: name) ?? -1
      }
    case .begin(let group): operation.kind = group.isOptional ? .group : .nothing
    case .beginList: operation.kind = .list
    case .end, .endList: operation.kind = .nothing
    }
    return operation
  }

  /// Inserts a row.
  ///
  /// - Throws: the error of the insertion.
  mutating func insert(
    _ row: Span<UInt8>, capture: Int64, _ database: borrowing Database
  ) throws(SQLiteError) {
    for part in 0..<statements.count { statements[part].clear() }
    statements[0].bind(capture, 1)
    for index in sums.indices { sums[index] = 0 }
    var (at, index) = (0, 0)
    while index < operations.count {
      let operation = operations[index]
      switch operation.kind {
      case .skip: _ = RowCell.next(row, &at)
      case .value, .name: bind(operation, row, &at)
      case .durations:
        for offset in 0..<operation.count {
          bind(RowCell.next(row, &at), row, operation, operation.column &+ offset)
        }
      case .texts, .integers:
        ArrayText.append(values: row, &at, to: &json)
        bindJSON(operation)
      case .group:
        if RowCell.next(row, &at) != .group(isPresent: true) { index = operation.end }
      case .list:
        bind(RowCell.next(row, &at), row, operation, operation.column &+ 1)
        ArrayText.append(
          objects: row, &at, table.steps[index &+ 1..<operation.end], to: &json)
        bindJSON(operation)
        index = operation.end
      case .nothing: break
      }
      index &+= 1
    }
    try run(capture, database)
  }

  /// Inserts the record, then its directions.
  private mutating func run(
    _ capture: Int64, _ database: borrowing Database
  ) throws(SQLiteError) {
    if statements.count > 1 {
      for index in sums.indices { statements[0].bind(sums[index], firstSum &+ index) }
    }
    try statements[0].run()
    guard statements.count > 1 else { return }
    let row = database.lastRow
    for part in 1..<statements.count {
      statements[part].bind(row &* 2 &+ Int64(part &- 1), 1)
      statements[part].bind(capture, 2)
      statements[part].bind(connection, 3)
      statements[part].bind(part == 1 ? "client" : "server", 4)
      try statements[part].run()
    }
  }

  /// The index of the connection that is being inserted.
  private var connection: Int64 = 0

  private mutating func bind(_ operation: Operation, _ row: Span<UInt8>, _ at: inout Int) {
    let cell = RowCell.next(row, &at)
    if case .integer(let value) = cell {
      // The first column of a connection is its index.
      if operation.column == 0 { connection = value }
      if operation.sum >= 0 { sums[operation.sum] &+= value }
    }
    bind(cell, row, operation, operation.column)
  }

  private func bind(
    _ cell: RowCell, _ row: Span<UInt8>, _ operation: Operation, _ column: Int
  ) {
    let (part, parameter) = (operation.part, parameters[column])
    switch cell {
    case .integer(let value): statements[part].bind(value, parameter)
    case .real(let value): statements[part].bind(value, parameter)
    case .name(let index): statements[part].bind(names[operation.names &+ index], parameter)
    case .text(let range): statements[part].bind(row.extracting(range), parameter)
    case .null, .group, .list: break
    }
  }

  private mutating func bindJSON(_ operation: Operation) {
    let (part, parameter) = (operation.part, parameters[operation.column])
    Self.bind(&json, statements, part, parameter)
    json.removeAll()
  }

  private static func bind(
    _ json: inout TextBuffer, _ statements: borrowing UniqueArray<Statement>, _ part: Int,
    _ parameter: Int
  ) {
    json.withBytes { statements[part].bind($0, parameter) }
  }
}
