import PacketDissection

/// Reads that end the packet where its bytes do: what tcpdump does wherever a printer looks at one field more.
///
/// A span here is a frame up to where the packet, or the capture, ends; offsets count from the frame's first byte.
extension Span<UInt8> {
  /// Throws unless `count` bytes from `offset` on are there.
  func require(_ count: Int, at offset: Int, in name: String) throws(EarlyEnd) {
    guard offset >= 0, count <= self.count, offset <= self.count - count else {
      throw EarlyEnd(name: name)
    }
  }

  /// The byte at `offset`.
  func byte(at offset: Int, in name: String) throws(EarlyEnd) -> UInt8 {
    try require(1, at: offset, in: name)
    return self[offset]
  }

  /// The 16-bit number at `offset`.
  func uint16(at offset: Int, in name: String) throws(EarlyEnd) -> UInt16 {
    try require(2, at: offset, in: name)
    return uint16(at: offset)
  }

  /// The 32-bit number at `offset`.
  func uint32(at offset: Int, in name: String) throws(EarlyEnd) -> UInt32 {
    try require(4, at: offset, in: name)
    return uint32(at: offset)
  }

  /// The 128-bit number at `offset`.
  func uint128(at offset: Int, in name: String) throws(EarlyEnd) -> UInt128 {
    try require(16, at: offset, in: name)
    return uint128(at: offset)
  }

  /// Whether `count` bytes from `offset` on are there.
  func has(_ count: Int, at offset: Int) -> Bool {
    offset >= 0 && count <= self.count && offset <= self.count - count
  }
}

extension LineBuffer {
  /// Appends `bytes` in hexadecimal, sixteen a line, each line after `indent`.
  mutating func append(hexDump bytes: Span<UInt8>, indent: String) {
    for offset in bytes.indices {
      if offset % 16 == 0 {
        append(indent)
        append("0x")
        append(hex: UInt32(truncatingIfNeeded: offset), digits: 4)
        append(": ")
      }
      if offset % 2 == 0 { append(byte: UInt8(ascii: " ")) }
      append(hex: UInt32(bytes[offset]), digits: 2)
    }
  }
}

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
