import InternetTypes
import PacketDissection

/// An address of either IP version as one number: IPv4 as `::ffff:a.b.c.d`, which no packet carries as IPv6.
typealias HostNumber = UInt128

extension HostNumber {
  /// The number of an IPv4 address.
  init(_ address: IPv4Address) { self = 0xffff_0000_0000 | UInt128(address.rawValue) }

  /// Whether it represents an IPv4 address.
  var isIPv4: Bool { self >> 32 == 0xffff }

  /// The address that it represents.
  var address: IPAddress {
    isIPv4
      ? .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: self)))
      : .v6(IPv6Address(rawValue: self))
  }

  /// Whether it is a multicast group (RFC 5771; RFC 4291, section 2.7), or the IPv4 broadcast address.
  var isMulticast: Bool {
    isIPv4
      ? UInt32(truncatingIfNeeded: self) >> 28 == 14 || UInt32(truncatingIfNeeded: self) == .max
      : self >> 120 == 0xff
  }

  /// The network of the address: /24 for IPv4, /64 for IPv6.
  var network: HostNumber { isIPv4 ? self & ~0xff : self & ~0xffff_ffff_ffff_ffff }

  /// The prefix length of `network`.
  var networkPrefixLength: Int { isIPv4 ? 24 : 64 }

  /// The larger network in which sources are compared: /16 for IPv4, /32 for IPv6.
  var region: UInt32 {
    isIPv4
      ? UInt32(truncatingIfNeeded: self) & 0xffff_0000 : UInt32(truncatingIfNeeded: self >> 96)
  }
}

extension Packet {
  /// Source, destination and time to live of the IP header; nil if there is none.
  var hosts: (source: HostNumber, destination: HostNumber, timeToLive: UInt8)? {
    switch network {
    case .ipv4(let header):
      (HostNumber(header.source), HostNumber(header.destination), header.timeToLive)
    case .ipv6(let header):
      (header.source.rawValue, header.destination.rawValue, header.hopLimit)
    case .none, .arp: nil
    }
  }
}
