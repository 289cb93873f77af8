/// What a captured frame begins with: a link-layer header type as libpcap numbers it (`DLT_` values).
///
/// libpcap translates the `LINKTYPE_` number of a savefile into these.
public struct LinkType: RawRepresentable, Hashable, Sendable {
  /// libpcap's number.
  public let rawValue: Int32

  /// The link type that libpcap calls by this number; any number can occur.
  @inlinable
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// BSD loopback: a four-byte protocol family in the capturing host's byte order.
  @inlinable public static var null: LinkType { LinkType(rawValue: 0) }
  /// Ethernet II or IEEE 802.3.
  @inlinable public static var ethernet: LinkType { LinkType(rawValue: 1) }
  /// IP without a link-layer header; the version nibble tells which (the number on Linux).
  @inlinable public static var raw: LinkType { LinkType(rawValue: 12) }
  /// OpenBSD's raw IP number; on other systems it is not used.
  @inlinable public static var rawOpenBSD: LinkType { LinkType(rawValue: 14) }
  /// The `LINKTYPE_` number of raw IP, as some libraries report it.
  @inlinable public static var rawSavefile: LinkType { LinkType(rawValue: 101) }
  /// OpenBSD loopback: as `null`, in network byte order.
  @inlinable public static var loop: LinkType { LinkType(rawValue: 108) }
  /// Linux cooked capture, version 1.
  @inlinable public static var linuxCooked: LinkType { LinkType(rawValue: 113) }
  /// Raw IPv4.
  @inlinable public static var ipv4: LinkType { LinkType(rawValue: 228) }
  /// Raw IPv6.
  @inlinable public static var ipv6: LinkType { LinkType(rawValue: 229) }
  /// Linux cooked capture, version 2, with the interface's index.
  @inlinable public static var linuxCooked2: LinkType { LinkType(rawValue: 276) }
}
