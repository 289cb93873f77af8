/// Sources that try many ports of a host, or one port of many hosts of a network, and mostly fail.
///
/// A fixed number of pairs of source and target in sets of four; where a set is full, the pair with the fewest tries
/// gives way.
struct ScanTable {
  /// One source and what it tries.
  struct Entry {
    var tag: UInt64 = 0
    var source: HostNumber = 0
    /// The host, or the network where `port` is set.
    var victim: HostNumber = 0
    var port: UInt16?
    /// The distinct ports or hosts that were tried, and those where a try came to nothing.
    var distinct = LinearCounter()
    var distinctFailed = LinearCounter()
    var attempts: UInt32 = 0
    var failed: UInt32 = 0
    var succeeded: UInt32 = 0
    /// How the failures came about.
    var refused: UInt32 = 0
    var reset: UInt32 = 0
    var first: Int64 = 0
    var last: Int64 = 0
    /// When it was raised.
    var alarm: Int64?
  }

  private static var ways: Int { 4 }

  private var entries: [Entry]

  /// Pairs with several tries that gave way.
  private(set) var evictedCount: UInt64 = 0

  /// A table with `capacity` places, a power of two.
  init(capacity: Int) {
    entries = Array(repeating: Entry(), count: capacity)
  }

  /// Bytes of memory that a table of this capacity takes.
  static func byteCount(capacity: Int) -> Int { capacity * MemoryLayout<Entry>.stride }

  /// The pair at a place.
  subscript(slot: Int) -> Entry {
    @inline(__always) get { entries[slot] }
    @inline(__always) _modify { yield &entries[slot] }
  }

  /// The place of a pair; nil when it is not there.
  func find(_ hash: UInt64) -> Int? {
    let tag = max(hash, 1)
    let set = Int(truncatingIfNeeded: hash >> 8) & (entries.count - 1) & ~(Self.ways - 1)
    for way in set..<(set + Self.ways) where entries[way].tag == tag { return way }
    return nil
  }

  /// The place of a pair that tries once more; nil where all pairs of the set have an open alert.
  ///
  /// Times are nanoseconds; a pair that was idle for `idle` starts anew, and gives way first.
  mutating func touch(
    _ hash: UInt64, source: HostNumber, victim: HostNumber, port: UInt16?, now: Int64, idle: Int64
  ) -> Int? {
    if let slot = find(hash) {
      if entries[slot].alarm == nil && now - entries[slot].last > idle {
        entries[slot] = Entry(
          tag: max(hash, 1), source: source, victim: victim, port: port, first: now, last: now)
      }
      return slot
    }
    let set = Int(truncatingIfNeeded: hash >> 8) & (entries.count - 1) & ~(Self.ways - 1)
    var best: Int?
    var fewest = UInt32.max
    for way in set..<(set + Self.ways) where entries[way].alarm == nil {
      let tries = now - entries[way].last > idle ? 0 : entries[way].attempts
      if tries < fewest {
        fewest = tries
        best = way
      }
    }
    guard let best else { return nil }
    if fewest >= 5 { evictedCount += 1 }
    entries[best] = Entry(
      tag: max(hash, 1), source: source, victim: victim, port: port, first: now, last: now)
    return best
  }
}
