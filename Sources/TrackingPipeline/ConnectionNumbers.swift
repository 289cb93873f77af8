import BasicContainers

/// The numbers of connections in the whole capture, by their table positions in one shard.
///
/// Each takes five bytes; a number is known until 2^40 further connections have begun.
struct ConnectionNumbers: ~Copyable {
  private var low = UniqueArray<UInt32>()
  private var high = UniqueArray<UInt8>()

  /// The number of the connection at a position, if `count` have begun so far; nil for a position that was never used.
  func number(at position: UInt32, of count: UInt64) -> UInt64? {
    let at = Int(position)
    guard at < low.count else { return nil }
    let number = UInt64(high[at]) << 32 | UInt64(low[at])
    // The newest number that ends in these 40 bits.
    return count &- (count &- number) & Self.mask
  }

  /// Enters the number of the connection at a position.
  mutating func enter(_ number: UInt64, at position: UInt32) {
    while low.count <= Int(position) {
      low.append(0)
      high.append(0)
    }
    low[Int(position)] = UInt32(truncatingIfNeeded: number)
    high[Int(position)] = UInt8(truncatingIfNeeded: number >> 32)
  }

  private static var mask: UInt64 { 1 << 40 &- 1 }
}
