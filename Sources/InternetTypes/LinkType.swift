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
  public static let null = LinkType(rawValue: 0)
  /// Ethernet II or IEEE 802.3.
  public static let ethernet = LinkType(rawValue: 1)
  /// IP without a link-layer header; the version nibble tells which (the number on Linux).
  public static let raw = LinkType(rawValue: 12)
  /// OpenBSD's raw IP number; on other systems it is not used.
  public static let rawOpenBSD = LinkType(rawValue: 14)
  /// The `LINKTYPE_` number of raw IP, as some libraries report it.
  public static let rawSavefile = LinkType(rawValue: 101)
  /// OpenBSD loopback: as `null`, in network byte order.
  public static let loop = LinkType(rawValue: 108)
  /// Linux cooked capture, version 1.
  public static let linuxCooked = LinkType(rawValue: 113)
  /// Raw IPv4.
  public static let ipv4 = LinkType(rawValue: 228)
  /// Raw IPv6.
  public static let ipv6 = LinkType(rawValue: 229)
  /// Linux cooked capture, version 2, with the interface's index.
  public static let linuxCooked2 = LinkType(rawValue: 276)
}
