import Records
import TextOutput

/// Reads the JSON texts of ``ArrayText`` back into cells of a row.
struct ArrayReader {
  private let bytes: [UInt8]
  private var at = 0

  /// The text is not an array as this program writes it.
  struct Failure: Error {}

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Appends the cells of an array of texts or numbers.
  mutating func readValues(to row: inout TextBuffer) throws(Failure) {
    try expect("[")
    var cells = TextBuffer(capacity: 256)
    let count = try elements { (reader) throws(Failure) in try reader.value([], false, to: &cells) }
    row.append(listCell: count)
    cells.withBytes { row.append(bytes: $0) }
  }

  /// Appends the cells of an array of objects, whose columns are these steps.
  mutating func readObjects(
    _ steps: ArraySlice<StoreTable.Step>, to row: inout TextBuffer
  ) throws(Failure) {
    try expect("[")
    var cells = TextBuffer(capacity: 256)
    let count = try elements { (reader) throws(Failure) in
      try reader.expect("{")
      var isFirst = true
      for step in steps {
        guard case .column(let column) = step.element else { continue }
        try reader.expect((isFirst ? "\"" : ",\"") + column.name + "\":")
        isFirst = false
        let isReal = ![.integer, .flag, .time, .duration].contains(column.kind)
        try reader.value(column.names, isReal, to: &cells)
      }
      try reader.expect("}")
    }
    row.append(listCell: count)
    cells.withBytes { row.append(bytes: $0) }
  }

  /// Reads elements up to the end of the array; returns their number.
  private mutating func elements(
    _ body: (inout ArrayReader) throws(Failure) -> Void
  ) throws(Failure) -> Int {
    if next == UInt8(ascii: "]") {
      try expect("]")
      guard at == bytes.count else { throw Failure() }
      return 0
    }
    var count = 0
    while true {
      try body(&self)
      count += 1
      if next == UInt8(ascii: ",") {
        at += 1
      } else {
        try expect("]")
        guard at == bytes.count else { throw Failure() }
        return count
      }
    }
  }

  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func expect(_ text: some StringProtocol) throws(Failure) {
    for byte in text.utf8 {
      guard next == byte else { throw Failure() }
      at += 1
    }
  }

  private mutating func value(
    _ names: [String], _ isReal: Bool, to cells: inout TextBuffer
  ) throws(Failure) {
    if next == UInt8(ascii: "\"") {
      let text = try string()
      if names.isEmpty {
        cells.append(textCell: text.span)
      } else {
        guard let index = names.firstIndex(where: { $0.utf8.elementsEqual(text) }) else {
          throw Failure()
        }
        cells.append(nameCell: index)
      }
      return
    }
    let start = at
    while let byte = next, byte != UInt8(ascii: ","), byte != UInt8(ascii: "]"),
      byte != UInt8(ascii: "}")
    { at += 1 }
    let word = String(decoding: bytes[start..<at], as: UTF8.self)
    if word == "null" {
      cells.appendNullCell()
    } else if !isReal, let number = Int64(word) {
      cells.append(integerCell: number)
    } else if isReal, let number = Double(word), number.isFinite {
      cells.append(realCell: number)
    } else {
      throw Failure()
    }
  }

  /// Reads a text in quotes.
  private mutating func string() throws(Failure) -> [UInt8] {
    try expect("\"")
    var text: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      at += 1
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      guard let escaped = next else { throw Failure() }
      at += 1
      if escaped == UInt8(ascii: "u") {
        guard at + 4 <= bytes.count,
          let code = UInt8(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
        else { throw Failure() }
        text.append(code)
        at += 4
      } else {
        text.append(escaped)
      }
    }
    try expect("\"")
    return text
  }
}
