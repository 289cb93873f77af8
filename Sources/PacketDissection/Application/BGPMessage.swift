public import InternetTypes

/// A message of the Border Gateway Protocol (RFC 4271, section 4.1): 16 bytes of ones, length and type.
public struct BGPMessage: Hashable, Sendable {
  /// The protocol as tcpdump names it if a message is cut.
  public static var name: String { "bgp" }

  /// Header size in bytes.
  public static var headerByteCount: Int { 19 }

  /// The offset where the message begins.
  public let offset: Int
  /// Bytes of the message with its header, as it states them.
  public let length: Int
  /// 1 OPEN, 2 UPDATE, 3 NOTIFICATION, 4 KEEPALIVE, 5 ROUTE-REFRESH.
  public let type: UInt8

  /// The offset where the message ends.
  public var end: Int { offset + length }

  /// The message at `offset`, of which the whole header was captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(Self.headerByteCount, at: offset, in: Self.name)
    self.offset = offset
    length = Int(bytes.uint16(at: offset + 16))
    type = bytes[offset + 18]
  }

  /// The offset where the next marker begins from `offset` on; nil if there is none.
  public static func marker(_ bytes: Span<UInt8>, from offset: Int) -> Int? {
    var at = offset
    var ones = 0
    while at < bytes.count {
      ones = bytes[at] == 0xff ? ones + 1 : 0
      at += 1
      if ones == 16 { return at - 16 }
    }
    return nil
  }
}

/// The fixed fields of an OPEN message (RFC 4271, section 4.2).
public struct BGPOpen: Hashable, Sendable {
  /// Bytes with the message's header.
  public static var byteCount: Int { 29 }

  /// Protocol version.
  public let version: UInt8
  /// The sender's autonomous system.
  public let system: UInt16
  /// Seconds.
  public let holdTime: UInt16
  /// The sender's BGP identifier.
  public let identifier: IPv4Address
  /// Bytes of the parameters after it.
  public let parameterLength: Int

  /// The fields of `message`, which were captured.
  public init?(_ bytes: Span<UInt8>, _ message: BGPMessage) {
    guard bytes.has(Self.byteCount, at: message.offset) else { return nil }
    let body = message.offset + BGPMessage.headerByteCount
    version = bytes[body]
    system = bytes.uint16(at: body + 1)
    holdTime = bytes.uint16(at: body + 3)
    identifier = IPv4Address(rawValue: bytes.uint32(at: body + 5))
    parameterLength = Int(bytes[body + 9])
  }
}

/// A parameter of an OPEN message (RFC 4271, section 4.2) or a capability in one (RFC 5492): type, length and value.
public struct BGPParameter: Hashable, Sendable {
  /// The type of the element.
  public let type: UInt8
  /// The bytes of the value.
  public let value: Range<Int>

  /// The parameter at `offset`; nil if its two bytes of header were not captured.
  public init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(2, at: offset) else { return nil }
    type = bytes[offset]
    value = (offset + 2)..<(offset + 2 + Int(bytes[offset + 1]))
  }

  /// The 16-bit number at the `index`th byte of the value.
  public func uint16(at index: Int, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: value.lowerBound + index, in: BGPMessage.name)
  }

  /// The 32-bit number at the `index`th byte of the value.
  public func uint32(at index: Int, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint32(at: value.lowerBound + index, in: BGPMessage.name)
  }

  /// The `index`th byte of the value.
  public func byte(at index: Int, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: value.lowerBound + index, in: BGPMessage.name)
  }
}

/// A path attribute (RFC 4271, section 4.3).
public struct BGPAttribute: Hashable, Sendable {
  /// Optional, transitive, partial, extended length.
  public let flags: UInt8
  /// The type of the element.
  public let type: UInt8
  /// Bytes of flags, type and length.
  public let headerByteCount: Int
  /// The offset of the value.
  public let start: Int
  /// Bytes of the value as the attribute states them.
  public let length: Int

