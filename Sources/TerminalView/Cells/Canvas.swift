/// How a cell looks; `Terminal` has the colours.
package enum CellStyle: UInt8, Sendable {
  case plain, strong, faint
  /// A line of titles.
  case bar
  /// The selected row.
  case selected
  case bad, warning, good
  /// A name or a value to look at.
  case accent
  /// A line of a curve.
  case curve
}

/// A picture of characters, each of one cell.
package struct Canvas: Sendable {
  package let rows: Int
  package let columns: Int
  package let glyphs: Glyphs
  private var scalars: [Unicode.Scalar]
  private var styles: [CellStyle]

  /// An empty picture.
  package init(rows: Int, columns: Int, glyphs: Glyphs) {
    self.rows = max(rows, 0)
    self.columns = max(columns, 0)
    self.glyphs = glyphs
    scalars = Array(repeating: " ", count: self.rows * self.columns)
    styles = Array(repeating: .plain, count: self.rows * self.columns)
  }

  /// Writes a text at a place, as far as it fits, and returns the column behind it.
  ///
  /// Characters that would move the cursor, or take no cell or two, become question marks: names can hold any.
  @discardableResult
  package mutating func put(
    _ text: String, row: Int, column: Int, style: CellStyle = .plain, width: Int = .max
  ) -> Int {
    guard row >= 0, row < rows else { return column }
    let end = min(columns, width < columns ? column + width : columns)
    var column = column
    for scalar in text.unicodeScalars {
      if column >= end { break }
      set(scalar, row: row, column: column, style: style)
      column += 1
    }
    return column
  }

  /// Writes a text so that it ends before a column.
  package mutating func put(
    _ text: String, row: Int, endingAt end: Int, style: CellStyle = .plain
  ) {
    put(text, row: row, column: max(end - text.unicodeScalars.count, 0), style: style)
  }

  /// Sets one cell.
  package mutating func set(
    _ scalar: Unicode.Scalar, row: Int, column: Int, style: CellStyle
  ) {
    guard row >= 0, row < rows, column >= 0, column < columns else { return }
    scalars[row * columns + column] = glyphs.shown(scalar)
    styles[row * columns + column] = style
  }

  /// Gives all cells of a row a style.
  package mutating func fill(row: Int, style: CellStyle) {
    guard row >= 0, row < rows else { return }
    for column in 0..<columns { styles[row * columns + column] = style }
  }

  /// The text of a row, without blanks at its end.
  package func line(_ row: Int) -> String {
    var line = String.UnicodeScalarView()
    line.append(contentsOf: scalars[(row * columns)..<((row + 1) * columns)])
    while line.last == " " { line.removeLast() }
    return String(line)
  }

  /// All rows as text.
  package var text: String { (0..<rows).map { line($0) + "\n" }.joined() }

  /// The style of a cell.
  package func style(row: Int, column: Int) -> CellStyle { styles[row * columns + column] }

  /// Lends the parts of a row that have one style, as UTF-8, to `body`; plain blanks at their ends are left out.
  ///
  /// The bytes are collected in `bytes`, which is reused from row to row: appending to a string is much dearer.
  func forEachRun(
    _ row: Int, _ bytes: inout [UInt8],
    _ body: (_ column: Int, _ style: CellStyle, _ text: Span<UInt8>) -> Void
  ) {
    var column = 0
    while column < columns {
      let start = column
      let style = styles[row * columns + column]
      // The length up to the last character that is seen.
      var length = 0
      bytes.removeAll(keepingCapacity: true)
      while column < columns, styles[row * columns + column] == style {
        let scalar = scalars[row * columns + column]
        if scalar.isASCII {
          bytes.append(UInt8(truncatingIfNeeded: scalar.value))
        } else if let encoded = UTF8.encode(scalar) {
          bytes.append(contentsOf: encoded)
        }
        if style != .plain || scalar != " " { length = bytes.count }
        column += 1
      }
      if length > 0 { body(start, style, bytes.span.extracting(..<length)) }
    }
  }
}
