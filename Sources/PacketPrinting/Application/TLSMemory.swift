import BoundedCollections
import InternetTypes
import PacketDissection

/// The directions of connections whose TLS records the printer reads, each with its incomplete record.
///
/// At most 1,024 directions are kept, the most recently used, with 16 KiB each. A direction that was replaced is read
/// again from the next segment that begins with a record.
struct TLSMemory: ~Copyable {
  /// A direction: the sequence number of its next byte, and its records.
  struct Direction {
    var next: UInt32
    var stream = TLSStream()
  }

  private let hash = KeyedHash()
  private var directions = LRUTable<UInt64, Direction>(capacity: 1 << 10)

  /// The key of the direction that a segment belongs to.
  func key(_ packet: Packet, _ header: TCPHeader) -> UInt64 {
    let ports = UInt32(header.sourcePort) << 16 | UInt32(header.destinationPort)
    switch packet.network {
    case .ipv4(let ip):
      return hash.wide(UInt128(ip.source.rawValue), UInt128(ip.destination.rawValue), ports)
    case .ipv6(let ip): return hash.wide(ip.source.rawValue, ip.destination.rawValue, ports)
    default: return hash.wide(0, 0, ports)
    }
  }

  /// Removes and returns the direction with that key; nil if it is unknown.
  mutating func take(_ key: UInt64) -> Direction? {
    let entry = directions.find(key, hash: Self.index(key))
    guard !entry.isNone else { return nil }
    let direction = directions[entry].value
    directions.remove(entry)
    return direction
  }

  /// Stores a direction.
  mutating func put(_ key: UInt64, _ direction: Direction) {
    directions.insert(key, direction, hash: Self.index(key))
  }

  /// The 32-bit hash of a key, which is a hash itself.
  private static func index(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: key >> 32) }
}
