/// An EtherType: the protocol that an Ethernet payload belongs to (IEEE 802, registry of the IEEE).
public struct EtherType: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt16

  /// The EtherType of this number; the wire can carry any.
  @inlinable
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The largest value that is a length instead (IEEE 802.3).
  public static let maximumLength: UInt16 = 1500

  public static let ipv4 = EtherType(rawValue: 0x0800)
  public static let arp = EtherType(rawValue: 0x0806)
  public static let reverseARP = EtherType(rawValue: 0x8035)
  public static let vlan = EtherType(rawValue: 0x8100)
  public static let ipv6 = EtherType(rawValue: 0x86dd)
  /// Stacked VLAN tag, IEEE 802.1ad.
  public static let serviceVLAN = EtherType(rawValue: 0x88a8)
  /// Stacked VLAN tags from before 802.1ad.
  public static let vlan9100 = EtherType(rawValue: 0x9100)
  public static let vlan9200 = EtherType(rawValue: 0x9200)
  /// MACsec, IEEE 802.1AE.
  public static let macSecurity = EtherType(rawValue: 0x88e5)
  /// Jumbo frames with an LLC header.
  public static let jumbo = EtherType(rawValue: 0x8870)

  /// Whether a four-byte VLAN tag follows.
  @inlinable
  public var isVLANTag: Bool {
    switch rawValue {
    case 0x8100, 0x88a8, 0x9100, 0x9200: true
    default: false
    }
  }
}
