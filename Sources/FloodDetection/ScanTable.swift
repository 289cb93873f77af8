import BoundedCollections
import InternetTypes

/// Sources that try many ports of a host, or one port of many hosts of a network, and mostly fail.
///
/// It holds a fixed number of pairs of source and target in sets of four. In a full set a new pair replaces the one
/// with the fewest attempts; a pair with an open alert is never replaced.
struct ScanTable {
  /// One source and its attempts to one host or network.
  struct Entry {
    var source: HostNumber = 0
    /// The host, or the network if `port` is set.
    var victim: HostNumber = 0
    var port: UInt16?
    /// The kind of stealth scan; nil for a scan with SYNs.
    var stealth: StealthScan?
    /// The distinct ports or hosts that were tried, and those with a failed attempt.
    var distinct = LinearCounter()
    var distinctFailed = LinearCounter()
    var attempts: UInt32 = 0
    var failed: UInt32 = 0
    var succeeded: UInt32 = 0
    /// Failed attempts by outcome.
    var refused: UInt32 = 0
    var reset: UInt32 = 0
    var first = Timestamp(rawValue: 0)
    var last = Timestamp(rawValue: 0)
    /// When an alert was raised; nil if none is open.
    var raisedAt: Timestamp?
  }

  private var index: SetAssociativeIndex
  private var entries: [Entry]

  /// Evicted pairs with at least five attempts.
  private(set) var evictedCount: UInt64 = 0

  /// A table with `capacity` places, a power of two.
  init(capacity: Int) {
    index = SetAssociativeIndex(capacity: capacity, ways: 4)
    entries = Array(repeating: Entry(), count: capacity)
  }

  /// Bytes of memory that a table of this capacity takes.
  static func byteCount(capacity: Int) -> Int {
    capacity * (MemoryLayout<Entry>.stride + SetAssociativeIndex.bytesPerPlace)
  }

  /// The pair at a place.
  subscript(slot: Int) -> Entry {
    @inline(__always) get { entries[slot] }
    @inline(__always) _modify { yield &entries[slot] }
  }

  /// The place of a pair; nil if it is not there.
  func find(_ hash: UInt64) -> Int? { index.find(hash) }

  /// The place of a pair with a new attempt; nil if all pairs of the set have an open alert.
  ///
  /// A pair that was idle for `idle` restarts, and is replaced first.
  mutating func touch(
    _ hash: UInt64, source: HostNumber, victim: HostNumber, port: UInt16?, now: Timestamp,
    idle: Nanoseconds
  ) -> Int? {
    let entry = Entry(source: source, victim: victim, port: port, first: now, last: now)
    if let slot = index.find(hash) {
      if entries[slot].raisedAt == nil && now - entries[slot].last > idle { entries[slot] = entry }
      return slot
    }
    let best = index.bestPlace(for: hash) { slot in
      if entries[slot].raisedAt != nil { return .infinity }
      return now - entries[slot].last > idle ? 0 : Double(entries[slot].attempts)
    }
    guard let (slot, evictedAttempts) = best else { return nil }
    if let evictedAttempts, evictedAttempts >= 5 { evictedCount += 1 }
    index.assign(slot, to: hash)
    entries[slot] = entry
    return slot
  }
}
