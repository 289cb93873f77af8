public import InternetTypes

/// A packet of Pragmatic General Multicast (RFC 3208, section 8), read field by field.
///
///     +-------------------------------+-------------------------------+
///     |          Source Port          |       Destination Port        |
///     +---------------+---------------+-------------------------------+
///     |     Type      |    Options    |           Checksum            |
///     +---------------+---------------+-------------------------------+
///     |              Global Source ID, six bytes                      |
///     +                               +-------------------------------+
///     |                               |          TSDU Length          |
///     +-------------------------------+-------------------------------+
public struct PGMPacket: ~Escapable {
  /// Bytes of the header that all types have.
  public static var headerByteCount: Int { 16 }

  /// The packet's bytes.
  public let fields: Fields

  /// A view of the packet that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The sender's port.
  public var sourcePort: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }
  /// The receiver's port.
  public var destinationPort: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }
  /// The packet type.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) } }
  /// Whether options follow the fields of the type.
  public var hasOptions: Bool { get throws(EarlyEnd) { try fields.byte(at: 5) & 1 != 0 } }
  /// The identifier of the source within the network, six bytes.
  public var source: UInt64 { get throws(EarlyEnd) { try fields.uint48(at: 8) } }
  /// Bytes of application data, without parity's padding.
  public var dataLength: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 14) } }

  /// The 32-bit number at `offset` after the header.
  public func number(at offset: Int) throws(EarlyEnd) -> UInt32 {
    try fields.uint32(at: Self.headerByteCount + offset)
  }

  /// The 16-bit number at `offset` after the header.
  public func shortNumber(at offset: Int) throws(EarlyEnd) -> UInt16 {
    try fields.uint16(at: Self.headerByteCount + offset)
  }

  /// The address at `offset`, whose family is at `family`; both offsets count from the first byte.
  ///
  /// An address of a family other than IPv4 and IPv6 throws.
  public func address(family: Int, at offset: Int) throws(EarlyEnd) -> PGMAddress {
    switch try fields.uint16(at: family) {
    case 1: PGMAddress(address: .v4(try fields.ipv4Address(at: offset)), byteCount: 4)
    case 2: PGMAddress(address: .v6(try fields.ipv6Address(at: offset)), byteCount: 16)
    default: throw fields.end
    }
  }
}

/// A network layer address in a PGM packet.
public struct PGMAddress: Hashable, Sendable {
  /// The address.
  public let address: IPAddress
  /// Its length in bytes.
  public let byteCount: Int
}

/// One option of a PGM packet (RFC 3208, section 9).
public struct PGMOption: Hashable, Sendable {
  /// The option type, without the bit that marks the last option.
  public var type: UInt8 { rawType & 0x7f }
  /// Whether it is marked as the last option.
  public var isLast: Bool { rawType & 0x80 != 0 }
  /// Its first byte.
  public let rawType: UInt8
  /// Its length in bytes, type and length fields included.
  public let length: Int
  /// The offset of its type, counted from the packet's first byte.
  public let offset: Int

  /// The option at `offset`.
  public init(_ packet: borrowing PGMPacket, at offset: Int) throws(EarlyEnd) {
    try packet.fields.require(2, at: offset)
    self.offset = offset
    rawType = try packet.fields.byte(at: offset)
    length = Int(try packet.fields.byte(at: offset + 1))
  }

  /// The length required for its type, without an address if the type has one; nil if any length is allowed.
  public var expectedLength: Int? {
    switch type {
    case 0, 11, 13, 14, 15, 17: 4
    case 1: 16
    case 3, 7, 8, 9, 10: 8
    case 4, 5, 18, 19: 12
    default: nil
    }
  }

  /// Whether the option ends with an address, whose length depends on its family.
  public var hasAddress: Bool { type == 7 || type == 18 || type == 19 }
}
