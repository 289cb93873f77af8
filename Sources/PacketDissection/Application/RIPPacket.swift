public import InternetTypes

/// A packet of the Routing Information Protocol (RFC 1058, RFC 2453, section 4): a header and entries of 20 bytes.
public struct RIPPacket: Hashable, Sendable {
  /// The protocol as tcpdump names it if a packet is cut.
  public static var name: String { "rip" }

  /// Bytes of the header.
  public static var headerByteCount: Int { 4 }

  /// Bytes of an entry.
  public static var entryByteCount: Int { 20 }

  /// The purpose of the packet: 1 request, 2 response.
  public let command: UInt8
  /// Protocol version.
  public let version: UInt8

  /// The packet at `offset`; nil if its header was not captured.
  public init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(Self.headerByteCount, at: offset) else { return nil }
    command = bytes[offset]
    version = bytes[offset + 1]
  }
}

/// A route of a RIP packet, or something else in its place (RFC 2453, section 4).
public struct RIPEntry: Hashable, Sendable {
  /// 2 of IPv4, 0xffff of authentication.
  public let family: UInt16
  /// The route's tag, or the type of authentication.
  public let tag: UInt16
  /// Address of the route.
  public let destination: IPv4Address
  /// Mask of the route.
  public let mask: UInt32
  /// Next hop, 0 for the sender.
  public let nextHop: IPv4Address
  /// Hops; 16 is unreachable.
  public let metric: UInt32
  /// The offset where the entry begins.
  public let offset: Int

  /// The captured part of the password in a cut entry; nil if it has none.
  public static func cutPassword(_ bytes: Span<UInt8>, at offset: Int) -> Range<Int>? {
    guard bytes.has(4, at: offset), bytes.uint32(at: offset) == 0xffff_0002 else { return nil }
    let start = offset + 4
    let limit = min(bytes.count, offset + RIPPacket.entryByteCount)
    var end = start
    while end < limit && bytes[end] != 0 { end += 1 }
    return start..<end
  }

  /// The entry at `offset`; nil if it is cut.
  public init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(RIPPacket.entryByteCount, at: offset) else { return nil }
    self.offset = offset
    family = bytes.uint16(at: offset)
    tag = bytes.uint16(at: offset + 2)
    destination = IPv4Address(rawValue: bytes.uint32(at: offset + 4))
    mask = bytes.uint32(at: offset + 8)
    nextHop = IPv4Address(rawValue: bytes.uint32(at: offset + 12))
    metric = bytes.uint32(at: offset + 16)
  }

  /// The length of the prefix that the mask leaves; -1 if the mask is not contiguous.
  public var prefixLength: Int {
    let ones = (~mask).leadingZeroBitCount
    return ones == 32 || mask << UInt32(ones) == 0 ? ones : -1
  }

  /// The header of keyed authentication in an entry's place (RFC 4822, section 2.1).
  public var authentication: Authentication {
    let first = destination.rawValue
    return Authentication(
      packetLength: UInt16(truncatingIfNeeded: first >> 16),
      key: UInt8(truncatingIfNeeded: first >> 8), dataLength: UInt8(truncatingIfNeeded: first),
      sequence: mask, reserved: (nextHop.rawValue, metric))
  }

  /// The fields of a keyed authentication header.
  public struct Authentication: Sendable {
    /// Bytes up to the trailer.
    public let packetLength: UInt16
    /// Which key is in use.
    public let key: UInt8
    /// Bytes of the trailer.
    public let dataLength: UInt8
    /// Sequence number.
    public let sequence: UInt32
    /// Fields that have to be zero.
    public let reserved: (UInt32, UInt32)
  }
}

/// A packet of RIPng (RFC 2080, section 2).
public struct RIPngPacket: Hashable, Sendable {
  /// The protocol as tcpdump names it if a packet is cut.
  public static var name: String { "ripng" }

  /// Bytes of the header.
  public static var headerByteCount: Int { 4 }

  /// The purpose of the packet: 1 request, 2 response.
  public let command: UInt8

  /// The offset where the packet begins.
  let offset: Int

  /// The packet at `offset`, of which the command was captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    command = try bytes.byte(at: offset, in: Self.name)
    self.offset = offset
  }

  /// The version; only 1 is known.
  public func version(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: offset + 1, in: Self.name)
  }
}

/// A route of a RIPng packet (RFC 2080, section 2.1).
public struct RIPngEntry: Hashable, Sendable {
  /// Bytes of an entry.
  public static var byteCount: Int { 20 }

  /// Prefix of the route.
  public let prefix: IPv6Address
  /// Route tag.
  public let tag: UInt16
  /// Length of the prefix.
  public let prefixLength: UInt8
  let offset: Int

  /// The metric of the prefix; 16 is infinity.
  public func metric(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: offset + 19, in: RIPngPacket.name)
  }

  /// Whether the entry at `offset` requests all routes (RFC 2080, section 2.4.1).
  public static func asksForAll(
    _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) -> Bool {
    try bytes.byte(at: offset + 19, in: RIPngPacket.name) == 16 && bytes.uint128(at: offset) == 0
  }

  /// The entry at `offset`, of which all but the metric was captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(19, at: offset, in: RIPngPacket.name)
    self.offset = offset
    prefix = IPv6Address(rawValue: bytes.uint128(at: offset))
    tag = bytes.uint16(at: offset + 16)
    prefixLength = bytes[offset + 18]
  }
}
