public import InternetTypes

/// A packet of a PPP control protocol (RFC 1661, section 5), read field by field.
public struct PointToPointControl: ~Escapable {
  /// Size of the header in bytes.
  public static var headerByteCount: Int { 4 }

  /// The packet's bytes.
  public let fields: Fields

  /// A view of the packet that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// What it is for.
  public var code: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// The identifier, the same in request and reply.
  public var identifier: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// Bytes of the packet with its header, as stated.
  public var length: Int { get throws(EarlyEnd) { Int(try fields.uint16(at: 2)) } }

  /// The magic number of an echo, or of a vendor's packet.
  public var magicNumber: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 4) } }

  /// The vendor (RFC 2153).
  public var vendor: UInt32 { get throws(EarlyEnd) { try fields.uint24(at: 8) } }

  /// Seconds that remain (RFC 1570).
  public var remainingSeconds: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 8) } }

  /// The protocol that is rejected.
  public var rejectedProtocol: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 4) } }

  /// Whether a byte of the bytes from `offset` on, `count` of them, is there.
  @_lifetime(copy self)
  public func data(at offset: Int, count: Int) -> Fields { fields.part(at: offset, length: count) }

  /// The options of a configuration.
  public var options: PointToPointOptions {
    @_lifetime(copy self) get throws(EarlyEnd) {
      PointToPointOptions(fields.dropping(Self.headerByteCount), length: try length)
    }
  }
}

/// The options of a PPP control protocol: a type, a length that counts both, a value.
public struct PointToPointOptions: ~Escapable {
  private var rest: Fields
  /// Bytes of the packet: tcpdump 4.99.3 holds a single option against them all.
  private let limit: Int

  /// Bytes that are left for options.
  public private(set) var left: Int

  @_lifetime(copy fields)
  init(_ fields: Fields, length: Int) {
    rest = fields
    limit = length
    left = length - PointToPointControl.headerByteCount
  }

  /// Whether the next option's header was not captured.
  public var isCut: Bool { left > 0 && !rest.has(2) }

  /// The next option; nil at the end, and for one that exceeds the packet.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> PointToPointOption? {
    guard left > 0, rest.has(2) else { return nil }
    let length = Int(try rest.byte(at: 1))
    guard length <= limit else { return nil }
    return PointToPointOption(type: try rest.byte(at: 0), length: length, fields: rest)
  }

  /// Steps over an option; false if it exceeds the bytes that are left.
  public mutating func skip(_ count: Int) -> Bool {
    guard count <= left else { return false }
    left -= count
    rest = rest.dropping(count)
    return true
  }
}

/// An option of a PPP control protocol.
public struct PointToPointOption: ~Escapable {
  /// The type.
  public let type: UInt8
  /// Bytes with type and length, as stated.
  public let length: Int
  /// The bytes from the type on, to the end of the packet.
  public let fields: Fields

  @_lifetime(copy fields)
  init(type: UInt8, length: Int, fields: Fields) {
    self.type = type
    self.length = length
    self.fields = fields
  }

  /// The value.
  public var value: Fields {
    @_lifetime(copy self) get { fields.part(at: 2, length: length - 2) }
  }

  /// The first byte of the value, and the second.
  public var byte: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }
  /// The second byte of the value.
  public var secondByte: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) } }
  /// The value as a number of 16 bits.
  public var uint16: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }
  /// The value as a number of 24 bits.
  public var uint24: UInt32 { get throws(EarlyEnd) { try fields.uint24(at: 2) } }
  /// The value as a number of 32 bits.
  public var uint32: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 2) } }
  /// The algorithm after an authentication protocol.
  public var algorithm: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) } }
  /// The address after a class of end point.
  public var endPointAddress: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 3) } }
  /// The hardware address after a class of end point.
  public var endPointHardware: MACAddress { get throws(EarlyEnd) { try fields.macAddress(at: 3) } }
  /// The address, or the first of two.
  public var address: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 2) } }
  /// The second of two addresses.
  public var secondAddress: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 6) } }
  /// An interface's identifier.
  public var interface: UInt64 { get throws(EarlyEnd) { try fields.uint64(at: 2) } }

  /// A number of 16 bits of a header compression (RFC 3544, section 2.1): the first is at index 0.
  public func compressionNumber(_ index: Int) throws(EarlyEnd) -> UInt16 {
    try fields.uint16(at: 4 + index * 2)
  }

  /// A suboption of a header compression at an offset of the option.
  public func suboption(at offset: Int) throws(EarlyEnd) -> (type: UInt8, length: Int) {
    (try fields.byte(at: offset), Int(try fields.byte(at: offset + 1)))
  }
}

/// A packet of PAP (RFC 1334) or CHAP (RFC 1994): a header as control protocols have it, and texts after their lengths.
public struct PointToPointSecret: ~Escapable {
  /// The packet's bytes.
  public let fields: Fields

  /// A view of the packet that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// What it is for.
  public var code: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }
  /// The identifier.
  public var identifier: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }
  /// Bytes of the packet with its header, as stated.
  public var length: Int { get throws(EarlyEnd) { Int(try fields.uint16(at: 2)) } }

  /// The text whose length is at `offset`; nil if it exceeds the first `end` bytes.
  public func text(at offset: Int, end: Int) throws(EarlyEnd) -> Range<Int>? {
    guard offset < end else { return nil }
    let length = Int(try fields.byte(at: offset))
    return length <= end - offset - 1 ? (offset + 1)..<(offset + 1 + length) : nil
  }
}
