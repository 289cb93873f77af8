public import BasicContainers

/// Finds elements by the hash of their key: open addressing with linear probing and back-shift deletion.
///
/// The index keeps the hash with each handle, so that an element is read only if its hash is equal; the caller compares
/// the key. Give it hashes under a secret key if traffic chooses the keys. At its limit three of four slots are taken:
/// 10.7 bytes for each element.
public struct KeyedIndex<Element: ~Copyable>: ~Copyable {
  /// A slot; free if its handle is `none`.
  @frozen
  @usableFromInline
  struct Slot: BitwiseCopyable {
    @usableFromInline
    var hash: UInt32
    @usableFromInline
    var handle: Handle<Element>

    @inlinable
    init(hash: UInt32, handle: Handle<Element>) {
      self.hash = hash
      self.handle = handle
    }

    @inlinable
    static var free: Slot { Slot(hash: 0, handle: .none) }
  }

  @usableFromInline
  var slots: RigidArray<Slot>
  @usableFromInline
  var storedCount = 0
  /// How many slots `limit` elements need; growth stops here.
  @usableFromInline
  let slotLimit: Int

  @usableFromInline
  static var smallestSlotCount: Int { 1024 }

  /// An empty index.
  ///
  /// - Parameter limit: how many elements it is to hold. More still fit, at the cost of memory.
  @inlinable
  public init(limit: Int) {
    slotLimit = (max(limit, 1) &* 4 &+ 2) / 3 &+ 8
    slots = RigidArray(repeating: .free, count: min(Self.smallestSlotCount, slotLimit))
  }

  /// How many elements it holds.
  @inlinable
  public var count: Int { storedCount }

  /// The first slot of the search for a hash: its upper bits scaled to the number of slots.
  @inlinable
  @inline(__always)
  func home(of hash: UInt32) -> Int {
    Int(truncatingIfNeeded: (UInt64(hash) &* UInt64(truncatingIfNeeded: slots.count)) >> 32)
  }

  @inlinable
  @inline(__always)
  func slot(after slot: Int) -> Int { slot &+ 1 == slots.count ? 0 : slot &+ 1 }

  /// How many steps lead from one slot to another.
  @inlinable
  func distance(from start: Int, to slot: Int) -> Int {
    slot >= start ? slot &- start : slot &- start &+ slots.count
  }

  /// Finds an element.
  ///
  /// - Parameters:
  ///   - hash: the hash of its key.
  ///   - matches: whether an element of that hash has the key.
  /// - Returns: the first that matches; `none` if none does.
  @inlinable
  @inline(__always)
  public func find(
    _ hash: UInt32, where matches: (Handle<Element>) -> Bool
  ) -> Handle<Element> {
    var slot = home(of: hash)
    while true {
      let candidate = slots[slot]
      if candidate.handle.isNone { return .none }
      if candidate.hash == hash, matches(candidate.handle) { return candidate.handle }
      slot = self.slot(after: slot)
    }
  }

  /// The first element with this hash, whatever its key: a guess that is nearly always right.
  ///
  /// - Parameters:
  ///   - hash: the hash of a key.
  ///   - steps: how many slots are looked at.
  /// - Returns: the handle; `none` if no such element is near its home slot.
  @inlinable
  @inline(__always)
  public func guess(_ hash: UInt32, steps: Int = 4) -> Handle<Element> {
    var slot = home(of: hash)
    for _ in 0..<steps {
      let candidate = slots[slot]
      if candidate.handle.isNone { return .none }
      if candidate.hash == hash { return candidate.handle }
      slot = self.slot(after: slot)
    }
    return .none
  }

  /// Adds an element under the hash of its key; the same key may be added several times.
  @inlinable
  public mutating func insert(_ handle: Handle<Element>, hash: UInt32) {
    if (storedCount &+ 1) &* 4 > slots.count &* 3 { grow() }
    place(Slot(hash: hash, handle: handle))
    storedCount &+= 1
  }

  @inlinable
  mutating func place(_ entry: Slot) {
    var slot = home(of: entry.hash)
    while !slots[slot].handle.isNone { slot = self.slot(after: slot) }
    slots[slot] = entry
  }

  /// Doubles the number of slots, or raises it to the limit.
  @inlinable
  mutating func grow() {
    let doubled = slots.count * 2
    var former = RigidArray(
      repeating: Slot.free, count: slots.count < slotLimit ? min(doubled, slotLimit) : doubled)
    swap(&former, &slots)
    for slot in 0..<former.count where !former[slot].handle.isNone { place(former[slot]) }
  }

  /// Removes an element, and moves later entries of its probe sequence back.
  ///
  /// - Parameters:
  ///   - handle: the element; no effect if it is not there.
  ///   - hash: the hash that it was added under.
  @inlinable
  public mutating func remove(_ handle: Handle<Element>, hash: UInt32) {
    var slot = home(of: hash)
    while slots[slot].handle != handle {
      guard !slots[slot].handle.isNone else { return }
      slot = self.slot(after: slot)
    }
    var candidate = self.slot(after: slot)
    while !slots[candidate].handle.isNone {
      // An entry may move to the free slot unless its home is after that slot.
      let home = home(of: slots[candidate].hash)
      if distance(from: home, to: candidate) >= distance(from: slot, to: candidate) {
        slots[slot] = slots[candidate]
        slot = candidate
      }
      candidate = self.slot(after: candidate)
    }
    slots[slot] = .free
    storedCount &-= 1
  }

  /// Prefetches the slot at which the search for a hash begins.
  @inlinable
  @inline(__always)
  public func prefetch(_ hash: UInt32) { slots.prefetch(home(of: hash)) }
}

extension KeyedIndex: Sendable where Element: ~Copyable {}
