/// An EtherType: the protocol that an Ethernet payload belongs to (IEEE 802, registry of the IEEE).
public struct EtherType: RawRepresentable, Hashable, Sendable {
  /// The number on the wire.
  public let rawValue: UInt16

  /// The EtherType of this number; the wire can carry any.
  @inlinable
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The largest value that is a length instead (IEEE 802.3).
  public static let maximumLength: UInt16 = 1500

  /// IPv4.
  @inlinable public static var ipv4: EtherType { EtherType(rawValue: 0x0800) }
  /// ARP (RFC 826).
  @inlinable public static var arp: EtherType { EtherType(rawValue: 0x0806) }
  /// RARP (RFC 903).
  @inlinable public static var reverseARP: EtherType { EtherType(rawValue: 0x8035) }
  /// VLAN tag (IEEE 802.1Q).
  @inlinable public static var vlan: EtherType { EtherType(rawValue: 0x8100) }
  /// IPv6.
  @inlinable public static var ipv6: EtherType { EtherType(rawValue: 0x86dd) }
  /// Stacked VLAN tag, IEEE 802.1ad.
  @inlinable public static var serviceVLAN: EtherType { EtherType(rawValue: 0x88a8) }
  /// Stacked VLAN tag from before 802.1ad.
  @inlinable public static var vlan9100: EtherType { EtherType(rawValue: 0x9100) }
  /// Another stacked VLAN tag from before 802.1ad.
  @inlinable public static var vlan9200: EtherType { EtherType(rawValue: 0x9200) }
  /// MACsec, IEEE 802.1AE.
  @inlinable public static var macSecurity: EtherType { EtherType(rawValue: 0x88e5) }
  /// Ethernet inside GRE (RFC 1701).
  @inlinable public static var transparentEthernet: EtherType { EtherType(rawValue: 0x6558) }
  /// MPLS (RFC 3032).
  @inlinable public static var mpls: EtherType { EtherType(rawValue: 0x8847) }
  /// MPLS with upstream-assigned labels, once multicast (RFC 5332).
  @inlinable public static var mplsUpstream: EtherType { EtherType(rawValue: 0x8848) }
  /// PPPoE sessions (RFC 2516).
  @inlinable public static var pppoeSession: EtherType { EtherType(rawValue: 0x8864) }
  /// PPPoE discovery (RFC 2516).
  @inlinable public static var pppoeDiscovery: EtherType { EtherType(rawValue: 0x8863) }
  /// PPPoE discovery, by a number used before its assignment.
  @inlinable public static var pppoeDiscoveryOld: EtherType { EtherType(rawValue: 0x3c12) }
  /// PPPoE sessions, by a number used before its assignment.
  @inlinable public static var pppoeSessionOld: EtherType { EtherType(rawValue: 0x3c13) }
  /// PPP, mostly inside GRE (RFC 2637).
  @inlinable public static var pointToPoint: EtherType { EtherType(rawValue: 0x880b) }
  /// Cisco's VN-Tag.
  @inlinable public static var vnTag: EtherType { EtherType(rawValue: 0x8926) }
  /// TRILL (RFC 6325).
  @inlinable public static var trill: EtherType { EtherType(rawValue: 0x22f3) }
  /// A service instance tag of a provider backbone bridge (I-TAG, IEEE 802.1ah).
  @inlinable public static var backboneBridge: EtherType { EtherType(rawValue: 0x88e7) }
  /// Cisco's FabricPath.
  @inlinable public static var fabricPath: EtherType { EtherType(rawValue: 0x8903) }
  /// Cisco MetaData, with a security group tag.
  @inlinable public static var ciscoMetadata: EtherType { EtherType(rawValue: 0x8909) }
  /// The tag of a redundant ring (IEC 62439-3, HSR).
  @inlinable public static var redundantRing: EtherType { EtherType(rawValue: 0x892f) }
  /// A Network Service Header (RFC 8300).
  @inlinable public static var serviceHeader: EtherType { EtherType(rawValue: 0x894f) }
  /// PTP (IEEE 1588-2008, annex F).
  @inlinable public static var precisionTime: EtherType { EtherType(rawValue: 0x88f7) }
  /// Jumbo frames with an LLC header.
  @inlinable public static var jumbo: EtherType { EtherType(rawValue: 0x8870) }

  /// Novell's IPX.
  @inlinable public static var ipx: EtherType { EtherType(rawValue: 0x8137) }
  /// ISO protocols; the payload begins with their network layer protocol identifier (NLPID, ISO/IEC TR 9577).
  @inlinable public static var osi: EtherType { EtherType(rawValue: 0xfefe) }

  /// Whether a four-byte VLAN tag follows.
  @inlinable
  public var isVLANTag: Bool {
    switch rawValue {
    case 0x8100, 0x88a8, 0x9100, 0x9200: true
    default: false
    }
  }
}
