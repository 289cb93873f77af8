import TextOutput

/// A column of a table: its title, its width, its alignment, and the order in which it is left out of narrow lines.
struct TableColumn {
  /// The alignment of a column's texts.
  enum Alignment {
    /// Left, for texts; those that are too long are cut.
    case left
    /// Right, for numbers; they are never cut, and a long one moves the cells after it.
    case right
    /// Texts that are never cut, such as addresses.
    case whole
  }

  let title: String
  /// The width in characters; nil for a last column, which is as wide as its text.
  var width: Int?
  let alignment: Alignment
  /// The position in the order in which columns are left out of a line that is too narrow, from 1; nil is always shown.
  var leaving: Int?

  /// A column of texts.
  static func left(_ title: String, _ width: Int, leaving: Int? = nil) -> TableColumn {
    TableColumn(title: title, width: width, alignment: .left, leaving: leaving)
  }

  /// A column of numbers.
  static func right(_ title: String, _ width: Int, leaving: Int? = nil) -> TableColumn {
    TableColumn(title: title, width: width, alignment: .right, leaving: leaving)
  }

  /// A column of texts that are never cut.
  static func whole(_ title: String, _ width: Int, leaving: Int? = nil) -> TableColumn {
    TableColumn(title: title, width: width, alignment: .whole, leaving: leaving)
  }

  /// A last column.
  static func last(_ title: String) -> TableColumn {
    TableColumn(title: title, width: nil, alignment: .left)
  }

  /// A text as a cell of the column.
  func cell(_ text: String) -> String {
    guard let width else { return text }
    switch alignment {
    case .left: return TableText.left(text, width)
    case .right: return TableText.right(text, width)
    case .whole: return TableText.whole(text, width)
    }
  }

  /// The characters of a line that the column needs.
  var minimum: Int { width ?? TableText.width(title) }
}

/// A value in a table: its text and its colour.
struct TableCell: ExpressibleByStringInterpolation {
  var text: String
  var color: TableText.Color?

  init(_ text: String, color: TableText.Color? = nil) {
    self.text = text
    self.color = color
  }

  init(stringLiteral text: String) { self.init(text) }
}

/// Lays out the header and the rows of a table by its columns.
///
/// If a line is too narrow for all columns, columns are left out in the order of `leaving`.
struct TableLayout {
  private let columns: [TableColumn]
  private let isShown: [Bool]
  /// The width of lines; nil if they may have any.
  private let width: Int?

  /// The offset where a text that does not fit behind the other cells begins on a line of its own.
  static var continuation: Int { 4 }

  /// A layout in lines of this width, where a last column needs so many characters.
  init(columns: [TableColumn], width: Int?, reserved: Int = 0) {
    self.columns = columns
    self.width = width
    var isShown = [Bool](repeating: true, count: columns.count)
    if let width {
      let leaving = columns.indices.filter { columns[$0].leaving != nil }
        .sorted { (columns[$0].leaving ?? 0) < (columns[$1].leaving ?? 0) }
      for index in leaving where Self.width(columns, isShown, reserved) > width {
        isShown[index] = false
      }
    }
    self.isShown = isShown
  }

  /// The characters of a line with these columns.
  private static func width(_ columns: [TableColumn], _ isShown: [Bool], _ reserved: Int) -> Int {
    let shown = zip(columns, isShown).filter(\.1).map(\.0)
    return shown.reduce(0) { $0 + ($1.width ?? max($1.minimum, reserved)) } + shown.count - 1
  }

  /// The position of a column in a line; nil if it has left.
  func position(of index: Int) -> Int? {
    guard isShown.indices.contains(index), isShown[index] else { return nil }
    return (0..<index).filter { isShown[$0] }.reduce(0) { $0 + columns[$1].minimum + 1 }
  }

  /// The line of the columns' titles.
  func header(_ style: TableText) -> String {
    let titles = zip(columns, isShown).filter(\.1).map { $0.0.cell($0.0.title) }
    let line = titles.joined(separator: " ")
    return style.colored(line.trimmingEnd, .faint) + "\n"
  }

  /// Appends a row; a row can have fewer cells than the table has columns.
  ///
  /// The text of a last column is written in a line of its own if it does not fit.
  func append(_ cells: [TableCell], _ style: TableText, to line: inout TextBuffer) {
    var used = 0
    // Spaces are written only where a text follows them.
    var spaces = 0
    for (index, (column, cell)) in zip(columns, cells).enumerated() where isShown[index] {
      let padded = column.cell(cell.text)
      let text = padded.trimmingEnd
      if column.width == nil, let width, used + TableText.width(text) > width, used > 0 {
        line.append(byte: UInt8(ascii: "\n"))
        spaces = Self.continuation
      }
      if !text.isEmpty {
        line.append(String(repeating: " ", count: spaces))
        line.append(style.colored(text, cell.color))
        spaces = 0
      }
      spaces += TableText.width(padded) - TableText.width(text) + 1
      used += TableText.width(padded) + 1
    }
    line.append(byte: UInt8(ascii: "\n"))
  }
}

extension String {
  /// The text without spaces at its end.
  var trimmingEnd: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
