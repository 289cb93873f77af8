/// An IP protocol or IPv6 next header number (IANA, "Assigned Internet Protocol Numbers").
public struct IPProtocol: RawRepresentable, Hashable, Sendable {
  /// The number on the wire.
  public let rawValue: UInt8

  /// The protocol of this number; the wire can carry any.
  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// IPv6 hop-by-hop options (RFC 8200, section 4.3); reserved in IPv4.
  public static let hopByHopOptions = IPProtocol(rawValue: 0)
  /// ICMP (RFC 792).
  public static let icmp = IPProtocol(rawValue: 1)
  /// IGMP (RFC 3376).
  public static let igmp = IPProtocol(rawValue: 2)
  /// IPv4 inside IP.
  public static let ipv4 = IPProtocol(rawValue: 4)
  /// TCP (RFC 9293).
  public static let tcp = IPProtocol(rawValue: 6)
  /// UDP (RFC 768).
  public static let udp = IPProtocol(rawValue: 17)
  /// DCCP (RFC 4340).
  public static let dccp = IPProtocol(rawValue: 33)
  /// IPv6 inside IP.
  public static let ipv6 = IPProtocol(rawValue: 41)
  /// IPv6 routing header (RFC 8200, section 4.4).
  public static let routing = IPProtocol(rawValue: 43)
  /// IPv6 fragment header (RFC 8200, section 4.5).
  public static let fragment = IPProtocol(rawValue: 44)
  /// GRE (RFC 2784).
  public static let gre = IPProtocol(rawValue: 47)
  /// ESP (RFC 4303).
  public static let encapsulatingSecurityPayload = IPProtocol(rawValue: 50)
  /// AH (RFC 4302).
  public static let authenticationHeader = IPProtocol(rawValue: 51)
  /// The number of IPv6 mobility before RFC 3775.
  public static let mobilityOld = IPProtocol(rawValue: 62)
  /// ICMPv6 (RFC 4443).
  public static let icmpv6 = IPProtocol(rawValue: 58)
  /// Nothing follows (RFC 8200, section 4.7).
  public static let noNextHeader = IPProtocol(rawValue: 59)
  /// IPv6 destination options (RFC 8200, section 4.6).
  public static let destinationOptions = IPProtocol(rawValue: 60)
  /// IPComp (RFC 3173).
  public static let ipCompression = IPProtocol(rawValue: 108)
  /// SCTP (RFC 9260).
  public static let sctp = IPProtocol(rawValue: 132)
  /// IPv6 mobility header (RFC 6275).
  public static let mobility = IPProtocol(rawValue: 135)
}
