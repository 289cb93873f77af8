import Records

/// A table of the store: the columns of a kind of record.
///
/// Dots in paths become underscores. A duration by name has a column for each name; an array is JSON, and an array of
/// objects has a column `NAME_row` with the cell of a CSV row, too. Every table has a column `capture`.
struct StoreTable: Sendable {
  /// A column of the table.
  struct Column: Sendable {
    var name: String
    /// Its type in a STRICT table.
    var type: String
    /// The part of the record's table that it is in: 0, or 1 and 2 for the directions of a connection.
    var part = 0
  }

  /// What a step of the record's columns is in the table.
  struct Step: Sendable {
    var element: RecordColumns.Element
    /// The first of the table's columns of this step, and the first behind the step and all in it.
    var columns = 0..<0
    /// The position of the end of a group or an array.
    var end = 0
  }

  let name: String
  /// The columns of all parts, in the order of the record.
  private(set) var columns: [Column] = []
  private(set) var steps: [Step]
  /// The number of parts.
  private(set) var partCount = 1

  /// The objects of a connection that are rows of the table `direction`.
  private static let directions = ["client_to_server", "server_to_client"]

  /// The table of a record.
  init(_ name: String, _ record: RecordColumns) {
    self.name = name
    steps = record.elements.map { Step(element: $0) }
    var (open, part) = ([] as [Int], 0)
    for index in steps.indices {
      let first = columns.count
      switch steps[index].element {
      case .column(let column):
        // The name of the record is the table's.
        if column.path != "type" { add(column, part) }
        steps[index].columns = first..<columns.count
      case .begin(let group):
        if let name = group.name, let position = Self.directions.firstIndex(of: name) {
          part = position + 1
          partCount = max(partCount, part + 1)
        }
        steps[index].columns = first..<first
        open.append(index)
      case .beginList(let column):
        add(column, part)
        steps[index].columns = first..<columns.count
        open.append(index)
      case .end, .endList:
        guard let begin = open.popLast() else { continue }
        steps[begin].end = index
        if case .beginList = steps[begin].element {
          // The columns of the objects are in the array's JSON.
          columns.removeSubrange(steps[begin].columns.upperBound...)
          for inner in begin + 1..<index { steps[inner].columns = 0..<0 }
        } else {
          steps[begin].columns = steps[begin].columns.lowerBound..<columns.count
          if case .begin(let group) = steps[begin].element, let name = group.name,
            Self.directions.contains(name)
          {
            part = 0
          }
        }
      }
    }
  }

  private mutating func add(_ column: RecordColumn, _ part: Int) {
    var path = column.path
    if part > 0 { path = String(path.drop { $0 != "." }.dropFirst()) }
    let name = Self.name(path)
    switch column.form {
    case .count, .number, .signed, .flag, .time, .duration:
      columns.append(Column(name: name, type: "INTEGER", part: part))
    case .decimal, .fixed: columns.append(Column(name: name, type: "REAL", part: part))
    case .name, .text, .word, .plain, .texts, .integers:
      columns.append(Column(name: name, type: "TEXT", part: part))
    case .list:
      columns.append(Column(name: name, type: "TEXT", part: part))
      columns.append(Column(name: name + "_row", type: "ANY", part: part))
    case .durations:
      for value in column.names {
        columns.append(Column(name: name + "_" + Self.name(value), type: "INTEGER", part: part))
      }
    }
  }

  /// The name of a column in SQL.
  private static func name(_ path: String) -> String {
    String(path.map { $0 == "." || $0 == "-" ? "_" : $0 })
  }

  /// A name in quotes.
  static func quoted(_ name: String) -> String { "\"\(name)\"" }
}
