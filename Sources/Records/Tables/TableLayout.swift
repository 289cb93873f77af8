import TextOutput

/// A column of a table: its title, its width, and the side that its cells are on.
struct TableColumn {
  /// The side of a column that its texts are on.
  enum Alignment {
    /// Texts, which are cut where they are too long.
    case left
    /// Numbers, which are never cut and rather move what follows.
    case right
  }

  let title: String
  /// The width in characters; nil for a last column, which is as wide as its text.
  let width: Int?
  let alignment: Alignment

  /// A column of texts.
  static func left(_ title: String, _ width: Int) -> TableColumn {
    TableColumn(title: title, width: width, alignment: .left)
  }

  /// A column of numbers.
  static func right(_ title: String, _ width: Int) -> TableColumn {
    TableColumn(title: title, width: width, alignment: .right)
  }

  /// A last column.
  static func last(_ title: String) -> TableColumn {
    TableColumn(title: title, width: nil, alignment: .left)
  }

  /// A text as a cell of the column, in `width` characters where it differs from the column's.
  func cell(_ text: String, width other: Int? = nil) -> String {
    guard let width = other ?? width else { return text }
    return alignment == .left ? TableText.left(text, width) : TableText.right(text, width)
  }
}

/// A value in a table: its text and its colour.
struct TableCell: ExpressibleByStringInterpolation {
  var text: String
  var color: TableText.Color?
  /// The width where it differs from that of its column.
  var width: Int?

  init(_ text: String, color: TableText.Color? = nil, width: Int? = nil) {
    self.text = text
    self.color = color
    self.width = width
  }

  init(stringLiteral text: String) { self.init(text) }
}

/// The columns of a table, which its header and its rows are laid out by.
struct TableLayout {
  let columns: [TableColumn]

  /// The line of the columns' titles.
  func header(_ style: TableText) -> String {
    let titles = columns.map { $0.cell($0.title) }
    return style.colored(titles.joined(separator: " "), .faint) + "\n"
  }

  /// Appends a row; a row can have fewer cells than the table has columns.
  func append(_ cells: [TableCell], _ style: TableText, to line: inout TextBuffer) {
    for (index, (column, cell)) in zip(columns, cells).enumerated() {
      if index > 0 { line.append(byte: UInt8(ascii: " ")) }
      line.append(style.colored(column.cell(cell.text, width: cell.width), cell.color))
    }
    line.append(byte: UInt8(ascii: "\n"))
  }
}
