/// Assigns one of a fixed number of places to each 64-bit hash, like a processor's cache: a hash may only be in the few
/// places of its set.
///
/// Memory and search time are bounded for any hashes. Two keys of one hash share a place, so the hash must be
/// keyed and 64 bits wide.
public struct SetAssociativeIndex: Sendable {
  /// The hash of each place; 0 if the place is free.
  @usableFromInline
  var tags: [UInt64]
  /// How many places a set has.
  public let ways: Int

  /// An index with all places free.
  ///
  /// - Parameters:
  ///   - capacity: how many places; a power of two that is at least `ways`.
  ///   - ways: how many places a set has; a power of two.
  @inlinable
  public init(capacity: Int, ways: Int) {
    tags = Array(repeating: 0, count: capacity)
    self.ways = ways
  }

  /// Bytes for each place.
  @inlinable
  public static var bytesPerPlace: Int { MemoryLayout<UInt64>.stride }

  /// The first place of the set of a hash.
  @inlinable
  @inline(__always)
  func set(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash >> 8) & (tags.count &- 1) & ~(ways &- 1)
  }

  /// The place of a hash; nil if it has none.
  @inlinable
  @inline(__always)
  public func find(_ hash: UInt64) -> Int? {
    // 0 marks a free place; the hash 0 shares that of 1.
    let tag = max(hash, 1)
    let set = set(of: hash)
    for place in set..<(set &+ ways) where tags[place] == tag { return place }
    return nil
  }

  /// The place for a hash that has none: a free one, or that of the hash with the least worth.
  ///
  /// - Parameters:
  ///   - hash: the hash.
  ///   - worth: the worth of the hash in a place, from 0; infinite if it must stay.
  /// - Returns: the place, and the worth of the hash that has it, or nil if it is free; nil if all must stay.
  @inlinable
  public func bestPlace(
    for hash: UInt64, worth: (Int) -> Double
  ) -> (place: Int, evictedWorth: Double?)? {
    let set = set(of: hash)
    var best = set
    var least = Double.infinity
    for place in set..<(set &+ ways) {
      let worth = tags[place] == 0 ? -1 : worth(place)
      if worth < least { (best, least) = (place, worth) }
    }
    guard least < .infinity else { return nil }
    return (best, least < 0 ? nil : least)
  }

  /// Assigns a place of the set of a hash to it, in place of the hash that had it.
  @inlinable
  public mutating func assign(_ place: Int, to hash: UInt64) { tags[place] = max(hash, 1) }
}
