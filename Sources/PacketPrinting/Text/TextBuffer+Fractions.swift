import TextOutput

/// Fractions with a fixed number of decimals.
extension TextBuffer {
  /// Appends `numerator / denominator` with `decimals` decimals, 1 to 9, ties rounded to even.
  mutating func append(ratio numerator: UInt64, over denominator: UInt64, decimals: Int) {
    var scale: UInt64 = 1
    for _ in 0..<decimals { scale *= 10 }
    let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    append(scaled: UInt128(whole) * UInt128(scale) + rounded(rest * scale, denominator), decimals)
  }

  /// `numerator / denominator`, rounded to the nearest integer, ties to even.
  private func rounded(_ numerator: UInt64, _ denominator: UInt64) -> UInt128 {
    let (quotient, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    let isUp = rest * 2 > denominator || rest * 2 == denominator && quotient & 1 == 1
    return UInt128(quotient) + (isUp ? 1 : 0)
  }

  /// Appends a floating-point number with `decimals` decimals, 1 to 9, as `%.3f` of C does.
  mutating func append(_ value: Double, decimals: Int) {
    if value.sign == .minus { append(byte: UInt8(ascii: "-")) }
    guard value.isFinite else {
      append(value.isNaN ? "nan" : "inf")
      return
    }
    let magnitude = value.magnitude
    var scale: UInt64 = 1
    for _ in 0..<decimals { scale *= 10 }
    // The exponent of zero is the least integer.
    let exponent = magnitude == 0 ? Int.min : Int(magnitude.exponent) - 52
    if exponent < -116 {
      append(scaled: 0, decimals)
    } else if exponent >= 0 {
      // No fraction; 2^128 is beyond what any caller has.
      let whole = magnitude < 0x1p127 ? UInt128(magnitude) : UInt128.max
      append(whole: whole)
      append(byte: UInt8(ascii: "."))
      for _ in 0..<decimals { append(byte: UInt8(ascii: "0")) }
    } else {
      let significand = UInt128(magnitude.significandBitPattern | 1 << 52)
      let product = significand * UInt128(scale)
      let shift = UInt128(-exponent)
      let rest = product & (1 << shift - 1)
      let half: UInt128 = 1 << (shift - 1)
      let quotient = product >> shift
      let isUp = rest > half || rest == half && quotient & 1 == 1
      append(scaled: quotient + (isUp ? 1 : 0), decimals)
    }
  }

  /// Appends an integer of `decimals` decimal places too many with a point before those.
  private mutating func append(scaled value: UInt128, _ decimals: Int) {
    var scale: UInt128 = 1
    for _ in 0..<decimals { scale *= 10 }
    append(whole: value / scale)
    append(byte: UInt8(ascii: "."))
    append(
      decimal: UInt64(truncatingIfNeeded: value % scale), width: decimals, fill: UInt8(ascii: "0"))
  }

  /// Appends an integer of up to 38 digits.
  private mutating func append(whole value: UInt128) {
    let limit: UInt128 = 10_000_000_000_000_000_000
    if value < limit {
      append(decimal: UInt64(truncatingIfNeeded: value))
    } else {
      append(whole: value / limit)
      append(
        decimal: UInt64(truncatingIfNeeded: value % limit), width: 19, fill: UInt8(ascii: "0"))
    }
  }
}
