import BoundedCollections
import InternetTypes
import PacketDissection

/// The base sequence numbers that relative ones are computed from, by tcpdump's rule.
///
/// A pair of endpoints is added with its first segment that carries an ACK, and its bases are set again by every SYN-ACK:
/// the base of the segment's direction is its own sequence number, that of the other direction one less than what it
/// acknowledges. At most `capacity` pairs are kept; a new one replaces the oldest, and a pair that returns is added anew.
struct RelativeSequence: ~Copyable {
  /// Both directions of a connection: lower port first, then lower address.
  struct Pair: Equatable {
    /// Addresses as numbers, of either version.
    var first: UInt128
    var second: UInt128
    /// Both ports, the first one's in the high half.
    var ports: UInt32
  }

  /// A pair with the bases of both directions.
  struct Entry {
    var pair: Pair
    /// The hash of the pair; its lowest bit is the IP version, so that equal numbers of both versions differ.
    var hash: UInt32
    var firstBase: UInt32
    var secondBase: UInt32
  }

  /// The bases of a segment's numbers.
  struct Bases {
    /// To be subtracted from the sequence number; 0 if the segment set the bases and is shown absolute.
    var sequence: UInt32
    var acknowledgment: UInt32
    /// To be subtracted from SACK edges, always.
    var selective: UInt32
  }

  private let hash = KeyedHash()
  private var entries: Ring<Entry>
  private var index: KeyedIndex<Entry>

  /// How many pairs were replaced because the table was full.
  private(set) var evictedCount: UInt64 = 0

  init(capacity: Int = 1 << 20) {
    entries = Ring(capacity: capacity)
    index = KeyedIndex(limit: capacity)
  }

  /// The bases of a segment with an ACK, whose pair is added if it is not there.
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
    let version: UInt32 = isVersion6 ? 1 : 0
    let hash = self.hash(pair.first, pair.second, UInt64(pair.ports)) & ~1 | version
    let own = header.sequence.rawValue
    let other = header.acknowledgment.rawValue &- 1
    let (firstBase, secondBase) = isReversed ? (other, own) : (own, other)

    let found = index.find(hash) { entries[$0].pair == pair }
    if found.isNone {
      insert(Entry(pair: pair, hash: hash, firstBase: firstBase, secondBase: secondBase))
      return Bases(sequence: 0, acknowledgment: 0, selective: other)
    }
    if header.flags.contains(.syn) {
      entries[found].firstBase = firstBase
      entries[found].secondBase = secondBase
      return Bases(sequence: 0, acknowledgment: 0, selective: other)
    }
    let (first, second) = (entries[found].firstBase, entries[found].secondBase)
    return isReversed
      ? Bases(sequence: second, acknowledgment: first, selective: first)
      : Bases(sequence: first, acknowledgment: second, selective: second)
  }

  private mutating func insert(_ entry: Entry) {
    if entries.isFull {
      index.remove(entries.oldest, hash: entries[entries.oldest].hash)
      evictedCount += 1
    }
    index.insert(entries.append(entry), hash: entry.hash)
  }
}
