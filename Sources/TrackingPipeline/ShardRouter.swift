import ConnectionTracking
import InternetTypes
import PacketDissection

/// Assigns packets to shards.
///
/// TCP connections are spread by their addresses and ports. Everything else goes to the first shard: a QUIC connection
/// or an SCTP association can change its addresses, a TFTP transfer its ports, and a tunnel carries many connections.
struct ShardRouter {
  /// How many shards there are.
  let count: Int

  /// The shard of an Ethernet frame with a plain TCP segment; nil for a frame that cannot have one.
  @inline(__always)
  func shard(plain frame: Span<UInt8>) -> Int? {
    guard count > 1 else { return 0 }
    guard frame.count >= 54 else { return nil }
    switch frame.uint32(at: 12) {
    case 0x0800_4500...0x0800_45ff:
      return shard(
        addresses: UInt64(frame.uint32(at: 26)) &+ UInt64(frame.uint32(at: 30)),
        ports: UInt64(frame.uint16(at: 34)) &+ UInt64(frame.uint16(at: 36)))
    case 0x86dd_6000...0x86dd_6fff:
      guard frame.count >= 74 else { return nil }
      return shard(
        addresses: Self.sum(frame.uint128(at: 22), frame.uint128(at: 38)),
        ports: UInt64(frame.uint16(at: 54)) &+ UInt64(frame.uint16(at: 56)))
    default: return nil
    }
  }

  /// The shard of a decoded packet.
  func shard(of packet: Packet) -> Int {
    guard count > 1, case .tcp(let header) = packet.transport else { return 0 }
    let ports = UInt64(header.sourcePort) &+ UInt64(header.destinationPort)
    switch packet.network {
    case .ipv4(let network):
      return shard(
        addresses: UInt64(network.source.rawValue) &+ UInt64(network.destination.rawValue),
        ports: ports)
    case .ipv6(let network):
      return shard(
        addresses: Self.sum(network.source.rawValue, network.destination.rawValue), ports: ports)
    default: return 0
    }
  }

  /// Whether a packet reports an error about another one, whose connection can be in any shard.
  func isError(_ packet: Packet) -> Bool {
    switch packet.transport {
    case .icmp(let header): header.type.quotesPacket
    case .icmpv6(let header): header.type.isError
    default: false
    }
  }

  /// The shard of a TCP connection, by sums over both directions.
  ///
  /// An attacker can direct all connections to one shard, which is then as busy as a single tracker. The
  /// tables in the shards are keyed.
  private func shard(addresses: UInt64, ports: UInt64) -> Int {
    let mixed = (addresses &* 0x9e37_79b9_7f4a_7c15 ^ ports) &* 0xd6e8_feb8_6659_fd93
    return Int(truncatingIfNeeded: ((mixed >> 32) &* UInt64(count)) >> 32)
  }

  private static func sum(_ first: UInt128, _ second: UInt128) -> UInt64 {
    let sum = first &+ second
    return UInt64(truncatingIfNeeded: sum) &+ UInt64(truncatingIfNeeded: sum >> 64)
  }
}
