import BasicContainers
import InternetTypes
import PacketDissection

/// What printing QUIC needs to know of packets before: between whom it is spoken, and which connection IDs there are.
///
/// A short header says neither. Both tables have a fixed size, and what comes later displaces what came earlier in the
/// same place: a flow that is displaced shows as UDP until its next long header.
struct QUICMemory: ~Copyable {
  /// Places for flows, and for connection IDs; powers of two.
  private static var flowCount: Int { 1 << 16 }
  private static var connectionIDCount: Int { 1 << 14 }

  private let hash = KeyedHash()
  /// Hashes of addresses and ports of which both directions have one; 0 is free.
  private var flows = RigidArray<UInt64>(repeating: 0, count: flowCount)
  private var connectionIDs = RigidArray<QUICConnectionID>(
    repeating: QUICConnectionID(), count: connectionIDCount)
  /// A bit for each length that a connection ID was seen to have.
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

  /// Whether QUIC was seen on a flow.
  func knows(flow: UInt64) -> Bool { flows[Int(flow >> 1) & (flows.count &- 1)] == flow }

  /// Notes that a flow carries QUIC.
  mutating func enter(flow: UInt64) { flows[Int(flow >> 1) & (flows.count &- 1)] = flow }

  /// Notes a connection ID.
  mutating func enter(_ id: QUICConnectionID) {
    guard !id.isEmpty else { return }
    lengths |= 1 << UInt32(id.byteCount)
    connectionIDs[place(id)] = id
  }

  private func place(_ id: QUICConnectionID) -> Int {
    Int(hash(id.number, 0, UInt32(id.byteCount))) & (connectionIDs.count &- 1)
  }

  /// The known connection ID that a short header's bytes after the first begin with, the longest there is.
  func connectionID(in bytes: Span<UInt8>) -> QUICConnectionID? {
    var count = min(bytes.count, QUICConnectionID.maximumByteCount)
    while count > 0 {
      if lengths & 1 << UInt32(count) != 0 {
        let id = QUICConnectionID(bytes.extracting(0..<count))
        if connectionIDs[place(id)] == id { return id }
      }
      count &-= 1
    }
    return nil
  }
}
