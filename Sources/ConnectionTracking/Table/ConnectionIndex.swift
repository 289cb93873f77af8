import BasicContainers
import InternetTypes

/// Finds the position of a key's connection: open addressing with linear probing under a keyed hash.
///
/// Each entry has the hash, so that a connection is read only if it is most probably the right one. At its full size
/// three of four slots are taken: 10.7 bytes for each connection.
struct ConnectionIndex: ~Copyable {
  /// A slot: the position plus one, or 0 if it is free.
  struct Entry {
    var hash: UInt32
    var position: UInt32
  }

  let keyedHash: KeyedHash
  private(set) var entries: RigidArray<Entry>
  private(set) var count = 0
  /// The most slots.
  private let slotLimit: Int

  /// An index of up to `limit` connections.
  init(limit: Int, keyedHash: KeyedHash = KeyedHash()) {
    self.keyedHash = keyedHash
    slotLimit = (max(limit, 1) &* 4 &+ 2) / 3 &+ 8
    entries = RigidArray(repeating: Entry(hash: 0, position: 0), count: 1024)
  }

  /// The hash of a key.
  func hash(_ key: inout FlowKey) -> UInt32 { Self.hash(&key, keyedHash) }

  /// The hash of a key under a table's keyed hash.
  static func hash(_ key: inout FlowKey, _ keyedHash: KeyedHash) -> UInt32 {
    // A multiplication mixes the domain into the ports. The envelope's hash has bits of
    // its own: a sender can choose it, and could cancel out the ports with it.
    let ports = key.ports ^ key.domain &* 0x9e37_79b1
    return keyedHash(key.first, key.second, UInt64(key.envelopeHash) << 32 | UInt64(ports))
  }

  /// The slot at which the search for a hash starts.
  @inline(__always)
  func start(_ hash: UInt32) -> Int {
    Int(truncatingIfNeeded: (UInt64(hash) &* UInt64(truncatingIfNeeded: entries.count)) >> 32)
  }

  /// The slot after another.
  @inline(__always)
  func next(_ slot: Int) -> Int { slot &+ 1 == entries.count ? 0 : slot &+ 1 }

  /// How many slots lie between two.
  private func distance(from start: Int, to slot: Int) -> Int {
    slot >= start ? slot &- start : slot &- start &+ entries.count
  }

  /// Inserts a position under its hash.
  mutating func insert(_ position: UInt32, hash: UInt32) {
    if (count &+ 1) &* 4 > entries.count &* 3 { grow() }
    place(Entry(hash: hash, position: position &+ 1))
    count &+= 1
  }

  private mutating func place(_ entry: Entry) {
    var slot = start(entry.hash)
    while entries[slot].position != 0 { slot = next(slot) }
    entries[slot] = entry
  }

  /// Doubles the table, up to the limit.
  private mutating func grow() {
    let size = entries.count < slotLimit ? min(entries.count * 2, slotLimit) : entries.count * 2
    var larger = RigidArray(repeating: Entry(hash: 0, position: 0), count: size)
    swap(&larger, &entries)
    for slot in 0..<larger.count where larger[slot].position != 0 { place(larger[slot]) }
  }

  /// Removes a position, and moves back the entries after it (back-shift deletion).
  mutating func remove(_ position: UInt32, hash: UInt32) {
    var slot = start(hash)
    while entries[slot].position != position &+ 1 {
      guard entries[slot].position != 0 else { return }
      slot = next(slot)
    }
    var candidate = next(slot)
    while entries[candidate].position != 0 {
      let home = start(entries[candidate].hash)
      // An entry may move if its home is not between the free slot and its own.
      if distance(from: home, to: candidate) >= distance(from: slot, to: candidate) {
        entries[slot] = entries[candidate]
        slot = candidate
      }
      candidate = next(candidate)
    }
    entries[slot] = Entry(hash: 0, position: 0)
    count &-= 1
  }
}
