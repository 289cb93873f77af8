public import InternetTypes

/// IPv4, IPv6 and hardware addresses.
extension TextBuffer {
  /// The decimal digits of a byte followed by a dot, first digit in the lowest byte, and their number of bytes.
  @inlinable @inline(__always)
  static func octet(_ value: UInt32) -> (digits: UInt64, count: Int) {
    let hundreds = (value &* 41) >> 12
    let rest = value &- hundreds &* 100
    let tens = (rest &* 103) >> 10
    let ones = rest &- tens &* 10
    let digits = UInt64(hundreds | tens << 8 | ones << 16) | 0x2e30_3030
    let zeros = value >= 100 ? 0 : value >= 10 ? 1 : 2
    return (digits &>> UInt64(zeros &* 8), 4 &- zeros)
  }

  /// Appends an address as four decimal numbers, followed by a dot if `dot` is set.
  @inlinable @inline(__always)
  public mutating func append(_ address: IPv4Address, dot: Bool = false) {
    let number = address.rawValue
    let (first, firstCount) = Self.pair(number >> 16)
    append(word: first, count: firstCount)
    let (second, secondCount) = Self.pair(number & 0xffff)
    append(word: second, count: secondCount &- (dot ? 0 : 1))
  }

  /// The two bytes of `value` as decimal numbers, each followed by a dot, and their number of bytes.
  @inlinable @inline(__always)
  static func pair(_ value: UInt32) -> (digits: UInt64, count: Int) {
    let (a, aCount) = octet(value >> 8)
    let (b, bCount) = octet(value & 0xff)
    return (a | b &<< UInt64(aCount &* 8), aCount &+ bCount)
  }

  /// Appends an address in the form of RFC 5952 as `inet_ntop` writes it: `::` for the longest run of two or more zero
  /// groups, and dotted decimal at the end of an IPv4-mapped or IPv4-compatible address.
  public mutating func append(_ address: IPv6Address) {
    let high = UInt64(truncatingIfNeeded: address.rawValue >> 64)
    let low = UInt64(truncatingIfNeeded: address.rawValue)
    let (start, length) = Self.longestZeroRun(high, low)
    if start == 0 && (length == 6 || length == 5 && low >> 32 == 0xffff) {
      append("::")
      if length == 5 { append("ffff:") }
      append(IPv4Address(rawValue: UInt32(truncatingIfNeeded: low)))
      return
    }
    if start == 8 {
      // No run of zeros: four pairs of groups, two stores a pair.
      appendGroups(UInt32(truncatingIfNeeded: high >> 32), colon: true)
      appendGroups(UInt32(truncatingIfNeeded: high), colon: true)
      appendGroups(UInt32(truncatingIfNeeded: low >> 32), colon: true)
      appendGroups(UInt32(truncatingIfNeeded: low), colon: false)
      return
    }
    var group = 0
    while group < 8 {
      if group == start {
        append("::")
        group &+= length
        continue
      }
      let half = group < 4 ? high : low
      let value = UInt32(truncatingIfNeeded: half &>> UInt64((3 &- (group & 3)) &* 16)) & 0xffff
      append(hex: value)
      group &+= 1
      // No colon before `::`.
      if group < 8 && group != start { append(byte: UInt8(ascii: ":")) }
    }
  }

  /// Appends two groups of an IPv6 address separated by a colon, followed by a colon if `colon` is set.
  @inline(__always)
  private mutating func appendGroups(_ value: UInt32, colon: Bool) {
    let digits = Self.eightHexDigits(value)
    let firstZeros = min(value.leadingZeroBitCount >> 2, 3)
    let secondZeros = min((value << 16).leadingZeroBitCount >> 2, 3)
    let colonMark: UInt64 = 0x3a
    let first =
      (digits & 0xffff_ffff) &>> UInt64(firstZeros &* 8)
      | colonMark &<< UInt64((4 &- firstZeros) &* 8)
    let second =
      digits &>> UInt64((4 &+ secondZeros) &* 8)
      | colonMark &<< UInt64((4 &- secondZeros) &* 8)
    append(word: first, count: 5 &- firstZeros)
    append(word: second, count: (colon ? 5 : 4) &- secondZeros)
  }

  /// First group and length of the longest run of at least two zero groups, the first of equals; start 8 without a run.
  @inline(__always)
  private static func longestZeroRun(_ high: UInt64, _ low: UInt64) -> (start: Int, length: Int) {
    var best = (start: 8, length: 1)
    var start = 0
    var length = 0
    for group in 0..<8 {
      let half = group < 4 ? high : low
      if half &>> UInt64((3 &- (group & 3)) &* 16) & 0xffff == 0 {
        if length == 0 { start = group }
        length &+= 1
        if length > best.length { best = (start, length) }
      } else {
        length = 0
      }
    }
    return best
  }

  /// Appends a hardware address as six hexadecimal numbers with colons.
  public mutating func append(_ address: MACAddress) {
    for shift in stride(from: 40, through: 0, by: -8) {
      append(hex: UInt32(truncatingIfNeeded: address.rawValue >> UInt64(shift)) & 0xff, digits: 2)
      if shift > 0 { append(byte: UInt8(ascii: ":")) }
    }
  }
}
