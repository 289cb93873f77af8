import InternetTypes
import PacketDissection

/// What tells one connection from another: protocol, both endpoints, and the VLAN and tunnel it is in.
///
/// The endpoint that comes first has the lower port, then the lower address, so that both directions have one key.
struct FlowKey: Equatable {
  /// Addresses as numbers of whichever version, in halves: a value of 128 bits would cost room for its alignment.
  private var firstHigh: UInt64
  private var firstLow: UInt64
  private var secondHigh: UInt64
  private var secondLow: UInt64
  /// Both ports, the first endpoint's in the high half.
  var ports: UInt32
  /// Protocol, whether the addresses are of IP version 6, the VLAN, and the kind of the innermost tunnel.
  var domain: UInt32
  /// A hash of the tunnels it is in, 0 outside of any: different ones are different networks.
  private(set) var tunnelHash: UInt32 = 0

  init(first: UInt128, second: UInt128, ports: UInt32, domain: UInt32) {
    firstHigh = UInt64(truncatingIfNeeded: first >> 64)
    firstLow = UInt64(truncatingIfNeeded: first)
    secondHigh = UInt64(truncatingIfNeeded: second >> 64)
    secondLow = UInt64(truncatingIfNeeded: second)
    self.ports = ports
    self.domain = domain
  }

  var first: UInt128 { UInt128(firstHigh) << 64 | UInt128(firstLow) }
  var second: UInt128 { UInt128(secondHigh) << 64 | UInt128(secondLow) }

  /// The key of a packet from `source` to `destination`, and whether the source comes first in it.
  static func key(
    source: UInt128, destination: UInt128, sourcePort: UInt16, destinationPort: UInt16,
    domain: UInt32
  ) -> (key: FlowKey, isSourceFirst: Bool) {
    let isReversed =
      sourcePort > destinationPort || sourcePort == destinationPort && source > destination
    let ports = UInt32(sourcePort) << 16 | UInt32(destinationPort)
    if isReversed {
      let key = FlowKey(
        first: destination, second: source, ports: ports << 16 | ports >> 16, domain: domain)
      return (key, false)
    }
    return (FlowKey(first: source, second: destination, ports: ports, domain: domain), true)
  }

  /// The bits of `domain`.
  static func domain(
    protocol: IPProtocol, isVersion6: Bool, vlan: UInt16?
  ) -> UInt32 {
    UInt32(`protocol`.rawValue) | (isVersion6 ? 1 << 8 : 0)
      | (vlan.map { 1 << 9 | UInt32($0) << 16 } ?? 0)
  }

  var `protocol`: IPProtocol { IPProtocol(rawValue: UInt8(truncatingIfNeeded: domain)) }
  var isVersion6: Bool { domain & 1 << 8 != 0 }
  var vlan: UInt16? {
    domain & 1 << 9 == 0 ? nil : UInt16(truncatingIfNeeded: domain >> 16)
  }

  /// The innermost tunnel it is in.
  var tunnel: Tunnel.Kind? { Tunnel.Kind(rawValue: UInt8(truncatingIfNeeded: domain >> 10 & 0x3f)) }

  /// Whether it is in a tunnel.
  var isTunneled: Bool { domain & 0x3f << 10 != 0 }

  /// The same addresses and ports inside of a tunnel.
  func inside(_ tunnel: TunnelPath?) -> FlowKey {
    guard let tunnel else { return self }
    var key = self
    key.domain |= UInt32(tunnel.kind.rawValue & 0x3f) << 10
    key.tunnelHash = tunnel.hash
    return key
  }

  /// One of the two endpoints.
  func endpoint(isFirst: Bool) -> Endpoint {
    let number = isFirst ? first : second
    let port = UInt16(truncatingIfNeeded: isFirst ? ports >> 16 : ports)
    if isVersion6 {
      return Endpoint(address: .v6(IPv6Address(rawValue: number)), port: port)
    }
    let address = IPv4Address(rawValue: UInt32(truncatingIfNeeded: number))
    return Endpoint(address: .v4(address), port: port)
  }
}
