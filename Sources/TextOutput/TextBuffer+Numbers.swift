/// Decimal and hexadecimal numbers, eight digits per step.
extension TextBuffer {
  /// The decimal digits of `value`, below 10^8, one a byte, most significant in the lowest byte, leading zeros
  /// included.
  ///
  /// Splits into halves in parallel: 8 digits -> 2 x 4 -> 4 x 2 -> 8 x 1, by multiplication with a reciprocal.
  @inlinable @inline(__always)
  public static func eightDigits(_ value: UInt32) -> UInt64 {
    let high = UInt64(value / 10_000)
    let low = UInt64(value) &- high &* 10_000
    let fours = high | low << 32
    let hundreds = ((fours &* 10_486) >> 20) & 0x0000_007f_0000_007f
    let twos = ((fours &- hundreds &* 100) << 16) &+ hundreds
    let tens = ((twos &* 103) >> 10) & 0x000f_000f_000f_000f
    return (((twos &- tens &* 10) << 8) &+ tens) | 0x3030_3030_3030_3030
  }

  /// Appends an unsigned number without leading zeros.
  @inlinable @inline(__always)
  public mutating func append(decimal value: UInt32) {
    if value < 10 {
      append(word: UInt64(value | 0x30), count: 1)
    } else if value < 100_000_000 {
      let digits = Self.eightDigits(value)
      // The first significant digit is the lowest byte that is not "0".
      let zeros = (digits ^ 0x3030_3030_3030_3030).trailingZeroBitCount & 0x38
      append(word: digits &>> UInt64(zeros), count: 8 &- zeros >> 3)
    } else {
      let head = value / 100_000_000
      if head < 10 {
        append(word: UInt64(head | 0x30), count: 1)
      } else {
        append(word: UInt64(head / 10 | (head % 10) << 8 | 0x3030), count: 2)
      }
      append(word: Self.eightDigits(value &- head &* 100_000_000), count: 8)
    }
  }

  /// Appends an unsigned number without leading zeros.
  public mutating func append(decimal value: UInt64) {
    if value < 100_000_000 {
      append(decimal: UInt32(truncatingIfNeeded: value))
    } else {
      let (head, tail) = value.quotientAndRemainder(dividingBy: 100_000_000)
      append(decimal: head)
      append(word: Self.eightDigits(UInt32(truncatingIfNeeded: tail)), count: 8)
    }
  }

  /// Appends a signed number.
  @inlinable @inline(__always)
  public mutating func append(decimal value: Int) {
    if value >= 0 && value < 100_000_000 {
      append(decimal: UInt32(truncatingIfNeeded: value))
    } else {
      if value < 0 { append(byte: UInt8(ascii: "-")) }
      append(decimal: UInt64(value.magnitude))
    }
  }

  /// Appends an unsigned number, preceded by `fill` up to `width` bytes; a longer number is not cut.
  public mutating func append(decimal value: UInt64, width: Int, fill: UInt8) {
    var digits = 1
    var rest = value / 10
    while rest > 0 {
      digits += 1
      rest /= 10
    }
    for _ in 0..<max(width - digits, 0) { append(byte: fill) }
    append(decimal: value)
  }

  /// The eight hexadecimal digits of `value`, one a byte, most significant in the lowest byte.
  @inlinable @inline(__always)
  public static func eightHexDigits(_ value: UInt32) -> UInt64 {
    // Spread the nibbles over the bytes, then turn 10...15 into letters.
    var spread = UInt64(value.byteSwapped)
    spread = (spread | spread << 16) & 0x0000_ffff_0000_ffff
    spread = (spread | spread << 8) & 0x00ff_00ff_00ff_00ff
    let nibbles = (spread >> 4 & 0x000f_000f_000f_000f) | (spread & 0x000f_000f_000f_000f) << 8
    let letters = (nibbles &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
    return nibbles &+ 0x3030_3030_3030_3030 &+ letters &* 39
  }

  /// Appends a number in lower-case hexadecimal, with leading zeros up to `digits` digits, 1 to 8.
  @inlinable @inline(__always)
  public mutating func append(hex value: UInt32, digits: Int = 1) {
    let significant = (35 &- value.leadingZeroBitCount) >> 2
    let shown = max(significant, digits)
    append(word: Self.eightHexDigits(value) &>> UInt64((8 &- shown) &* 8), count: shown)
  }

  /// Appends each byte as two lower-case hexadecimal digits.
  public mutating func append(hexBytes bytes: Span<UInt8>) {
    for index in bytes.indices { append(hex: UInt32(bytes[index]), digits: 2) }
  }

  /// Appends a 64-bit number in lower-case hexadecimal without leading zeros.
  public mutating func append(hex value: UInt64) {
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
