import InternetTypes

extension LineBuffer {
  /// The decimal digits of a byte, most significant in the lowest byte, and how many they are.
  @inline(__always)
  private static func octet(_ value: UInt32) -> (digits: UInt64, count: Int) {
    let hundreds = (value &* 41) >> 12
    let rest = value &- hundreds &* 100
    let tens = (rest &* 103) >> 10
    let ones = rest &- tens &* 10
    let digits = UInt64(hundreds | tens << 8 | ones << 16) | 0x30_3030
    if value >= 100 { return (digits, 3) }
    if value >= 10 { return (digits >> 8, 2) }
    return (digits >> 16, 1)
  }

  /// Appends an address as four decimal numbers.
  @inline(__always)
  mutating func append(_ address: IPv4Address) {
    let number = address.rawValue
    let (a, aCount) = Self.octet(number >> 24)
    let (b, bCount) = Self.octet(number >> 16 & 0xff)
    let (c, cCount) = Self.octet(number >> 8 & 0xff)
    let (d, dCount) = Self.octet(number & 0xff)
    // Two numbers and their dots are at most eight bytes: one store each.
    let first = a | 0x2e &<< UInt64(aCount &* 8) | (b &<< UInt64((aCount &+ 1) &* 8))
    let firstCount = aCount &+ bCount &+ 2
    append(word: first | 0x2e &<< UInt64((firstCount &- 1) &* 8), count: firstCount)
    let second = c | 0x2e &<< UInt64(cCount &* 8) | (d &<< UInt64((cCount &+ 1) &* 8))
    append(word: second, count: cCount &+ dCount &+ 1)
  }

  /// Appends an address in the form of RFC 5952: the longest run of two or more zero groups becomes `::`,
  /// and an address that embeds an IPv4 one shows it.
  mutating func append(_ address: IPv6Address) {
    let high = UInt64(truncatingIfNeeded: address.rawValue >> 64)
    let low = UInt64(truncatingIfNeeded: address.rawValue)
    let (start, length) = Self.longestZeroRun(high, low)
    if start == 0 && (length == 6 || length == 5 && low >> 32 == 0xffff) {
      append("::")
      if length == 5 { append("ffff:") }
      append(IPv4Address(rawValue: UInt32(truncatingIfNeeded: low)))
      return
    }
    var group = 0
    while group < 8 {
      if group == start {
        append(word: 0x3a3a, count: 2)
        group &+= length
        continue
      }
      let half = group < 4 ? high : low
      let value = UInt32(truncatingIfNeeded: half &>> UInt64((3 &- (group & 3)) &* 16)) & 0xffff
      let count = max((35 &- value.leadingZeroBitCount) >> 2, 1)
      let digits = Self.eightHexDigits(value) &>> UInt64((8 &- count) &* 8)
      group &+= 1
      // A group and the colon behind it are one store; `::` brings its own two.
      if group < 8 && group != start {
        append(word: digits | 0x3a &<< UInt64(count &* 8), count: count &+ 1)
      } else {
        append(word: digits, count: count)
      }
    }
  }

  /// First group and length of the longest run of at least two zero groups; the first of equals; start 8 when there is none.
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
  mutating func append(_ address: MACAddress) {
    for shift in stride(from: 40, through: 0, by: -8) {
      append(hex: UInt32(truncatingIfNeeded: address.rawValue >> UInt64(shift)) & 0xff, digits: 2)
      if shift > 0 { append(byte: UInt8(ascii: ":")) }
    }
  }
}
