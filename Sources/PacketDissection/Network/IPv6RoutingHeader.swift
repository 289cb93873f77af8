import InternetTypes

/// An IPv6 routing header (RFC 8200, section 4.4).
///
///     +---------------+---------------+---------------+---------------+
///     |  Next Header  |  Hdr Ext Len  |  Routing Type | Segments Left |
///     +---------------+---------------+---------------+---------------+
///     |                type-specific data (4 bytes)                   |
///     +---------------------------------------------------------------+
///     |                addresses (16 bytes each)                      |
///     +---------------------------------------------------------------+
public struct IPv6RoutingHeader: Hashable, Sendable {
  /// The routing type.
  public let type: RouteType

  /// Addresses of the route that are still to be visited.
  public let segmentsLeft: UInt8

  /// The header's length byte: units of eight bytes after the first eight.
  public let extensionLength: UInt8

  /// Its first byte in the frame.
  public let offset: Int

  /// A routing type (IANA, "Routing Types").
  public struct RouteType: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8

    /// The type of this number; the wire can carry any.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A source route; deprecated by RFC 5095.
    public static let sourceRoute = RouteType(rawValue: 0)
    /// The home address of a mobile node (RFC 6275, section 6.4).
    public static let mobility = RouteType(rawValue: 2)
    /// A segment list, last segment first (RFC 8754).
    public static let segmentRouting = RouteType(rawValue: 4)
  }

  /// Reads the header of `byteCount` bytes at `offset`; all of it has to lie in the frame.
  init(at offset: Int, byteCount: Int, in frame: Span<UInt8>) {
    self.offset = offset
    extensionLength = frame[offset &+ 1]
    type = RouteType(rawValue: frame[offset &+ 2])
    segmentsLeft = frame[offset &+ 3]
  }

  /// Whether the header is a list of addresses.
  var isAddressList: Bool {
    type == .sourceRoute || type == .mobility || type == .segmentRouting
  }

  /// False if a list of addresses ends with half of one.
  var hasWholeAddresses: Bool { !isAddressList || extensionLength & 1 == 0 }

  /// How many addresses the header lists; 0 for types without a list.
  public var addressCount: Int { isAddressList ? Int(extensionLength) / 2 : 0 }

  /// The offset in the frame of the address with this index.
  public func addressOffset(_ index: Int) -> Int { offset + 8 + index * 16 }

  /// The last address of the route; nil if it is unknown.
  func finalDestination(of header: IPv6Header, in frame: Span<UInt8>) -> IPv6Address? {
    guard isAddressList else { return nil }
    guard addressCount > 0 else { return header.destination }
    let last = addressOffset(type == .segmentRouting ? 0 : addressCount - 1)
    guard last + 16 <= frame.count else { return nil }
    return IPv6Address(rawValue: frame.uint128(at: last))
  }
}
