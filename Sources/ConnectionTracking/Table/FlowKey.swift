import InternetTypes
import PacketDissection

/// The identity of a connection: protocol, both endpoints, all VLAN tags and tunnels.
///
/// The first endpoint has the lower port, or with equal ports the lower address, so both directions have the same key.
struct FlowKey: Equatable {
  /// Addresses of either IP version as numbers, in halves: `UInt128` needs an alignment of 16 bytes.
  private var firstHigh: UInt64
  private var firstLow: UInt64
  private var secondHigh: UInt64
  private var secondLow: UInt64
  /// Both ports, the first endpoint's in the high half.
  var ports: UInt32
  /// Protocol, IP version, kind of the innermost tunnel, and VLAN, packed (`domain(protocol:isVersion6:vlan:)`).
  var domain: UInt32
  /// A hash of its tunnels and of all VLAN tags but the innermost (`Envelope`), 0 without any.
  ///
  /// The same addresses in another tunnel or VLAN are another network.
  private(set) var envelopeHash: UInt32 = 0

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

  /// The key of a packet, and whether its source is the first endpoint.
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

  /// The packed domain outside of any tunnel: protocol in bits 0 to 7, IP version 6 in bit 8, VLAN in bits 9 and 16 to
  /// 31.
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

  /// The kind of its innermost tunnel.
  var tunnel: Tunnel.Kind? { Tunnel.Kind(rawValue: UInt8(truncatingIfNeeded: domain >> 10 & 0x3f)) }

  /// Whether it is in a tunnel.
  var isTunneled: Bool { domain & 0x3f << 10 != 0 }

  /// The hash of a key under a table's keyed hash.
  ///
  /// The key is only read: as a value its 48 bytes would be copied.
  static func hash(_ key: inout FlowKey, _ keyedHash: KeyedHash) -> UInt32 {
    // A multiplication mixes the domain into the ports. The envelope's hash has bits of
    // its own: a sender can choose it, and could cancel out the ports with it.
    let ports = key.ports ^ key.domain &* 0x9e37_79b1
    return keyedHash(key.first, key.second, UInt64(key.envelopeHash) << 32 | UInt64(ports))
  }

  /// The key with the same addresses and ports in an envelope; the key has the envelope's VLAN already.
  func inside(_ envelope: Envelope) -> FlowKey {
    guard envelope.hash != 0 else { return self }
    var key = self
    if let kind = envelope.kind { key.domain |= UInt32(kind.rawValue & 0x3f) << 10 }
    key.envelopeHash = envelope.hash
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
