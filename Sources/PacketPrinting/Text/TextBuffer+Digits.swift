import TextOutput

/// Octal and upper-case hexadecimal numbers.
extension TextBuffer {
  /// Appends a number in octal without leading zeros.
  mutating func append(octal value: UInt32) {
    var shift: UInt32 = 30
    while shift > 0 && value >> shift == 0 { shift -= 3 }
    while true {
      append(byte: UInt8(truncatingIfNeeded: value >> shift & 7) + UInt8(ascii: "0"))
      if shift == 0 { break }
      shift -= 3
    }
  }

  /// Appends a byte as two upper-case hexadecimal digits.
  mutating func append(upperHexDigits byte: UInt8) {
    let (high, low) = (byte >> 4, byte & 0x0f)
    append(byte: high < 10 ? 0x30 + high : 0x37 + high)
    append(byte: low < 10 ? 0x30 + low : 0x37 + low)
  }
}
