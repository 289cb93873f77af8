import BasicContainers
import InternetTypes

/// Encodes ticks as differences: the time to the tick before, zigzag-coded in groups of bits, lowest first.
public struct TickEncoder: ~Copyable {
  private var bytes = UniqueArray<UInt8>()
  private var time: UInt64 = 0
  private var number = 0

  /// An encoder whose first bytes say what the file is.
  public init() {
    bytes.reserveCapacity(1 << 16)
    bytes.append(copying: PacketTick.magic)
  }

  /// Appends a tick; its number is above that of the tick before.
  public mutating func append(_ tick: PacketTick) {
    let next = UInt64(bitPattern: tick.time.rawValue)
    let difference = Int64(bitPattern: next &- time)
    var rest = UInt64(bitPattern: difference &<< 1 ^ difference &>> 63)
    let gap = UInt64(bitPattern: Int64(tick.number &- number &- 1))
    (time, number) = (next, tick.number)
    var first = UInt8(truncatingIfNeeded: rest & (1 << PacketTick.firstBits &- 1))
    rest >>= PacketTick.firstBits
    if rest != 0 { first |= PacketTick.moreBit }
    if gap != 0 { first |= PacketTick.gapBit }
    bytes.append(first)
    if rest != 0 { append(rest) }
    if gap != 0 { append(gap) }
  }

  private mutating func append(_ number: UInt64) {
    var rest = number
    while rest > 0x7f {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// How many encoded bytes were not removed.
  public var byteCount: Int { bytes.count }

  /// Lends the encoded bytes that were not removed.
  public func withBytes<Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    try body(bytes.span)
  }

  /// Removes the bytes, which were written, and keeps the memory.
  public mutating func removeBytes() { bytes.removeAll(keepingCapacity: true) }
}
