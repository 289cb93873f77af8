/// A control message of the Locator/ID Separation Protocol (RFC 6833, sections 4.2 and 4.4: map-register, map-notify).
public struct LISPMessage: Hashable, Sendable {
  /// The protocol as tcpdump names it if a message is cut.
  public static var name: String { "lisp" }

  /// Bytes of the header.
  public static var headerByteCount: Int { 16 }

  /// Message type.
  public let type: UInt8
  /// The first four bytes.
  public let flags: UInt32
  /// Mapping records that follow.
  public let recordCount: UInt8
  /// How the message is authenticated.
  public let key: UInt16
  /// Bytes of authentication data after the header.
  public let authenticationByteCount: Int

  /// Whether the identifiers of a router and a site end the message.
  public var hasIdentifiers: Bool {
    type == 3 ? flags & 0x0200_0000 != 0 : type == 4 && flags & 0x0800_0000 != 0
  }

  /// The message at `offset`, of which the header was captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(Self.headerByteCount, at: offset, in: Self.name)
    flags = bytes.uint32(at: offset)
    type = bytes[offset] >> 4
    recordCount = bytes[offset + 3]
    key = bytes.uint16(at: offset + 12)
    authenticationByteCount = Int(bytes.uint16(at: offset + 14))
  }
}

/// A record of an identifier's prefix, with locators after it (RFC 6830, section 6.1.4).
public struct LISPRecord: Hashable, Sendable {
  /// Bytes before the prefix.
  public static var byteCount: Int { 12 }

  /// Minutes.
  public let timeToLive: UInt32
  /// Locators of the record.
  public let locatorCount: UInt8
  /// Prefix length of the endpoint identifier.
  public let prefixLength: UInt8
  /// The action of a router without a locator.
  public let action: UInt8
  /// Whether the reply comes from the site itself.
  public let isAuthoritative: Bool
  /// Version of the mapping.
  public let mapVersion: UInt16
  /// Address family.
  public let family: UInt16

  /// The record at `offset`, of which all before the prefix was captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(Self.byteCount, at: offset, in: LISPMessage.name)
    timeToLive = bytes.uint32(at: offset)
    locatorCount = bytes[offset + 4]
    prefixLength = bytes[offset + 5]
    action = bytes[offset + 6] >> 5
    isAuthoritative = bytes[offset + 6] & 0x10 != 0
    mapVersion = bytes.uint16(at: offset + 8) & 0x0fff
    family = bytes.uint16(at: offset + 10)
  }
}

/// A locator of a record (RFC 6830, section 6.1.4).
public struct LISPLocator: Hashable, Sendable {
  /// Bytes before the address.
  public static var byteCount: Int { 8 }

  /// Lower is used first; 255 is never used.
  public let priority: UInt8
  /// Share of the traffic among equal priorities.
  public let weight: UInt8
  /// The same for multicast.
  public let multicastPriority: UInt8
  /// The same for multicast.
  public let multicastWeight: UInt8
  /// Local, probed, reachable.
  public let flags: UInt16
  /// Address family.
  public let family: UInt16

  /// The locator at `offset`, of which all before the address was captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(Self.byteCount, at: offset, in: LISPMessage.name)
    priority = bytes[offset]
    weight = bytes[offset + 1]
    multicastPriority = bytes[offset + 2]
    multicastWeight = bytes[offset + 3]
    flags = bytes.uint16(at: offset + 4)
    family = bytes.uint16(at: offset + 6)
  }
}
