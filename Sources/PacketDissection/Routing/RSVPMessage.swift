/// An RSVP message (RFC 2205, section 3.1), read field by field.
public struct RSVPMessage: ~Escapable {
  /// Size of the header in bytes.
  public static let headerByteCount = 8

  /// The message's bytes.
  public let fields: Fields

  /// A view of the RSVP message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version, 1.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) >> 4 } }

  /// Flags: 1 refresh reduction capable.
  public var flags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) & 0xf } }

  /// The message type.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The checksum as sent.
  public var checksum: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// TTL of the IP packet as it was sent.
  public var timeToLive: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) } }

  /// Bytes of the message with its header, as stated.
  public var length: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 6) } }

  /// The bytes after the header, up to the end that it states.
  public var body: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) {
      fields.part(at: Self.headerByteCount, length: Int(try length) - Self.headerByteCount)
    }
  }

  /// The objects after the header.
  public var objects: RSVPObjects {
    @_lifetime(copy self) get throws(EarlyEnd) { RSVPObjects(try body) }
  }
}

/// Walks the objects of an RSVP message.
public struct RSVPObjects: ~Escapable {
  /// The bytes not read yet.
  public private(set) var rest: Fields

  /// A walk over the objects that fill `fields`.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { rest = fields }

  /// The next object; nil at the end, and after one whose length is impossible.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> RSVPObject? {
    guard rest.length >= 4 else { return nil }
    try rest.require(4)
    let length = Int(try rest.uint16(at: 0))
    let object = RSVPObject(
      rest, length: length, number: try rest.byte(at: 2), type: try rest.byte(at: 3))
    rest = length < 4 ? rest.part(at: 0, length: 0) : rest.dropping(length)
    return object
  }
}

/// An object of RSVP: length, class number and class type, then its value.
public struct RSVPObject: ~Escapable {
  /// Bytes of the object with its header, as stated.
  public let length: Int
  /// Bytes of the message from the object's first on.
  public let room: Int
  /// The class.
  public let number: UInt8
  /// The type within its class.
  public let type: UInt8
  /// The value.
  public let value: Fields

  @_lifetime(copy rest)
  init(_ rest: Fields, length: Int, number: UInt8, type: UInt8) {
    self.length = length
    self.number = number
    self.type = type
    room = rest.length
    value = rest.part(at: 4, length: length - 4)
  }
}
