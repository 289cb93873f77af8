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

/// Numbers with so many significant digits.
extension TextBuffer {
  /// Appends a floating-point number with at most `digits` significant digits, 1 to 15, as `%.10g` of C does.
  mutating func append(_ value: Double, significant digits: Int) {
    if value.sign == .minus { append(byte: UInt8(ascii: "-")) }
    guard value.isFinite, value != 0 else {
      append(value.isNaN ? "nan" : value == 0 ? "0" : "inf")
      return
    }
    var limit = 1.0
    for _ in 1..<digits { limit *= 10 }
    // The exponent that brings the number to so many digits before the point.
    var scaled = value.magnitude
    var exponent = digits - 1
    while scaled >= limit * 10 { (scaled, exponent) = (scaled / 10, exponent + 1) }
    while scaled < limit { (scaled, exponent) = (scaled * 10, exponent - 1) }
    scaled.round(.toNearestOrEven)
    if scaled >= limit * 10 { (scaled, exponent) = (scaled / 10, exponent + 1) }
    var shown = UInt64(scaled)
    var count = digits
    while count > 1, shown % 10 == 0 { (shown, count) = (shown / 10, count - 1) }
    if exponent < -4 || exponent >= digits {
      append(digits: shown, count, pointAfter: 1)
      append(exponent < 0 ? "e-" : "e+")
      append(decimal: UInt64(exponent.magnitude), width: 2, fill: UInt8(ascii: "0"))
    } else {
      append(digits: shown, count, pointAfter: exponent + 1)
    }
  }

  /// Appends `count` digits with a point after so many of them, which may be none, less, or more than there are.
  private mutating func append(digits value: UInt64, _ count: Int, pointAfter whole: Int) {
    if whole <= 0 {
      append("0.")
      for _ in 0..<(-whole) { append(byte: UInt8(ascii: "0")) }
      append(decimal: value)
    } else if whole >= count {
      append(decimal: value)
      for _ in count..<whole { append(byte: UInt8(ascii: "0")) }
    } else {
      var scale: UInt64 = 1
      for _ in whole..<count { scale *= 10 }
      append(decimal: value / scale)
      append(byte: UInt8(ascii: "."))
      append(decimal: value % scale, width: count - whole, fill: UInt8(ascii: "0"))
    }
  }
}
