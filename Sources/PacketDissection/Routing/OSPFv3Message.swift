public import InternetTypes

/// An OSPF message of version 3 (RFC 5340, appendix A.3), read field by field.
public struct OSPFv3Message: ~Escapable {
  /// Size of the header in bytes.
  public static let headerByteCount = 16

  /// The message's bytes.
  public let fields: Fields

  /// A view of the OSPF message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version, 3.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// 1 hello, 2 database description, 3 request, 4 update, 5 acknowledgment.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// Bytes of the message with its header, as stated.
  public var length: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The sender.
  public var router: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 4) } }

  /// The area; 0.0.0.0 is the backbone.
  public var area: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 8) } }

  /// The instance ID: the OSPF instance on the link.
  public var instance: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 14) } }

  /// The bytes after the header, up to the end that it states.
  public var body: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) {
      fields.part(at: 16, length: min(Int(try length), fields.length) - 16)
    }
  }

  /// The blocks after the message: link-local signalling and authentication.
  public var trailer: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) { fields.dropping(Int(try length)) }
  }

  /// Options of a hello or database description.
  public var options: UInt32 {
    get throws(EarlyEnd) { try fields.uint32(at: try type == 1 ? 20 : 16) }
  }

  // Hello

  /// The interface.
  public var interface: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 16) } }

  /// Priority in the election of a designated router.
  public var priority: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 20) } }

  /// Seconds between hellos.
  public var helloInterval: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 24) } }

  /// Seconds after which a silent router is gone.
  public var deadInterval: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 26) } }

  /// The designated router.
  public var designatedRouter: IPv4Address {
    get throws(EarlyEnd) { try fields.ipv4Address(at: 28) }
  }

  /// The one that replaces it.
  public var backupDesignatedRouter: IPv4Address {
    get throws(EarlyEnd) { try fields.ipv4Address(at: 32) }
  }

  // Database description

  /// MTU of the interface.
  public var maximumTransmissionUnit: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 20) } }

  /// Flags of a database description: 1 master, 2 more, 4 initial.
  public var descriptionFlags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 23) } }

  /// Number of a database description.
  public var descriptionSequence: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 24) } }

  // Update

  /// Advertisements in an update.
  public var advertisementCount: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 16) } }
}

/// The identity of an OSPF version 3 advertisement: LS type with scope, and link state ID.
public struct LinkStateTopic: Hashable, Sendable {
  /// Scope in the high three bits, kind in the low 13.
  public let type: UInt16
  /// The identifier.
  public let identifier: IPv4Address

  /// The topic at `offset`.
  public init(_ fields: borrowing Fields, at offset: Int) throws(EarlyEnd) {
    type = try fields.uint16(at: offset)
    identifier = try fields.ipv4Address(at: offset + 2)
  }
}

/// The header of a link state advertisement, in OSPF version 3 (RFC 5340, appendix A.4.2).
public struct LinkStateHeaderV3: ~Escapable {
  /// Size in bytes.
  public static let byteCount = 20

  /// The bytes from the header's first on.
  public let fields: Fields

  /// The header that `fields` begins with.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The LS age: seconds since it was originated.
  public var age: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }

  /// The LS type and the link state ID.
  public var topic: LinkStateTopic { get throws(EarlyEnd) { try LinkStateTopic(fields, at: 2) } }

  /// The advertising router.
  public var router: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 8) } }

  /// The LS sequence number.
  public var sequence: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 12) } }

  /// Bytes of the advertisement with its header, as stated.
  public var length: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 18) } }

  /// The bytes after the header.
  public var body: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) {
      fields.part(at: Self.byteCount, length: Int(try length) - Self.byteCount)
    }
  }
}

/// A prefix in an advertisement of OSPF version 3 (RFC 5340, appendix A.4.1).
public struct LinkStatePrefix: Hashable, Sendable {
  /// Bits of the prefix.
  public let length: UInt8
  /// Options of the prefix.
  public let options: UInt8
  /// Metric, or in an external advertisement a kind of advertisement.
  public let metric: UInt16
  /// The prefix, filled up with zeros.
  public let address: IPv6Address

  /// Bytes that the prefix takes.
  public var byteCount: Int { 4 + (Int(length) + 31) / 32 * 4 }

  /// Whether the length is more than an address has.
  public var isTooLong: Bool { length > 128 }

  /// The prefix that `fields` begins with; nil if its length is too long for an address, which is in `length`.
  public init(_ fields: borrowing Fields) throws(EarlyEnd) {
    try fields.requireLength(4)
    try fields.require(4)
    length = try fields.byte(at: 0)
    options = try fields.byte(at: 1)
    metric = try fields.uint16(at: 2)
    var number: UInt128 = 0
    if length <= 128 {
      let count = (Int(length) + 31) / 32
      try fields.requireLength(4 + count * 4)
      for index in 0..<count {
        let word = UInt128(try fields.uint32(at: 4 + index * 4))
        number |= word << UInt128(96 - index * 32)
      }
    }
    address = IPv6Address(rawValue: number)
  }
}
