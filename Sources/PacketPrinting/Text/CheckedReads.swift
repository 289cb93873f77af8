import PacketDissection
import TextOutput

// Dumps of undecoded bytes, flag names, and texts as far as they were captured.
extension PacketPrinter {
  /// Appends up to `length` bytes from `offset` on as a dump, as many as there are.
  mutating func printUnknownData(
    _ bytes: Span<UInt8>, at offset: Int, length: Int, indent: String
  ) {
    guard bytes.has(0, at: offset) else {
      line.append(indent)
      line.append("Dissector error: print_unknown_data called with pointer past end of packet")
      return
    }
    let stop = min(offset + max(length, 0), bytes.count)
    line.append(hexDump: bytes.extracting(offset..<stop), indent: indent)
  }

  /// Appends the names whose bits are set in `value`, separated by `separator`, or `none`.
  mutating func printFlagNames(
    _ value: UInt32, _ names: [(UInt32, String)], separator: String, none: String
  ) {
    var isFirst = true
    for (bit, name) in names where value & bit == bit {
      if !isFirst { line.append(separator) }
      line.append(name)
      isFirst = false
    }
    if isFirst { line.append(none) }
  }
}

extension PacketPrinter {
  /// Appends text up to its first zero byte, or as far as it was captured.
  mutating func printText(_ text: Fields) throws(EarlyEnd) {
    endStatement()
    line.append(visibleUpToZero: text.bytes)
    if text.isCut && !text.bytes.hasZero { throw EarlyEnd(name: text.name) }
  }

  /// Appends all bytes of text, or as many as were captured.
  mutating func printAllText(_ text: Fields) throws(EarlyEnd) {
    endStatement()
    line.append(visible: text.bytes)
    if text.isCut { throw EarlyEnd(name: text.name) }
  }

  /// Appends a dump of bytes, or of as many as were captured.
  mutating func printUnknownData(_ fields: Fields, indent: String) {
    endStatement()
    line.append(hexDump: fields.bytes, indent: indent)
  }
}
