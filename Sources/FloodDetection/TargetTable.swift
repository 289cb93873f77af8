/// A fixed number of targets, found by the hash of what they are.
///
/// Eight places share a set; where a set is full, the target worth least gives way, and is counted as forgotten when
/// anything was going on there. A target with an open alert never gives way.
struct TargetTable {
  private static var ways: Int { 8 }

  /// The hash of what lies in each place; 0 where nothing does.
  private var tags: [UInt64]
  private var generations: [UInt16]
  private var isBusy: [Bool]
  /// The places where something is going on, in no order.
  private(set) var busySlots: [Int] = []
  private var targets: [Target]

  /// Targets that gave way while something was going on there.
  private(set) var evictedCount: UInt64 = 0
  /// New targets that found no place.
  private(set) var refusedCount: UInt64 = 0
  /// Places that are taken.
  private(set) var count = 0
  /// Listeners ever placed; one that comes back counts again.
  private(set) var listenerCount: UInt64 = 0

  /// A table with `capacity` places, a power of two from 8 to 65,536.
  init(capacity: Int) {
    tags = Array(repeating: 0, count: capacity)
    generations = Array(repeating: 0, count: capacity)
    isBusy = Array(repeating: false, count: capacity)
    busySlots.reserveCapacity(capacity)
    targets = Array(
      repeating: Target(family: .listener, address: 0, port: 0), count: capacity)
  }

  /// Bytes of memory that a table of this capacity takes.
  static func byteCount(capacity: Int) -> Int { capacity * (MemoryLayout<Target>.stride + 19) }

  /// The places, taken or not.
  var slots: Range<Int> { targets.indices }

  /// Lets the ticks pass the place at this index of `busySlots` over until something happens there; the last one takes its
  /// index.
  mutating func setIdle(at index: Int) {
    isBusy[busySlots[index]] = false
    busySlots.swapAt(index, busySlots.count - 1)
    busySlots.removeLast()
  }

  /// Lets the ticks look at a place.
  private mutating func setBusy(_ slot: Int) {
    if isBusy[slot] { return }
    isBusy[slot] = true
    busySlots.append(slot)
  }

  /// The target at a place.
  subscript(slot: Int) -> Target {
    @inline(__always) get { targets[slot] }
    @inline(__always) _modify { yield &targets[slot] }
  }

  /// The place of a target, if it still lies there.
  func slot(of id: TargetID) -> Int? {
    let slot = id.slot
    guard id != .none, slot < targets.count, generations[slot] == id.generation else { return nil }
    return slot
  }

  /// The place with this hash; nil when it is not there.
  func find(_ hash: UInt64) -> Int? {
    let tag = max(hash, 1)
    let set = Int(truncatingIfNeeded: hash >> 8) & (tags.count - 1) & ~(Self.ways - 1)
    for way in set..<(set + Self.ways) where tags[way] == tag { return way }
    return nil
  }

  /// The target with this hash, placed anew where it is not there; nil where no place can be had.
  mutating func touch(
    _ hash: UInt64, _ family: Target.Family, _ address: HostNumber, _ port: UInt16
  ) -> TargetID? {
    if let slot = find(hash) {
      setBusy(slot)
      return TargetID(slot: slot, generation: generations[slot])
    }
    let set = Int(truncatingIfNeeded: hash >> 8) & (tags.count - 1) & ~(Self.ways - 1)
    var best = set
    var bestWorth = Double.infinity
    for way in set..<(set + Self.ways) {
      let worth = tags[way] == 0 ? -1 : targets[way].worth
      if worth < bestWorth {
        best = way
        bestWorth = worth
      }
    }
    guard bestWorth < .infinity else {
      refusedCount += 1
      return nil
    }
    if tags[best] == 0 {
      count += 1
    } else if bestWorth > 0.1 {
      evictedCount += 1
    }
    if family == .listener { listenerCount += 1 }
    tags[best] = max(hash, 1)
    generations[best] &+= 1
    setBusy(best)
    targets[best] = Target(family: family, address: address, port: port)
    return TargetID(slot: best, generation: generations[best])
  }
}
