import BoundedCollections

/// A fixed number of targets, found by the hash of their family, address and port.
///
/// Eight places form a set. In a full set a new target replaces the one worth least, which is counted as evicted if it had
/// activity. A target with an open alert is never replaced.
struct TargetTable {
  private var index: SetAssociativeIndex
  private var generations: [UInt16]
  private var isBusy: [Bool]
  /// The places of active targets, unordered.
  private(set) var busySlots: [Int] = []
  private var targets: [Target]

  /// Evicted targets that had activity.
  private(set) var evictedCount: UInt64 = 0
  /// New targets without a place.
  private(set) var refusedCount: UInt64 = 0
  /// Listeners added so far; one that was evicted and came back counts again.
  private(set) var listenerCount: UInt64 = 0

  /// A table with `capacity` places, a power of two from 8 to 65,536.
  init(capacity: Int) {
    index = SetAssociativeIndex(capacity: capacity, ways: 8)
    generations = Array(repeating: 0, count: capacity)
    isBusy = Array(repeating: false, count: capacity)
    busySlots.reserveCapacity(capacity)
    targets = Array(
      repeating: Target(family: .listener, address: 0, port: 0), count: capacity)
  }

  /// Bytes of memory that a table of this capacity takes.
  static func byteCount(capacity: Int) -> Int {
    // Beside the target and its hash: a generation, a flag, and a position among the busy ones.
    capacity * (MemoryLayout<Target>.stride + SetAssociativeIndex.bytesPerPlace + 11)
  }

  /// All places, used or not.
  var slots: Range<Int> { targets.indices }

  /// Removes the place at this index of `busySlots`, so that ticks skip it; the last one takes its index.
  mutating func setIdle(at index: Int) {
    isBusy[busySlots[index]] = false
    busySlots.swapAt(index, busySlots.count - 1)
    busySlots.removeLast()
  }

  /// Marks a place as active, so that ticks evaluate it.
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

  /// The place of a target; nil if it was evicted.
  func slot(of id: TargetID) -> Int? {
    let slot = id.slot
    guard id != .none, slot < targets.count, generations[slot] == id.generation else { return nil }
    return slot
  }

  /// The place with this hash; nil if it is not there.
  func find(_ hash: UInt64) -> Int? { index.find(hash) }

  /// The target with this hash, which is added if it is not there; nil if all targets of the set have an open alert.
  mutating func touch(
    _ hash: UInt64, _ family: Target.Family, _ address: HostNumber, _ port: UInt16
  ) -> TargetID? {
    if let slot = index.find(hash) {
      setBusy(slot)
      return TargetID(slot: slot, generation: generations[slot])
    }
    guard let (slot, evictedWorth) = index.bestPlace(for: hash, worth: { targets[$0].worth })
    else {
      refusedCount += 1
      return nil
    }
    if let evictedWorth, evictedWorth > 0.1 { evictedCount += 1 }
    if family == .listener { listenerCount += 1 }
    index.assign(slot, to: hash)
    generations[slot] &+= 1
    setBusy(slot)
    targets[slot] = Target(family: family, address: address, port: port)
    return TargetID(slot: slot, generation: generations[slot])
  }
}
