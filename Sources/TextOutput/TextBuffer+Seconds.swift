/// Times, durations and rates by integer arithmetic: a floating-point number does not hold nanoseconds since the epoch.
extension TextBuffer {
  /// Appends the whole part of a number.
  @inline(__always)
  private mutating func append(whole value: UInt64) {
    if value < 100_000_000 {
      append(decimal: UInt32(truncatingIfNeeded: value))
    } else {
      append(decimal: value)
    }
  }

  /// Appends nanoseconds as seconds with six or nine decimals; digits beyond the last are cut off.
  public mutating func append(seconds nanoseconds: Int64, isMicroseconds: Bool) {
    if nanoseconds < 0 { append(byte: UInt8(ascii: "-")) }
    let (whole, fraction) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    append(whole: whole)
    if isMicroseconds {
      let digits = Self.eightDigits(UInt32(truncatingIfNeeded: fraction / 1000))
      // The first two of the eight are zeros; the point takes the place of the second.
      append(word: (digits >> 8 & ~0xff) | 0x2e, count: 7)
    } else {
      let (head, tail) = UInt32(truncatingIfNeeded: fraction)
        .quotientAndRemainder(dividingBy: 100_000_000)
      append(word: UInt64(0x302e | head << 8), count: 2)
      append(word: Self.eightDigits(tail), count: 8)
    }
  }

  /// Appends nanoseconds as seconds with one decimal at least, and no trailing zeros beyond it.
  public mutating func append(duration nanoseconds: Int64) {
    if nanoseconds < 0 { append(byte: UInt8(ascii: "-")) }
    let (whole, fraction) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    append(whole: whole)
    guard fraction != 0 else {
      append(word: 0x302e, count: 2)
      return
    }
    let (head, tail) = UInt32(truncatingIfNeeded: fraction)
      .quotientAndRemainder(dividingBy: 100_000_000)
    append(word: UInt64(0x302e | head << 8), count: 2)
    append(fraction: Self.eightDigits(tail))
  }

  /// Appends eight digits without trailing zeros.
  @inline(__always)
  private mutating func append(fraction digits: UInt64) {
    let zeros = (digits ^ 0x3030_3030_3030_3030).leadingZeroBitCount >> 3
    append(word: digits, count: 8 &- zeros)
  }

  /// Appends a finite number with one to three decimals; clamped to ±9e15.
  public mutating func append(thousandths value: Double) {
    let scaled = min(max(-9e18, value * 1000), 9e18)
    let thousandths = Int64(scaled + (scaled < 0 ? -0.5 : 0.5))
    if thousandths < 0 { append(byte: UInt8(ascii: "-")) }
    let (whole, fraction) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
    append(whole: whole)
    guard fraction != 0 else {
      append(word: 0x302e, count: 2)
      return
    }
    append(byte: UInt8(ascii: "."))
    append(fraction: Self.eightDigits(UInt32(truncatingIfNeeded: fraction) &* 100_000))
  }

  /// Appends a number from 0 rounded to `decimals` decimals, 0 to 9, trailing zeros included; clamped to 1e9.
  public mutating func append(fixed value: Double, decimals: Int) {
    var scale: UInt64 = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = UInt64(min(max(value, 0), 1e9) * Double(scale) + 0.5)
    append(whole: scaled / scale)
    guard decimals > 0 else { return }
    append(byte: UInt8(ascii: "."))
    append(decimal: scaled % scale, width: decimals, fill: UInt8(ascii: "0"))
  }
}
