import TextOutput

/// The constant texts of a record in one format, prepared once: the text before each value and around each group.
///
/// The formats differ only in these texts. One constant between two values closes and opens nested objects as well.
struct RecordLayout {
  /// The text before the value of each column.
  private(set) var keys: [ConstantText] = []
  /// The index in `names` of the first name of each column.
  private(set) var nameOffsets: [Int] = []
  /// The names of enumerations as values, those of all columns in order.
  private(set) var names: [ConstantText] = []
  /// The groups in the order of their beginnings.
  var groups: [Group] = []
  /// The texts of absent groups, one after another.
  var absentText: [UInt8] = []
  /// The text after the last value.
  private(set) var ending = ConstantText("\n")
  /// The first line of a CSV file.
  private(set) var header = ""

  /// A group, or an array of objects.
  struct Group {
    /// The text that closes the objects before the group, whether the group is present or not.
    var leading = ConstantText("")
    /// The text that closes the group.
    var closing = ConstantText("")
    /// The text of the group if it is absent: a range of `absentText`.
    var absent = 0..<0
    /// Whether the group has the blank values if it is absent.
    var hasBlank = false
    /// The first column after the group.
    var endColumn = 0
    /// The first group after this one and the groups in it.
    var endGroup = 0
    /// The first column and the first group in it.
    var firstColumn = 0
    var firstGroup = 0
  }

  /// The layout of a record with these columns.
  init(_ columns: RecordColumns, _ format: RecordFormat) {
    switch format {
    case .ndjson: layOutObject(columns.elements)
    case .csv: layOutRow(columns.elements)
    }
  }

  private mutating func add(_ column: RecordColumn, key: String, isQuoted: Bool) {
    precondition(key.utf8.count <= ConstantText.capacity, "the name of a field is too long")
    keys.append(ConstantText(key))
    nameOffsets.append(names.count)
    if column.kind == .text {
      names += column.names.map { ConstantText(isQuoted ? "\"\($0)\"" : $0) }
    }
  }

  // MARK: NDJSON

  /// The objects around a column of JSON.
  private struct Nesting {
    /// The objects that are open after the columns so far.
    var open: [String] = []
    /// The objects that the next column is in.
    var path: [String] = []
    /// Whether the next column is the first.
    var isFirst = true

    /// The text before the value of a column in the objects of `path`.
    mutating func key(_ name: String) -> String {
      let common = zip(open, path).prefix { $0 == $1 }.count
      var text = String(repeating: "}", count: open.count - common) + (isFirst ? "{" : ",")
      for object in path.dropFirst(common) { text += "\"\(object)\":{" }
      open = path
      isFirst = false
      return text + "\"\(name)\":"
    }

    /// Closes the objects that the next column is not in.
    mutating func close() -> String {
      let common = zip(open, path).prefix { $0 == $1 }.count
      defer { open = path }
      return String(repeating: "}", count: open.count - common)
    }
  }

  private mutating func layOutObject(_ elements: [RecordColumns.Element]) {
    var nesting = Nesting()
    // The nesting of the arrays around this one, and the open groups.
    var outer: [Nesting] = []
    var openGroups: [(index: Int, group: RecordGroup?)] = []
    for element in elements {
      switch element {
      case .column(let column):
        add(column, key: nesting.key(String(column.name)), isQuoted: true)
      case .begin(let group):
        openGroups.append((groups.count, group))
        var entry = Group(firstColumn: keys.count, firstGroup: groups.count + 1)
        entry.hasBlank = group.hasBlank
        if group.isOptional {
          entry.leading = ConstantText(nesting.close())
          if case .nullableObject(let name, _) = group {
            entry.absent = add(absent: ",\"\(name)\":null")
          }
        }
        groups.append(entry)
        if let name = group.name { nesting.path.append(name) }
      case .end:
        guard let (index, group) = openGroups.popLast(), let group else { continue }
        if group.name != nil { nesting.path.removeLast() }
        if group.isOptional { groups[index].closing = ConstantText(nesting.close()) }
        end(index)
      case .beginList(let column):
        add(column, key: nesting.key(String(column.name)), isQuoted: true)
        openGroups.append((groups.count, nil))
        groups.append(Group(firstColumn: keys.count, firstGroup: groups.count + 1))
        outer.append(nesting)
        nesting = Nesting()
      case .endList:
        guard let (index, _) = openGroups.popLast(), let before = outer.popLast() else { continue }
        nesting.path = []
        groups[index].closing = ConstantText(nesting.close() + "}")
        nesting = before
        end(index)
      }
    }
    nesting.path = []
    ending = ConstantText(nesting.close() + "}\n")
  }

  private mutating func end(_ group: Int) {
    groups[group].endColumn = keys.count
    groups[group].endGroup = groups.count
  }

  /// Stores the text of the blank record, which the ranges of groups with blank values refer to.
  mutating func keepBlank(_ text: Span<UInt8>) {
    let start = absentText.count
    for index in text.indices { absentText.append(text[index]) }
    for index in groups.indices where groups[index].hasBlank {
      let range = groups[index].absent
      groups[index].absent = (range.lowerBound + start)..<(range.upperBound + start)
    }
  }

  private mutating func add(absent text: String) -> Range<Int> {
    let start = absentText.count
    absentText += Array(text.utf8)
    return start..<absentText.count
  }

  // MARK: CSV

  private mutating func layOutRow(_ elements: [RecordColumns.Element]) {
    var openGroups: [Int] = []
    var titles: [String] = []
    // The number of open arrays and groups that a row does not have.
    var hidden = 0
    for element in elements {
      switch element {
      case .column(let column), .beginList(let column):
        if hidden == 0 {
          for title in column.titles {
            add(column, key: titles.isEmpty ? "" : ",", isQuoted: false)
            titles.append(title)
          }
        }
        if case .beginList = element { hidden += 1 }
      case .endList: hidden -= 1
      case .begin(let group):
        if hidden > 0 || group.isNested {
          hidden += 1
        } else {
          openGroups.append(groups.count)
          var entry = Group(firstColumn: keys.count, firstGroup: groups.count + 1)
          entry.hasBlank = group.hasBlank
          groups.append(entry)
        }
      case .end:
        if hidden > 0 {
          hidden -= 1
        } else if let index = openGroups.popLast() {
          end(index)
          if !groups[index].hasBlank {
            groups[index].absent = add(
              absent: String(repeating: ",", count: keys.count - groups[index].firstColumn))
          }
        }
      }
    }
    header = titles.joined(separator: ",") + "\n"
  }
}

extension RecordColumn {
  /// The titles of the column in a row of CSV: durations by name have one column each.
  var titles: [String] { kind == .durations ? names.map { "\(path).\($0)" } : [path] }
}

extension RecordGroup {
  /// Whether the group may be absent, so that the JSON after it must not depend on it.
  package var isOptional: Bool {
    switch self {
    case .optionalObject, .nullableObject, .optionalColumns: true
    case .object, .defaults, .nested: false
    }
  }

  /// Whether the group has the blank values if it is absent.
  var hasBlank: Bool {
    if case .defaults = self { true } else { false }
  }

  /// Whether rows of a table leave the group out.
  var isNested: Bool {
    if case .nested = self { true } else { false }
  }
}