  /// The attribute at `offset`, of a list with `room` bytes left; nil if its header does not fit.
  public init?(_ bytes: Span<UInt8>, at offset: Int, room: Int) throws(EarlyEnd) {
    try bytes.require(2, at: offset, in: BGPMessage.name)
    guard room >= 2 else { return nil }
    flags = bytes[offset]
    type = bytes[offset + 1]
    let isExtended = flags & 0x10 != 0
    headerByteCount = isExtended ? 4 : 3
    try bytes.require(headerByteCount - 2, at: offset + 2, in: BGPMessage.name)
    guard room >= headerByteCount else { return nil }
    length = isExtended ? Int(bytes.uint16(at: offset + 2)) : Int(bytes[offset + 2])
    start = offset + headerByteCount
  }

  /// Bytes of an AS number in an AS path: 2 if the segments fit that, else 4.
  public static func systemByteCount(
    _ bytes: Span<UInt8>, in range: Range<Int>, isWide: Bool
  ) throws(EarlyEnd) -> Int {
    if isWide { return 4 }
    var at = range.lowerBound
    while at < range.upperBound {
      let type = try bytes.byte(at: at, in: BGPMessage.name)
      guard type >= 1 && type <= 4 else { return 4 }
      at += 2 + Int(try bytes.byte(at: at + 1, in: BGPMessage.name)) * 2
    }
    return at == range.upperBound ? 2 : 4
  }
}

/// A segment of an AS path (RFC 4271, section 4.3; RFC 5065).
public struct BGPPathSegment: Hashable, Sendable {
  /// 1 a set, 2 a sequence, 3 a sequence of a confederation, 4 a set of one.
  public let type: UInt8
  /// Autonomous systems in the segment.
  public let count: Int
  /// Where the first system's number is.
  public let start: Int

  /// The segment at `offset`.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    type = try bytes.byte(at: offset, in: BGPMessage.name)
    count = Int(try bytes.byte(at: offset + 1, in: BGPMessage.name))
    start = offset + 2
  }

  /// The number of the `index`th system, of `size` bytes.
  public func system(
    _ index: Int, size: Int, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> UInt32 {
    let at = start + index * size
    return size == 2
      ? UInt32(try bytes.uint16(at: at, in: BGPMessage.name))
      : try bytes.uint32(at: at, in: BGPMessage.name)
  }
}

/// The fields of a ROUTE-REFRESH message (RFC 2918, section 3).
public struct BGPRouteRefresh: Hashable, Sendable {
  /// Address family identifier.
  public let family: UInt16
  /// Subsequent address family identifier.
  public let subsequent: UInt8

  /// The fields of `message`, which has at least 23 bytes that were captured.
  public init(_ bytes: Span<UInt8>, _ message: BGPMessage) {
    family = bytes.uint16(at: message.offset + 19)
    subsequent = bytes[message.offset + 22]
  }
}

/// The fields of a NOTIFICATION message (RFC 4271, section 4.5).
public struct BGPNotification: Hashable, Sendable {
  /// Bytes of the message without data.
  public static var byteCount: Int { 21 }

  /// Error code.
  public let code: UInt8
  /// Error subcode.
  public let subcode: UInt8
  /// The bytes after them.
  public let data: Range<Int>

  /// The fields of `message`, which has at least 21 bytes and was captured whole.
  public init(_ bytes: Span<UInt8>, _ message: BGPMessage) {
    code = bytes[message.offset + 19]
    subcode = bytes[message.offset + 20]
    data = (message.offset + 21)..<message.end
  }

  /// How many prefixes of which family were too many (RFC 4486, section 4); nil without the field.
  public func prefixLimit(
    _ bytes: Span<UInt8>
  ) -> (family: UInt16, subsequent: UInt8, count: UInt32)? {
    guard data.count >= 7 else { return nil }
    let at = data.lowerBound
    return (bytes.uint16(at: at), bytes[at + 2], bytes.uint32(at: at + 3))
  }
}
