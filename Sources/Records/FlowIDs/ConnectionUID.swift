import ConnectionTracking
import InternetTypes
import PacketDissection
import TextOutput

/// The unique identifier of a connection, the same in every run and for every file that contains its first packet.
///
/// It is a hash of endpoints, protocol, VLAN, tunnel and the time of the first packet. It has 96 bits: two of a
/// million connections share one with a probability below 10^-16.
enum ConnectionUID {
  /// The key is public: no table is indexed by these hashes.
  private static let hash = KeyedHash(HashKey(seed: 1))

  /// Appends `C` and 24 hexadecimal digits.
  static func append(_ connection: borrowing ConnectionSummary, into text: inout TextBuffer) {
    let (client, server) = (connection.client, connection.server)
    let time = UInt64(bitPattern: connection.start.rawValue)
    let ports = UInt64(client.port) << 16 | UInt64(server.port)
    let link = UInt64(connection.vlan ?? 0xffff) << 8 | UInt64(connection.tunnel?.rawValue ?? 0)
    let rest = UInt128(time) << 64 | UInt128(ports << 32 | link)
    let (one, other) = (number(client.address), number(server.address))
    let transport = UInt32(connection.protocol.rawValue)
    let first = hash.wide(one, other, transport)
    let low = hash.wide(rest, UInt128(first), transport)
    let high = hash.wide(rest ^ UInt128(low), UInt128(first), transport)
    text.append(byte: UInt8(ascii: "C"))
    text.append(hex: UInt32(truncatingIfNeeded: high), digits: 8)
    text.append(hex: UInt32(truncatingIfNeeded: low >> 32), digits: 8)
    text.append(hex: UInt32(truncatingIfNeeded: low), digits: 8)
  }

  /// An address as a number; an IPv4 address as its IPv4-mapped IPv6 address (RFC 4291, section 2.5.5.2).
  private static func number(_ address: IPAddress) -> UInt128 {
    switch address {
    case .v4(let address): UInt128(0xffff) << 32 | UInt128(address.rawValue)
    case .v6(let address): address.rawValue
    }
  }
}
