import InternetTypes
import PacketCapture
import RecordStore
import SystemServices
import TextOutput

/// Writes the result of a query as a table, NDJSON or CSV.
struct QueryOutput: ~Copyable {
  /// Text is written when this many bytes are buffered.
  private static let textThreshold = 1 << 15
  /// A table is laid out by its first rows.
  private static let layoutLimit = 1000

  private let format: ReportFormat
  private let hasHeader: Bool
  /// A terminal obeys control characters, which a name from a packet can have.
  private let isTerminal = OutputDescriptor.standardOutput.isTerminal
  private var text = TextBuffer()
  private(set) var rowCount = 0

  init(format: ReportFormat, hasHeader: Bool) {
    self.format = format
    self.hasHeader = hasHeader
  }

  /// Writes all rows of a query.
  ///
  /// - Throws: why the query ended, or that output failed.
  mutating func write(_ query: borrowing StoreQuery) throws(QueryError) {
    do throws(QueryError) {
      switch format {
      case .table: try writeTable(query)
      case .csv: try writeRows(query)
      case .ndjson: try writeObjects(query)
      }
    } catch {
      // Rows before the error are the output; the error is what is reported.
      try? flush()
      throw error
    }
    try flush()
  }

  private mutating func flush(atLeast minimum: Int = 1) throws(QueryError) {
    do throws(CaptureError) {
      try text.take(atLeast: minimum) { (bytes) throws(CaptureError) in
        try OutputDescriptor.standardOutput.write(bytes)
      }
    } catch {
      throw .failed(error)
    }
  }

  // MARK: NDJSON

  private mutating func writeObjects(_ query: borrowing StoreQuery) throws(QueryError) {
    let keys = Self.unique(query.columns).enumerated().map { index, name in
      (index == 0 ? "{" : ",") + Self.quoted(name) + ":"
    }
    while try query.next() {
      rowCount += 1
      for (column, key) in keys.enumerated() {
        text.append(key)
        switch query.kind(of: column) {
        case .null: text.append("null")
        case .integer: text.append(decimal: Int(query.integer(column)))
        case .real: text.append(Self.number(query.real(column)))
        case .text: text.append(Self.quoted(query.text(column)))
        case .blob: text.append(Self.quoted(Self.hexadecimal(query.bytes(column))))
        }
      }
      text.append("}\n")
      try flush(atLeast: Self.textThreshold)
    }
  }

  /// Names of fields: a name that comes again gets a number.
  private static func unique(_ names: [String]) -> [String] {
    var (known, result) = (Set<String>(), [] as [String])
    for name in names {
      var (candidate, number) = (name, 2)
      while !known.insert(candidate).inserted {
        candidate = "\(name)_\(number)"
        number += 1
      }
      result.append(candidate)
    }
    return result
  }

  /// A JSON text (RFC 8259, section 7); control characters above ASCII are escaped, too.
  private static func quoted(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"", "\\": text += "\\" + String(scalar)
      case _ where scalar.properties.generalCategory == .control:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  /// A number that reads back as the same; infinity is a number beyond all doubles, as SQLite writes it.
  private static func number(_ value: Double) -> String {
    value.isFinite ? "\(value)" : value < 0 ? "-1e999" : "1e999"
  }

  /// A number rounded to 15 significant digits, as `sqlite3` shows it: a sum of fractions has no more.
  private static func rounded(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return value }
    var scale = 1.0
    while abs(value) * scale < 1e14 && scale < 1e300 { scale *= 10 }
    guard abs(value) * scale < 1e16 else { return value }
    return (value * scale).rounded() / scale
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    var buffer = TextBuffer(capacity: bytes.count * 2 + 64)
    buffer.append(hexBytes: bytes.span)
    return buffer.withBytes { span in
      String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
    }
  }

  // MARK: CSV

  private mutating func writeRows(_ query: borrowing StoreQuery) throws(QueryError) {
    if hasHeader {
      text.append(query.columns.map { field($0) }.joined(separator: ",") + "\n")
    }
    while try query.next() {
      rowCount += 1
      for column in query.columns.indices {
        if column > 0 { text.append(byte: UInt8(ascii: ",")) }
        text.append(field(Self.cell(query, column)))
      }
      text.append("\n")
      try flush(atLeast: Self.textThreshold)
    }
  }

  /// A field of CSV (RFC 4180), in quotes where it needs them.
  private func field(_ value: String) -> String {
    let value = isTerminal ? value.visible : value
    guard value.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x2c }) else {
      return value
    }
    return "\"" + value.replacing("\"", with: "\"\"") + "\""
  }

  private static func cell(_ query: borrowing StoreQuery, _ column: Int) -> String {
    switch query.kind(of: column) {
    case .null: ""
    case .integer: "\(query.integer(column))"
    case .real: number(query.real(column))
    case .text: query.text(column)
    case .blob: hexadecimal(query.bytes(column))
    }
  }

  // MARK: Tables

  /// A cell of a table.
  private struct Cell {
    var text: String
    var isNumber = false
  }

  private mutating func writeTable(_ query: borrowing StoreQuery) throws(QueryError) {
    let titles = query.columns.map { Cell(text: $0.visible) }
    var rows: [[Cell]] = []
    var widths = titles.map { hasHeader ? $0.text.count : 0 }
    var isLaidOut = false
    while try query.next() {
      rowCount += 1
      let row = titles.indices.map { column -> Cell in
        let kind = query.kind(of: column)
        let text =
          switch kind {
          case .null: "-"
          case .real: Self.number(Self.rounded(query.real(column)))
          default: Self.cell(query, column).visible
          }
        return Cell(text: text, isNumber: kind == .integer || kind == .real)
      }
      if isLaidOut {
        append(row, widths)
      } else {
        for (column, cell) in row.enumerated() {
          widths[column] = max(widths[column], cell.text.count)
        }
        rows.append(row)
        if rows.count == Self.layoutLimit {
          append(titles, rows, widths)
          (rows, isLaidOut) = ([], true)
        }
      }
      try flush(atLeast: Self.textThreshold)
    }
    if !rows.isEmpty { append(titles, rows, widths) }
    if rowCount == 0 { TCPInspect.write(line: "no rows") }
  }

  private mutating func append(_ titles: [Cell], _ rows: [[Cell]], _ widths: [Int]) {
    // A title stands where the column's values do.
    let first = rows.first ?? []
    let heads = zip(titles, first).map { Cell(text: $0.text, isNumber: $1.isNumber) }
    if hasHeader { append(heads, widths) }
    for row in rows { append(row, widths) }
  }

  private mutating func append(_ row: [Cell], _ widths: [Int]) {
    for (column, cell) in row.enumerated() {
      if column > 0 { text.append("  ") }
      let blanks = max(widths[column] - cell.text.count, 0)
      if cell.isNumber { text.append(blanks: blanks) }
      text.append(cell.text)
      if !cell.isNumber && column < row.count - 1 { text.append(blanks: blanks) }
    }
    text.append("\n")
  }
}
