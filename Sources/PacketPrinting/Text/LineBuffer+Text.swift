extension LineBuffer {
  /// Appends a byte of text so that it can be seen: `^A` for a control character, `M-` before one above ASCII.
  mutating func append(visible byte: UInt8) {
    var byte = byte
    if byte >= 0x80 {
      append("M-")
      byte &= 0x7f
    }
    if byte < 0x20 || byte == 0x7f {
      append("^")
      byte ^= 0x40
    }
    append(byte: byte)
  }

  /// Appends a 64-bit number in lower-case hexadecimal without leading zeros.
  mutating func append(hex value: UInt64) {
    let high = UInt32(truncatingIfNeeded: value >> 32)
    let low = UInt32(truncatingIfNeeded: value)
    if high == 0 {
      append(hex: low)
    } else {
      append(hex: high)
      append(hex: low, digits: 8)
    }
  }
}
