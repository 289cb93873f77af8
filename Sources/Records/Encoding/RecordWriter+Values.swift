import InternetTypes
import TextOutput

// The values of columns.
//
// Names, units and summaries are not used here: the compiler removes them when it specialises a schema. One call per
// column appends key and value. Inlined, a hundred columns would fill the instruction cache; in smaller functions,
// the calls would take most of the time.

extension RecordWriter: RecordSink {
  static var visitsColumnsOnly: Bool { false }

  @inline(__always)
  mutating func count(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: UInt64
  ) { appendNumber(value) }

  @inline(__always)
  mutating func number(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: UInt64?
  ) {
    if let value { appendNumber(value) } else { appendNull() }
  }

  @inline(__always)
  mutating func signed(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: Int?
  ) {
    if let value { appendSigned(value) } else { appendNull() }
  }

  @inline(__always)
  mutating func decimal(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: Double?
  ) { appendDecimal(value) }

  @inline(__always)
  mutating func fixed(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ value: Double?,
    decimals: Int
  ) { appendFixed(value, decimals: decimals) }

  @inline(__always)
  mutating func flag(_ name: StaticString, _ summary: StaticString, _ value: Bool?) {
    appendFlag(value)
  }

  @inline(__always)
  mutating func time(_ name: StaticString, _ summary: StaticString, _ value: Timestamp?) {
    if let value { appendTime(value) } else { appendNull() }
  }

  @inline(__always)
  mutating func duration(_ name: StaticString, _ summary: StaticString, _ value: Int64?) {
    if let value { appendDuration(value) } else { appendNull() }
  }

  @inline(__always)
  mutating func name<Name: RecordName>(
    _ name: StaticString, _ summary: StaticString, _ value: Name?
  ) {
    if let value { appendName(at: value.recordIndex) } else { appendNull() }
  }

  @inline(__always)
  mutating func text(_ name: StaticString, _ summary: StaticString, _ value: String?) {
    if let value { appendText(value) } else { appendNull() }
  }

  @inline(__always)
  mutating func word(_ name: StaticString, _ summary: StaticString, _ value: String?) {
    if let value { appendWord(value) } else { appendNull() }
  }

  @inline(__always)
  mutating func plain(
    _ name: StaticString, _ summary: StaticString, isKnown: Bool,
    _ append: (inout TextBuffer) -> Void
  ) {
    guard isKnown else {
      appendNull()
      return
    }
    key()
    quote()
    append(&text)
    quote()
  }

  mutating func texts(_ name: StaticString, _ summary: StaticString, _ values: [String]) {
    key()
    guard isJSON else {
      appendQuotedWhereNeeded(values.joined(separator: "; "))
      return
    }
    text.append(byte: UInt8(ascii: "["))
    for (index, value) in values.enumerated() {
      if index > 0 { text.append(byte: UInt8(ascii: ",")) }
      appendQuoted(value)
    }
    text.append(byte: UInt8(ascii: "]"))
  }

  mutating func integers(
    _ name: StaticString, _ unit: RecordUnit, _ summary: StaticString, _ values: [Int]
  ) {
    key()
    if isJSON { text.append(byte: UInt8(ascii: "[")) }
    for (index, value) in values.enumerated() {
      if index > 0 { text.append(byte: isJSON ? UInt8(ascii: ",") : UInt8(ascii: " ")) }
      text.append(decimal: value)
    }
    if isJSON { text.append(byte: UInt8(ascii: "]")) }
  }

  mutating func durations(
    _ name: StaticString, _ summary: StaticString, names: @autoclosure () -> [StaticString],
    _ values: [Int64]
  ) {
    appendDurations(names(), values)
  }

  /// Appends durations by name.
  mutating func appendDurations(_ names: [some CustomStringConvertible], _ values: [Int64]) {
    guard isJSON else {
      for index in names.indices {
        key()
        text.append(duration: index < values.count ? values[index] : 0)
      }
      return
    }
    key()
    text.append(byte: UInt8(ascii: "{"))
    var isFirst = true
    for (name, value) in zip(names, values) where value > 0 {
      text.append(isFirst ? "\"" : ",\"")
      text.append(name.description)
      text.append("\":")
      text.append(duration: value)
      isFirst = false
    }
    text.append(byte: UInt8(ascii: "}"))
  }

  // MARK: One call per column

  @inline(never)
  private mutating func appendNull() {
    key()
    null()
  }

  @inline(never)
  private mutating func appendNumber(_ value: UInt64) {
    key()
    if value < 100_000_000 {
      text.append(decimal: UInt32(truncatingIfNeeded: value))
    } else {
      text.append(decimal: value)
    }
  }

  @inline(never)
  private mutating func appendSigned(_ value: Int) {
    key()
    text.append(decimal: value)
  }

  @inline(never)
  private mutating func appendFlag(_ value: Bool?) {
    key()
    guard let value else {
      null()
      return
    }
    text.append(word: value ? 0x6575_7274 : 0x65_736c_6166, count: value ? 4 : 5)
  }

  @inline(never)
  private mutating func appendTime(_ value: Timestamp) {
    key()
    append(value)
  }

  @inline(never)
  private mutating func appendDuration(_ value: Int64) {
    key()
    text.append(duration: value)
  }

  @inline(never)
  mutating func appendName(at index: Int) {
    let offset = layout.nameOffsets[nextColumn]
    key()
    text.append(layout.names[offset &+ index])
  }

  private mutating func appendDecimal(_ value: Double?) {
    key()
    if let value, value.isFinite { text.append(thousandths: value) } else { null() }
  }

  private mutating func appendFixed(_ value: Double?, decimals: Int) {
    key()
    if let value { text.append(fixed: value, decimals: decimals) } else { null() }
  }

  private mutating func appendText(_ value: String) {
    key()
    appendQuoted(value)
  }

  private mutating func appendWord(_ value: String) {
    key()
    if isJSON { appendQuoted(value) } else { appendQuotedWhereNeeded(value) }
  }
}
