public import InternetTypes

/// A unit of the protocol between a cache of route origins and a router, version 0 (RFC 6810, section 5), read field by
/// field.
///
///     | version | type | session ID or error code (2) |
///     |                 length (4)                    |
public struct RPKIRouterUnit: ~Escapable {
  /// The protocol as a cut unit names it.
  public static var name: String { "rpki_rtr" }
  /// Size of the header in bytes.
  public static var headerByteCount: Int { 8 }

  /// The bytes from the unit's first on, and how many there are for it.
  public let fields: Fields

  /// A view of the unit that these bytes begin with.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version, 0.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// The type.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The session, or an error's code.
  public var session: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// Bytes of the unit with its header, as stated.
  public var length: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 4) } }

  /// The serial number of a query, a notification, or the end of the data.
  public var serial: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 8) } }

  /// The origin of a prefix.
  public var origin: RPKIOrigin {
    get throws(EarlyEnd) { try RPKIOrigin(fields, isIPv6: type == 6) }
  }

  /// Bytes of the unit that an error report is about.
  public var enclosedLength: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 8) } }

  /// The unit that an error report is about, of which these bytes are there.
  public var enclosed: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) {
      Fields(fields.dropping(12).bytes, length: Int(try enclosedLength), in: fields.name)
    }
  }

  /// The length of an error report's text, after the unit that it is about.
  public var textLength: UInt32 {
    get throws(EarlyEnd) { try fields.uint32(at: 12 + Int(try enclosedLength)) }
  }

  /// An error report's text.
  public var text: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) {
      fields.part(at: 16 + Int(try enclosedLength), length: Int(try textLength))
    }
  }
}

/// The origin of a prefix: an autonomous system (RFC 6810, sections 5.6 and 5.7).
public struct RPKIOrigin: Hashable, Sendable {
  /// The prefix.
  public let address: IPAddress
  /// Bits of the prefix, and of the longest one that the system may originate.
  public let prefixLength, longestLength: UInt8
  /// The autonomous system.
  public let system: UInt32
  /// Flags: 1 announcement, 0 withdrawal.
  public let flags: UInt8

  init(_ fields: borrowing Fields, isIPv6: Bool) throws(EarlyEnd) {
    flags = try fields.byte(at: 8)
    prefixLength = try fields.byte(at: 9)
    longestLength = try fields.byte(at: 10)
    address =
      isIPv6 ? .v6(try fields.ipv6Address(at: 12)) : .v4(try fields.ipv4Address(at: 12))
    system = try fields.uint32(at: isIPv6 ? 28 : 16)
  }
}
