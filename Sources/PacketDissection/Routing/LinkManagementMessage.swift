public import InternetTypes

/// A message of LMP, the link management protocol (RFC 4204), read field by field.
///
///     +---------------+---------------+---------------+---------------+
///     |  Version (4 bits), reserved   |  Flags        |  Type         |
///     +-------------------------------+---------------+---------------+
///     |  Length (2)                   |  Reserved (2)                 |
///     +-------------------------------+-------------------------------+
///     |  Objects
public struct LinkManagementMessage: ~Escapable {
  /// Size of the header in bytes.
  public static let headerByteCount = 8

  /// The message's bytes.
  public let fields: Fields

  /// A view of the message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version, 1.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) >> 4 } }

  /// The flags: 1 control channel down, 2 restart.
  public var flags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }

  /// The type of message.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) } }

  /// The length in bytes, with the header.
  public var length: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 4) } }
}

/// An object of an LMP message: its type, its class, and its value.
public struct LinkManagementObject: ~Escapable {
  /// Size of the header in bytes.
  public static let headerByteCount = 4

  /// The object's bytes, and what follows.
  public let fields: Fields
  /// The type within the class.
  public let type: UInt8
  /// Whether the value can be negotiated.
  public let isNegotiable: Bool
  /// The class.
  public let objectClass: UInt8
  /// The length in bytes, with the header.
  public let length: Int

  /// The object that these bytes begin with.
  ///
  /// - Throws: An end of the line if its header was not captured.
  @_lifetime(copy fields)
  public init(_ fields: Fields) throws(EarlyEnd) {
    try fields.check(Self.headerByteCount, at: 0)
    let first = try fields.byte(at: 0)
    self.fields = fields
    type = first & 0x7f
    isNegotiable = first & 0x80 != 0
    objectClass = try fields.byte(at: 1)
    length = Int(try fields.uint16(at: 2))
  }

  /// The value.
  public var value: Fields {
    @_lifetime(copy self) get {
      fields.part(at: Self.headerByteCount, length: length - Self.headerByteCount)
    }
  }

  /// The 32-bit number at `offset` of the value, or of what follows it.
  public func number(_ offset: Int) throws(EarlyEnd) -> UInt32 {
    try fields.uint32(at: Self.headerByteCount + offset)
  }

  /// The 16-bit number at `offset` of the value, or of what follows it.
  public func half(_ offset: Int) throws(EarlyEnd) -> UInt16 {
    try fields.uint16(at: Self.headerByteCount + offset)
  }

  /// The byte at `offset` of the value, or of what follows it.
  public func byte(_ offset: Int) throws(EarlyEnd) -> UInt8 {
    try fields.byte(at: Self.headerByteCount + offset)
  }

  /// The IPv4 address at `offset` of the value.
  public func ipv4Address(_ offset: Int) throws(EarlyEnd) -> IPv4Address {
    try fields.ipv4Address(at: Self.headerByteCount + offset)
  }

  /// The IPv6 address at `offset` of the value.
  public func ipv6Address(_ offset: Int) throws(EarlyEnd) -> IPv6Address {
    try fields.ipv6Address(at: Self.headerByteCount + offset)
  }

  /// The single-precision number at `offset` of the value.
  public func float(_ offset: Int) throws(EarlyEnd) -> Float {
    try fields.float(at: Self.headerByteCount + offset)
  }
}
