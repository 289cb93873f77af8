import BasicContainers
import InternetTypes
import PacketDissection

/// The sequence numbers that relative ones are counted from, by tcpdump's rule.
///
/// A pair of endpoints is entered with the first segment that carries an ACK, or again with every SYN-ACK: the
/// base of its direction is its own sequence number, that of the other direction one before what it
/// acknowledges. At most `capacity` pairs are kept; the oldest goes first, and a pair that comes back starts anew.
struct RelativeSequence: ~Copyable {
  /// Both directions of a connection: lower port first, then lower address.
  struct Pair: Equatable {
    /// Addresses as numbers, of whichever version.
    var first: UInt128
    var second: UInt128
    /// Both ports, the first one's in the high half.
    var ports: UInt32
  }

  private struct Entry {
    var pair: Pair
    /// The pair's hash; its highest bit tells the IP version, so that equal numbers of two versions differ.
    var hash: UInt32
    var firstBase: UInt32
    var secondBase: UInt32
  }

  /// What a segment's numbers become.
  struct Bases {
    /// To be subtracted from the sequence number; nil when the segment set the bases and shows absolute.
    var sequence: UInt32
    var acknowledgment: UInt32
    /// To be subtracted from SACK edges, always.
    var selective: UInt32
  }

  let capacity: Int
  private let hash = KeyedHash()
  private var entries = RigidArray<Entry>(capacity: 64)
  /// Position in `entries` plus one, 0 where free; open addressing, always at most half full.
  private var index = RigidArray<UInt32>(repeating: 0, count: 128)
  private var oldest = 0

  /// How many pairs had to go to make room.
  private(set) var evictedCount: UInt64 = 0

  init(capacity: Int = 1 << 20) { self.capacity = max(capacity, 1) }

  /// Looks a segment with an ACK up, or enters it.
  mutating func bases(
    source: UInt128, destination: UInt128, isVersion6: Bool, header: TCPHeader
  ) -> Bases {
    let isReversed =
      header.sourcePort > header.destinationPort
      || header.sourcePort == header.destinationPort && source > destination
    let ports = UInt32(header.sourcePort) << 16 | UInt32(header.destinationPort)
    let pair =
      isReversed
      ? Pair(first: destination, second: source, ports: ports << 16 | ports >> 16)
      : Pair(first: source, second: destination, ports: ports)
    let version: UInt32 = isVersion6 ? 1 << 31 : 0
    let hash = self.hash(pair.first, pair.second, UInt64(pair.ports)) & ~(1 << 31) | version
    let own = header.sequence.rawValue
    let other = header.acknowledgment.rawValue &- 1
    let (firstBase, secondBase) = isReversed ? (other, own) : (own, other)

    var slot = Int(hash) & (index.count &- 1)
    while index[slot] != 0 {
      let at = Int(index[slot]) &- 1
      if entries[at].hash == hash && entries[at].pair == pair {
        if header.flags.contains(.syn) {
          entries[at].firstBase = firstBase
          entries[at].secondBase = secondBase
          return Bases(sequence: 0, acknowledgment: 0, selective: other)
        }
        let (first, second) = (entries[at].firstBase, entries[at].secondBase)
        return isReversed
          ? Bases(sequence: second, acknowledgment: first, selective: first)
          : Bases(sequence: first, acknowledgment: second, selective: second)
      }
      slot = (slot &+ 1) & (index.count &- 1)
    }
    insert(Entry(pair: pair, hash: hash, firstBase: firstBase, secondBase: secondBase))
    return Bases(sequence: 0, acknowledgment: 0, selective: other)
  }

  private mutating func insert(_ entry: Entry) {
    if entries.count == capacity {
      removeFromIndex(position: oldest)
      entries[oldest] = entry
      place(position: oldest)
      oldest = (oldest + 1) % capacity
      evictedCount += 1
      return
    }
    if entries.count == entries.capacity { grow() }
    entries.append(entry)
    place(position: entries.count - 1)
  }

  /// Doubles the table; rare, and only until `capacity` is reached.
  private mutating func grow() {
    let size = min(entries.capacity * 2, capacity)
    entries.reallocate(capacity: size)
    var slots = index.count
    while slots < size * 2 { slots *= 2 }
    index = RigidArray(repeating: 0, count: slots)
    for position in 0..<entries.count { place(position: position) }
  }

  private mutating func place(position: Int) {
    var slot = Int(entries[position].hash) & (index.count &- 1)
    while index[slot] != 0 { slot = (slot &+ 1) & (index.count &- 1) }
    index[slot] = UInt32(truncatingIfNeeded: position &+ 1)
  }

  /// Frees a slot and moves back the entries that had to go past it.
  private mutating func removeFromIndex(position: Int) {
    let mask = index.count - 1
    var slot = Int(entries[position].hash) & mask
    while index[slot] != UInt32(truncatingIfNeeded: position + 1) { slot = (slot + 1) & mask }
    var next = (slot + 1) & mask
    while index[next] != 0 {
      let home = Int(entries[Int(index[next]) - 1].hash) & mask
      // It may move when its home is not between the free slot and where it is.
      if (next &- home) & mask >= (next &- slot) & mask {
        index[slot] = index[next]
        slot = next
      }
      next = (next + 1) & mask
    }
    index[slot] = 0
  }
}
