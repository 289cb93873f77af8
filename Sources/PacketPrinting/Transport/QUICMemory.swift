import BoundedCollections
import InternetTypes
import PacketDissection

/// The flows that carry QUIC and the connection IDs in use, as the printer knows them from earlier long headers.
///
/// A short header states neither. At most 65,536 flows and 16,384 connection IDs are kept, the most recently used: a
/// flow that was replaced shows as UDP until its next long header.
struct QUICMemory: ~Copyable {
  private let hash = KeyedHash()
  /// Hashes of addresses and ports, the same for both directions.
  private var flows = LRUTable<UInt64, Void>(capacity: 1 << 16)
  private var connectionIDs = LRUTable<QUICConnectionID, Void>(capacity: 1 << 14)
  /// A bit for each length of a connection ID so far.
  private var lengths: UInt32 = 0

  /// The hash of the datagram's addresses and ports.
  func flow(_ packet: Packet) -> UInt64 {
    guard case .udp(let header) = packet.transport else { return 1 }
    let source: UInt128
    let destination: UInt128
    switch packet.network {
    case .ipv4(let ip):
      (source, destination) = (UInt128(ip.source.rawValue), UInt128(ip.destination.rawValue))
    case .ipv6(let ip): (source, destination) = (ip.source.rawValue, ip.destination.rawValue)
    default: return 1
    }
    let ports = UInt32(header.sourcePort) << 16 | UInt32(header.destinationPort)
    let isReversed =
      header.sourcePort > header.destinationPort
      || header.sourcePort == header.destinationPort && source > destination
    return isReversed
      ? hash.wide(destination, source, ports << 16 | ports >> 16) | 1
      : hash.wide(source, destination, ports) | 1
  }

  /// Whether a flow is known to carry QUIC.
  func knows(flow: UInt64) -> Bool { !flows.find(flow, hash: Self.index(flow)).isNone }

  /// Records that a flow carries QUIC.
  mutating func enter(flow: UInt64) {
    let known = flows.find(flow, hash: Self.index(flow))
    if known.isNone { flows.insert(flow, (), hash: Self.index(flow)) } else { flows.touch(known) }
  }

  /// The 32-bit hash of a flow, whose number is a hash itself.
  private static func index(_ flow: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: flow >> 32) }

  /// Records a connection ID.
  mutating func enter(_ id: QUICConnectionID) {
    guard !id.isEmpty else { return }
    lengths |= 1 << UInt32(id.byteCount)
    let hash = index(id)
    let known = connectionIDs.find(id, hash: hash)
    if known.isNone { connectionIDs.insert(id, (), hash: hash) } else { connectionIDs.touch(known) }
  }

  private func index(_ id: QUICConnectionID) -> UInt32 {
    hash(id.number, 0, UInt32(id.byteCount))
  }

  /// The longest known connection ID that the bytes after the first byte of a short header begin with.
  func connectionID(in bytes: Span<UInt8>) -> QUICConnectionID? {
    var count = min(bytes.count, QUICConnectionID.maximumByteCount)
    while count > 0 {
      if lengths & 1 << UInt32(count) != 0 {
        let id = QUICConnectionID(bytes.extracting(0..<count))
        if !connectionIDs.find(id, hash: index(id)).isNone { return id }
      }
      count &-= 1
    }
    return nil
  }
}
