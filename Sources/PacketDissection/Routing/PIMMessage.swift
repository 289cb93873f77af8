public import InternetTypes

/// A PIM message (RFC 7761, RFC 3973, RFC 5015), read field by field.
///
///     +-------+-------+---------------+-------------------------------+
///     |Version| Type  |   Reserved    |           Checksum            |
///     +-------+-------+---------------+-------------------------------+
public struct PIMMessage: ~Escapable {
  /// Size of the header in bytes.
  public static let headerByteCount = 4

  /// The message's bytes.
  public let fields: Fields

  /// A view of the PIM message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version, 2 today.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) >> 4 } }

  /// The message type, 0 to 15.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) & 0xf } }

  /// Zero, or by RFC 2117 the bytes of an address that is sent without its family.
  public var addressLength: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) & 0xf } }

  /// The kind of a message about the election of a designated forwarder (RFC 5015, section 3.7).
  public var subtype: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) >> 4 } }

  /// The checksum as sent.
  public var checksum: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The bytes after the header.
  public var body: PIMReader {
    @_lifetime(copy self) get throws(EarlyEnd) {
      PIMReader(
        rest: fields.dropping(Self.headerByteCount), addressLength: Int(try addressLength))
    }
  }

  /// Whether the checksum is right, over the whole message or of a register message over its first 8 bytes alone
  /// (RFC 7761, section 4.9); nil if part of the message was not captured.
  ///
  /// - Parameter packet: The IP packet around the message, whose addresses the checksum of IPv6 covers.
  /// - Returns: whether it is right.
  /// - Throws: `EarlyEnd` if the message is cut before its type.
  public func isChecksumRight(in packet: Packet) throws(EarlyEnd) -> Bool? {
    if try type == 1, isChecksumRight(over: 8, in: packet) == true { return true }
    return isChecksumRight(over: fields.length, in: packet)
  }

  private func isChecksumRight(over count: Int, in packet: Packet) -> Bool? {
    guard count <= fields.length, fields.has(count) else { return nil }
    var sum = InternetChecksum()
    if case .ipv6(let header) = packet.network {
      sum.add(header.source.rawValue)
      sum.add(header.destination.rawValue)
      sum.add(UInt32(count) &+ UInt32(IPProtocol.pim.rawValue))
    }
    sum.add(fields.bytes.extracting(first: count))
    return sum.folded == 0xffff
  }
}

/// An address as PIM encodes it (RFC 7761, section 4.9.1).
public struct PIMAddress: Hashable, Sendable {
  /// The kind of the encoded address.
  public enum Kind: Hashable, Sendable {
    /// An address alone.
    case unicast
    /// A group and the length of its mask.
    case group
    /// A source, the length of its mask, and flags.
    case source
  }

  /// The address.
  public let address: IPAddress

  /// Flags of a group or source.
  public let flags: UInt8

  /// The mask's length; of a unicast address all its bits.
  public let maskLength: UInt8
}

/// A cursor over the body of a PIM message.
public struct PIMReader: ~Escapable {
  private var rest: Fields
  private let addressLength: Int

  @_lifetime(copy rest)
  init(rest: Fields, addressLength: Int) {
    self.rest = rest
    self.addressLength = addressLength
  }

  /// Bytes of the message that are still to be read.
  public var remaining: Int { rest.length }

  /// The bytes not read yet.
  public var fields: Fields { @_lifetime(copy self) get { rest } }

  /// Reads a byte; throws if the message ends.
  public mutating func byte() throws(EarlyEnd) -> UInt8 {
    try rest.requireLength(1)
    let value = try rest.byte(at: 0)
    rest = rest.dropping(1)
    return value
  }

  /// Reads a number of 16 bits; throws if the message ends.
  public mutating func uint16() throws(EarlyEnd) -> UInt16 {
    try rest.requireLength(2)
    let value = try rest.uint16(at: 0)
    rest = rest.dropping(2)
    return value
  }

  /// Reads a number of 32 bits; throws if the message ends.
  public mutating func uint32() throws(EarlyEnd) -> UInt32 {
    try rest.requireLength(4)
    let value = try rest.uint32(at: 0)
    rest = rest.dropping(4)
    return value
  }

  /// Skips bytes.
  public mutating func skip(_ count: Int) { rest = rest.dropping(count) }

  /// Reads an encoded address; throws if the message ends, or if it is in no known encoding.
  public mutating func address(_ kind: PIMAddress.Kind) throws(EarlyEnd) -> PIMAddress {
    var size = addressLength
    if size == 0 {
      try rest.requireLength(2)
      let encoding = try rest.byte(at: 1)
      let family = try rest.byte(at: 0)
      guard family == 1 || family == 2, encoding == 0 else {
        throw rest.end
      }
      size = family == 1 ? 4 : 16
      rest = rest.dropping(2)
    }
    guard size == 4 || size == 16 else { throw rest.end }
    let offset = kind == .unicast ? 0 : 2
    try rest.requireLength(offset + size)
    try rest.require(offset + size)
    let address: IPAddress =
      size == 4 ? .v4(try rest.ipv4Address(at: offset)) : .v6(try rest.ipv6Address(at: offset))
    let result = PIMAddress(
      address: address, flags: kind == .unicast ? 0 : try rest.byte(at: 0),
      maskLength: kind == .unicast ? UInt8(size * 8) : try rest.byte(at: 1))
    rest = rest.dropping(offset + size)
    return result
  }

  /// The option that a hello message has next; nil at its end, or if the rest has no room for one.
  @_lifetime(copy self)
  public mutating func option() throws(EarlyEnd) -> PIMHelloOption? {
    guard rest.length > 0 else { return nil }
    try rest.requireLength(4)
    let type = try rest.uint16(at: 0)
    let length = Int(try rest.uint16(at: 2))
    let option = PIMHelloOption(
      rest.dropping(4), type: type, length: length, addressLength: addressLength)
    rest = rest.dropping(4 + length)
    return option
  }
}

/// An option of a PIM hello message (RFC 7761, section 4.9.2).
public struct PIMHelloOption: ~Escapable {
  /// The kind of option.
  public let type: UInt16

  /// Bytes of its value as sent.
  public let length: Int

  let fields: Fields

  /// Whether the message and the capture have all of the value.
  public let isWhole: Bool

  let addressLength: Int

  /// The option whose value `rest` begins with.
  @_lifetime(copy rest)
  init(_ rest: Fields, type: UInt16, length: Int, addressLength: Int) {
    self.type = type
    self.length = length
    self.addressLength = addressLength
    fields = rest.part(at: 0, length: length)
    isWhole = rest.length >= length && rest.has(length)
  }

  /// The value's bytes.
  public var bytes: Span<UInt8> { @_lifetime(copy self) get { fields.bytes } }

  /// The value as one byte.
  public var byte: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// The value as a number of 16 bits.
  public var uint16: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }

  /// The value as a number of 32 bits.
  public var uint32: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 0) } }

  /// The interval of a state refresh capability, in seconds.
  public var refreshInterval: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The second 16 bits: the override interval in milliseconds; reserved in a state refresh capability.
  public var secondHalf: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// A cursor over the value, for a list of addresses.
  public var reader: PIMReader {
    @_lifetime(copy self) get { PIMReader(rest: fields, addressLength: addressLength) }
  }
}
