import InternetTypes
import PacketDissection
import TextOutput

// Labels followed by values: the form of most fields of a line.
extension TextBuffer {
  /// Appends `label`, an unsigned number, and `end`.
  mutating func append<Number: UnsignedInteger & FixedWidthInteger>(
    _ label: String, decimal value: Number, _ end: String = ""
  ) {
    append(label)
    append(decimal: UInt64(value))
    if !end.isEmpty { append(end) }
  }

  /// Appends `label`, a number, and `end`.
  mutating func append(_ label: String, decimal value: Int, _ end: String = "") {
    append(label)
    append(decimal: value)
    if !end.isEmpty { append(end) }
  }

  /// Appends `label`, a number of up to 32 bits in hexadecimal with at least `digits` digits, and `end`.
  mutating func append<Number: UnsignedInteger & FixedWidthInteger>(
    _ label: String, hex value: Number, digits: Int = 1, _ end: String = ""
  ) {
    append(label)
    append(hex: UInt32(truncatingIfNeeded: value), digits: digits)
    if !end.isEmpty { append(end) }
  }

  /// Appends `label`, an IPv4 address as a number with dots, and `end`.
  mutating func append(_ label: String, address: IPv4Address, _ end: String = "") {
    append(label)
    append(address)
    if !end.isEmpty { append(end) }
  }

  /// Appends `name`, or `label` and the number that has no name.
  mutating func append<Number: UnsignedInteger & FixedWidthInteger>(
    name: String?, or label: String, _ value: Number, _ end: String = ""
  ) {
    if let name { append(name) } else { append(label, decimal: value, end) }
  }

  /// Appends `name`, or `label` and the number that has no name, in hexadecimal.
  mutating func append<Number: UnsignedInteger & FixedWidthInteger>(
    name: String?, or label: String, hex value: Number, digits: Int = 1, _ end: String = ""
  ) {
    if let name { append(name) } else { append(label, hex: value, digits: digits, end) }
  }

  /// Appends bytes of text in visible form, up to the first zero byte.
  mutating func append(visibleUpToZero bytes: Span<UInt8>) {
    for index in bytes.indices {
      if bytes[index] == 0 { return }
      append(visible: bytes[index])
    }
  }

  /// Appends a number in a field of `width`, filled up with blanks from the left.
  mutating func append<Number: UnsignedInteger & FixedWidthInteger>(
    decimal value: Number, width: Int
  ) {
    append(decimal: UInt64(value), width: width, fill: UInt8(ascii: " "))
  }
}

// A statement is text that is printed completely or not at all: if the packet ends before one of its fields, none of it
// remains.
extension PacketPrinter {
  /// Begins a statement with `text`.
  mutating func begin(_ text: String) {
    statementStart = line.count
    line.append(text)
  }

  /// Begins a statement with `text` and an unsigned number.
  mutating func begin<Number: UnsignedInteger & FixedWidthInteger>(
    _ text: String, decimal value: Number, _ end: String = ""
  ) {
    statementStart = line.count
    line.append(text, decimal: value, end)
  }

  /// Ends a protocol's part of the line at a cut, or rethrows the error, which ends the packet: tcpdump does one or the
  /// other depending on the protocol whose bytes are missing.
  mutating func settle(_ error: EarlyEnd) throws(EarlyEnd) {
    guard error.isLocal else {
      forgetStatement()
      throw error
    }
    endStatement()
    switch error.name {
    case "cdp", "decnet", "dtp", "dvmrp", "loopback", "ospf2", "slow", "udld", "vtp": throw error
    default: printTruncation(error.name)
    }
  }

  /// Ends the current statement: its text remains.
  mutating func endStatement() { statementStart = nil }

  /// Removes the text of the current statement.
  mutating func forgetStatement() {
    if let statementStart { line.truncate(to: statementStart) }
    statementStart = nil
  }
}
