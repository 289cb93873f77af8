/// An IP protocol or IPv6 next header number (IANA, "Assigned Internet Protocol Numbers").
public struct IPProtocol: RawRepresentable, Hashable, Sendable {
  /// The number on the wire.
  public let rawValue: UInt8

  /// The protocol of this number; the wire can carry any.
  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// IPv6 hop-by-hop options (RFC 8200, section 4.3); reserved in IPv4.
  @inlinable public static var hopByHopOptions: IPProtocol { IPProtocol(rawValue: 0) }
  /// ICMP (RFC 792).
  @inlinable public static var icmp: IPProtocol { IPProtocol(rawValue: 1) }
  /// IGMP (RFC 3376).
  @inlinable public static var igmp: IPProtocol { IPProtocol(rawValue: 2) }
  /// EGP (RFC 904).
  @inlinable public static var exteriorGateway: IPProtocol { IPProtocol(rawValue: 8) }
  /// IGRP, Cisco's interior gateway protocol.
  @inlinable public static var interiorGateway: IPProtocol { IPProtocol(rawValue: 9) }
  /// RSVP (RFC 2205).
  @inlinable public static var rsvp: IPProtocol { IPProtocol(rawValue: 46) }
  /// IP mobility with minimal encapsulation (RFC 2004).
  @inlinable public static var minimalEncapsulation: IPProtocol { IPProtocol(rawValue: 55) }
  /// EIGRP (RFC 7868).
  @inlinable public static var eigrp: IPProtocol { IPProtocol(rawValue: 88) }
  /// OSPF (RFC 2328, RFC 5340).
  @inlinable public static var ospf: IPProtocol { IPProtocol(rawValue: 89) }
  /// PIM (RFC 7761).
  @inlinable public static var pim: IPProtocol { IPProtocol(rawValue: 103) }
  /// VRRP (RFC 5798).
  @inlinable public static var vrrp: IPProtocol { IPProtocol(rawValue: 112) }
  /// PGM (RFC 3208).
  @inlinable public static var pgm: IPProtocol { IPProtocol(rawValue: 113) }
  /// IPv4 inside IP.
  @inlinable public static var ipv4: IPProtocol { IPProtocol(rawValue: 4) }
  /// TCP (RFC 9293).
  @inlinable public static var tcp: IPProtocol { IPProtocol(rawValue: 6) }
  /// UDP (RFC 768).
  @inlinable public static var udp: IPProtocol { IPProtocol(rawValue: 17) }
  /// DCCP (RFC 4340).
  @inlinable public static var dccp: IPProtocol { IPProtocol(rawValue: 33) }
  /// IPv6 inside IP.
  @inlinable public static var ipv6: IPProtocol { IPProtocol(rawValue: 41) }
  /// IPv6 routing header (RFC 8200, section 4.4).
  @inlinable public static var routing: IPProtocol { IPProtocol(rawValue: 43) }
  /// IPv6 fragment header (RFC 8200, section 4.5).
  @inlinable public static var fragment: IPProtocol { IPProtocol(rawValue: 44) }
  /// GRE (RFC 2784).
  @inlinable public static var gre: IPProtocol { IPProtocol(rawValue: 47) }
  /// ESP (RFC 4303).
  @inlinable public static var encapsulatingSecurityPayload: IPProtocol { IPProtocol(rawValue: 50) }
  /// AH (RFC 4302).
  @inlinable public static var authenticationHeader: IPProtocol { IPProtocol(rawValue: 51) }
  /// IPv6 mobility before RFC 3775.
  @inlinable public static var mobilityOld: IPProtocol { IPProtocol(rawValue: 62) }
  /// ICMPv6 (RFC 4443).
  @inlinable public static var icmpv6: IPProtocol { IPProtocol(rawValue: 58) }
  /// No next header (RFC 8200, section 4.7).
  @inlinable public static var noNextHeader: IPProtocol { IPProtocol(rawValue: 59) }
  /// IPv6 destination options (RFC 8200, section 4.6).
  @inlinable public static var destinationOptions: IPProtocol { IPProtocol(rawValue: 60) }
  /// IPComp (RFC 3173).
  @inlinable public static var ipCompression: IPProtocol { IPProtocol(rawValue: 108) }
  /// SCTP (RFC 9260).
  @inlinable public static var sctp: IPProtocol { IPProtocol(rawValue: 132) }
  /// Sun ND, for diskless hosts.
  @inlinable public static var sunND: IPProtocol { IPProtocol(rawValue: 77) }
  /// Ethernet (RFC 8986).
  @inlinable public static var ethernet: IPProtocol { IPProtocol(rawValue: 143) }
  /// IPv6 mobility header (RFC 6275).
  @inlinable public static var mobility: IPProtocol { IPProtocol(rawValue: 135) }
}
