public import InternetTypes

/// An OSPF message of version 2 (RFC 2328, appendix A.3), read field by field.
public struct OSPFMessage: ~Escapable {
  /// Size of the header in bytes.
  public static let headerByteCount = 24

  /// The message's bytes, without the digest of cryptographic authentication.
  public let fields: Fields

  /// A view of the OSPF message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The message without the 16 bytes of digest at its end, captured or not, that authentication type 2 adds.
  public var withoutDigest: OSPFMessage {
    @_lifetime(copy self) get throws(EarlyEnd) {
      guard try authenticationType == 2 else { return OSPFMessage(fields) }
      let count = max(fields.bytes.count - 16, 0)
      return OSPFMessage(
        Fields(
          fields.bytes.extracting(first: count), length: fields.length - 16, in: fields.name))
    }
  }

  /// The version, 2.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// 1 hello, 2 database description, 3 request, 4 update, 5 acknowledgment.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// Bytes of the message with its header, as stated.
  public var length: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The sender.
  public var router: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 4) } }

  /// The area; 0.0.0.0 is the backbone.
  public var area: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 8) } }

  /// 0 none, 1 password, 2 cryptographic.
  public var authenticationType: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 14) } }

  /// The password.
  public var password: Fields { @_lifetime(copy self) get { fields.part(at: 16, length: 8) } }

  /// The key of cryptographic authentication.
  public var keyIdentifier: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 18) } }

  /// Bytes of the digest.
  public var digestLength: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 19) } }

  /// Number of the message, so that none is accepted twice.
  public var cryptographicSequence: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 20) } }

  /// The bytes after the header, up to the end of the message by its own length and by that of the packet.
  public var body: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) {
      let stated = min(Int(try length), fields.length)
      return fields.part(at: 24, length: stated - 24)
    }
  }

  /// The block after the message: link-local signalling (RFC 5613).
  public var signalling: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) { fields.dropping(Int(try length)) }
  }

  // Hello

  /// The interface's mask.
  public var mask: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 24) } }

  /// Seconds between hellos.
  public var helloInterval: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 28) } }

  /// Options of a hello.
  public var helloOptions: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 30) } }

  /// Priority in the election of a designated router.
  public var priority: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 31) } }

  /// Seconds after which a silent router is gone.
  public var deadInterval: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 32) } }

  /// The designated router.
  public var designatedRouter: IPv4Address {
    get throws(EarlyEnd) { try fields.ipv4Address(at: 36) }
  }

  /// The one that replaces it.
  public var backupDesignatedRouter: IPv4Address {
    get throws(EarlyEnd) { try fields.ipv4Address(at: 40) }
  }

  // Database description

  /// MTU of the interface.
  public var maximumTransmissionUnit: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 24) } }

  /// Options of a database description.
  public var descriptionOptions: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 26) } }

  /// Flags of a database description: 1 master, 2 more, 4 initial, 8 resynchronization.
  public var descriptionFlags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 27) } }

  /// Number of a database description.
  public var descriptionSequence: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 28) } }

  // Update

  /// Advertisements in an update.
  public var advertisementCount: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 24) } }
}

/// The header of a link state advertisement, in OSPF version 2 (RFC 2328, appendix A.4.1).
public struct LinkStateHeader: ~Escapable {
  /// Size in bytes.
  public static let byteCount = 20

  /// The bytes from the header's first on.
  public let fields: Fields

  /// The header that `fields` begins with.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The LS age: seconds since it was originated.
  public var age: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }

  /// Options of the router.
  public var options: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }

  /// The kind of advertisement.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) } }

  /// The link state ID: mostly an address.
  public var identifier: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 4) } }

  /// The kind of an opaque advertisement (RFC 5250).
  public var opaqueType: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) } }

  /// The opaque ID.
  public var opaqueIdentifier: UInt32 { get throws(EarlyEnd) { try fields.uint24(at: 5) } }

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

/// A request for an advertisement, in OSPF version 2 (RFC 2328, appendix A.3.4).
public struct LinkStateRequest: ~Escapable {
  let fields: Fields

  /// The request that `fields` begins with.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The kind of advertisement.
  public var type: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 0) } }

  /// The link state ID.
  public var identifier: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 4) } }

  /// The kind of an opaque advertisement.
  public var opaqueType: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) } }

  /// The opaque ID.
  public var opaqueIdentifier: UInt32 { get throws(EarlyEnd) { try fields.uint24(at: 5) } }

  /// The advertising router.
  public var router: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 8) } }
}
