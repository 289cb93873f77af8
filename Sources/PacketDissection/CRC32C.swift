import CCRC32C

/// CRC32c, the cyclic redundancy check with Castagnoli's polynomial, as in SCTP (RFC 9260, appendix A) and iSCSI.
///
/// Bytes are added in parts of any size. The processor's CRC instruction is used if it exists.
public struct CRC32C: Hashable, Sendable {
  private var remainder: UInt32 = 0xffff_ffff

  /// The check of no bytes.
  public init() {}

  /// The check of the bytes added so far; the sender writes it lowest byte first.
  public var value: UInt32 { ~remainder }

  /// Adds the next bytes.
  public mutating func add(_ bytes: Span<UInt8>) {
    if Self.hasInstruction {
      addByInstruction(bytes)
    } else {
      addWithoutInstruction(bytes)
    }
  }

  /// Whether the processor has the instruction.
  static let hasInstruction = crc32c_has_instruction()

  /// Adds with the instruction, four parts at a time, since each step waits for the one before.
  private mutating func addByInstruction(_ bytes: Span<UInt8>) {
    var rest = bytes
    if rest.count >= LaneShift.longByteCount &* 4 {
      let shift = LaneShift.long
      while rest.count >= LaneShift.longByteCount &* 4 { addLanes(&rest, shift) }
    }
    if rest.count >= LaneShift.shortByteCount &* 4 {
      let shift = LaneShift.short
      while rest.count >= LaneShift.shortByteCount &* 4 { addLanes(&rest, shift) }
    }
    var current = remainder
    while rest.count >= 32 {
      let words = rest.extracting(first: 32)
      current = crc32c_add_words(
        current, Self.word(words, at: 0), Self.word(words, at: 8), Self.word(words, at: 16),
        Self.word(words, at: 24))
      rest = rest.extracting(droppingFirst: 32)
    }
    while rest.count >= 8 {
      current = crc32c_add_bytes(current, Self.word(rest.extracting(first: 8), at: 0), 8)
      rest = rest.extracting(droppingFirst: 8)
    }
    var last: UInt64 = 0
    for index in rest.indices { last |= UInt64(rest[index]) &<< UInt64(index &* 8) }
    remainder = crc32c_add_bytes(current, last, CInt(truncatingIfNeeded: rest.count))
  }

  /// Adds four lanes from the front of `rest`, each of the shift's size, in parallel.
  private mutating func addLanes(_ rest: inout Span<UInt8>, _ shift: LaneShift) {
    let size = shift.byteCount
    let first = rest.extracting(first: size)
    let second = rest.extracting(size..<(size &* 2))
    let third = rest.extracting((size &* 2)..<(size &* 3))
    let fourth = rest.extracting((size &* 3)..<(size &* 4))
    rest = rest.extracting(droppingFirst: size &* 4)
    var firstPair = UInt64(remainder)
    var secondPair: UInt64 = 0
    var offset = 0
    while offset < size {
      let end = offset &+ 16
      let (one, two) = (first.extracting(offset..<end), second.extracting(offset..<end))
      let (three, four) = (third.extracting(offset..<end), fourth.extracting(offset..<end))
      firstPair = crc32c_add_to_pair(
        firstPair, Self.word(one, at: 0), Self.word(one, at: 8), Self.word(two, at: 0),
        Self.word(two, at: 8))
      secondPair = crc32c_add_to_pair(
        secondPair, Self.word(three, at: 0), Self.word(three, at: 8), Self.word(four, at: 0),
        Self.word(four, at: 8))
      offset = end
    }
    // Shift the remainder of the earlier lanes by the size of each later one.
    var whole = UInt32(truncatingIfNeeded: firstPair)
    whole = shift(whole) ^ UInt32(truncatingIfNeeded: firstPair >> 32)
    whole = shift(whole) ^ UInt32(truncatingIfNeeded: secondPair)
    remainder = shift(whole) ^ UInt32(truncatingIfNeeded: secondPair >> 32)
  }

  /// Adds byte by byte with a table, for processors without the instruction.
  public mutating func addWithoutInstruction(_ bytes: Span<UInt8>) {
    var current = remainder
    let table = Self.table
    for index in bytes.indices {
      current =
        table[Int(UInt8(truncatingIfNeeded: current) ^ bytes[index])] ^ current >> 8
    }
    remainder = current
  }

  /// The table of the remainder for each byte; the polynomial is 0x1edc6f41, its lowest bit first.
  fileprivate static let table: [UInt32] = {
    var table: [UInt32] = []
    for byte in 0..<256 as Range<UInt32> {
      var value = byte
      for _ in 0..<8 { value = value & 1 == 0 ? value >> 1 : (value >> 1) ^ 0x82f6_3b78 }
      table.append(value)
    }
    return table
  }()

  /// Eight bytes from `offset` on, the first in the lowest.
  @inline(__always)
  private static func word(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    UInt64(bytes[offset]) | UInt64(bytes[offset &+ 1]) << 8
      | UInt64(bytes[offset &+ 2]) << 16 | UInt64(bytes[offset &+ 3]) << 24
      | UInt64(bytes[offset &+ 4]) << 32 | UInt64(bytes[offset &+ 5]) << 40
      | UInt64(bytes[offset &+ 6]) << 48 | UInt64(bytes[offset &+ 7]) << 56
  }
}

/// Shifts a remainder by a number of zero bytes, by tables, to combine the remainders of lanes.
private struct LaneShift: Sendable {
  /// The zero bytes.
  let byteCount: Int
  /// Four tables of 256, one for each byte of the remainder.
  private let table: [UInt32]

  /// For texts of some kilobytes, and for packets.
  static let long = LaneShift(byteCount: longByteCount)
  static let short = LaneShift(byteCount: shortByteCount)

  static var longByteCount: Int { 1024 }
  static var shortByteCount: Int { 352 }

  private init(byteCount: Int) {
    self.byteCount = byteCount
    // The shift is linear: the shifts of single bits give all others.
    var bits: [UInt32] = []
    for bit in 0..<32 as Range<UInt32> {
      var value: UInt32 = 1 << bit
      for _ in 0..<byteCount { value = CRC32C.table[Int(value & 0xff)] ^ value >> 8 }
      bits.append(value)
    }
    var table = [UInt32](repeating: 0, count: 1024)
    for index in table.indices {
      for bit in 0..<8 where index >> bit & 1 != 0 {
        table[index] ^= bits[index / 256 * 8 + bit]
      }
    }
    self.table = table
  }

  @inline(__always)
  func callAsFunction(_ remainder: UInt32) -> UInt32 {
    let low = table[Int(remainder & 0xff)] ^ table[256 &+ Int(remainder >> 8 & 0xff)]
    let high = table[512 &+ Int(remainder >> 16 & 0xff)] ^ table[768 &+ Int(remainder >> 24)]
    return low ^ high
  }
}
