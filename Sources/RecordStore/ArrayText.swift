import Records
import TextOutput

/// Arrays as JSON texts in a column, so that SQLite's JSON functions can read them.
///
/// Times and durations in them are whole nanoseconds, as in columns.
enum ArrayText {
  /// Appends an array of texts or numbers from the cells of a row.
  static func append(values row: Span<UInt8>, _ at: inout Int, to text: inout TextBuffer) {
    text.append(byte: UInt8(ascii: "["))
    for position in 0..<count(row, &at) {
      if position > 0 { text.append(byte: UInt8(ascii: ",")) }
      append(RowCell.next(row, &at), row, names: [], to: &text)
    }
    text.append(byte: UInt8(ascii: "]"))
  }

  /// Appends an array of objects, whose columns are these steps.
  static func append(
    objects row: Span<UInt8>, _ at: inout Int, _ steps: ArraySlice<StoreTable.Step>,
    to text: inout TextBuffer
  ) {
    text.append(byte: UInt8(ascii: "["))
    for position in 0..<count(row, &at) {
      text.append(position > 0 ? ",{" : "{")
      var isFirst = true
      for step in steps {
        guard case .column(let column) = step.element else { continue }
        text.append(isFirst ? "\"" : ",\"")
        text.append(String(column.name))
        text.append("\":")
        append(RowCell.next(row, &at), row, names: column.names, to: &text)
        isFirst = false
      }
      text.append(byte: UInt8(ascii: "}"))
    }
    text.append(byte: UInt8(ascii: "]"))
  }

  private static func count(_ row: Span<UInt8>, _ at: inout Int) -> Int {
    if case .list(let count) = RowCell.next(row, &at) { count } else { 0 }
  }

  private static func append(
    _ cell: RowCell, _ row: Span<UInt8>, names: [String], to text: inout TextBuffer
  ) {
    switch cell {
    case .integer(let value): text.append("\(value)")
    case .real(let value): text.append("\(value)")
    case .name(let index): append(quoted: names[index].utf8Span.span, to: &text)
    case .text(let range): append(quoted: row.extracting(range), to: &text)
    case .null, .group, .list: text.append("null")
    }
  }

  private static func append(quoted bytes: Span<UInt8>, to text: inout TextBuffer) {
    text.append(byte: UInt8(ascii: "\""))
    for index in bytes.indices {
      let byte = bytes[index]
      if byte < 0x20 {
        text.append("\\u00")
        text.append(hex: UInt32(byte), digits: 2)
      } else {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
          text.append(byte: UInt8(ascii: "\\"))
        }
        text.append(byte: byte)
      }
    }
    text.append(byte: UInt8(ascii: "\""))
  }
}
