public import InternetTypes

/// A message of Cisco's unidirectional link detection (UDLD, RFC 5171), read field by field.
public struct LinkDetectionMessage: ~Escapable {
  /// The message's bytes.
  public let fields: Fields

  /// A view of the UDLD message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version, 1.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) >> 5 } }

  /// The operation: 1 probe, 2 echo, 3 flush.
  public var code: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) & 0x1f } }

  /// Flags: 1 recommended timeout, 2 resynchronize.
  public var flags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The checksum as sent.
  public var checksum: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The elements after the header.
  public var elements: LinkElements {
    @_lifetime(copy self) get { LinkElements(fields.dropping(4)) }
  }
}

/// A message of Cisco's VLAN trunking protocol (VTP), read field by field.
public struct TrunkingMessage: ~Escapable {
  /// Size of the header in bytes.
  public static let headerByteCount = 36

  /// Bytes of a management domain's name.
  public static let domainByteCount = 32

  /// The message's bytes.
  public let fields: Fields

  /// A view of the VTP message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version, 1 to 3.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// 1 summary, 2 subset, 3 request, 4 join.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// Followers of a summary, sequence number of a subset, reserved in a request.
  public var code: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }

  /// Bytes of the domain's name that count.
  public var domainLength: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) } }

  /// The domain's name.
  public var domain: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) {
      fields.part(at: 4, length: Int(try domainLength))
    }
  }

  /// Revision of the configuration.
  public var revision: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 36) } }

  /// The identity of the last updater, in a summary.
  public var updater: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 40) } }

  /// Word `index` of the time of the last change, 0 to 2, in a summary.
  public func timestamp(_ index: Int) throws(EarlyEnd) -> UInt32 {
    try fields.uint32(at: 44 + index * 4)
  }

  /// Word `index` of the MD5 digest, 0 to 3, in a summary.
  public func digest(_ index: Int) throws(EarlyEnd) -> UInt32 {
    try fields.uint32(at: 56 + index * 4)
  }

  /// The first VLAN of a request.
  public var startValue: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 36) } }

  /// The VLANs of a subset advertisement.
  public var networks: TrunkingNetworks {
    @_lifetime(copy self) get { TrunkingNetworks(rest: fields.dropping(40)) }
  }
}

/// Walks the VLANs of a VTP subset advertisement.
public struct TrunkingNetworks: ~Escapable {
  /// The bytes not read yet.
  public private(set) var rest: Fields

  @_lifetime(copy rest)
  init(rest: Fields) { self.rest = rest }

  /// The next VLAN; nil at the end of the message, or at a length of zero.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> TrunkingNetwork? {
    guard rest.length > 0 else { return nil }
    let length = Int(try rest.byte(at: 0))
    guard length > 0 else { return nil }
    let network = TrunkingNetwork(rest, length: length)
    rest = rest.dropping(length)
    return network
  }
}

/// A VLAN in a VTP subset advertisement.
public struct TrunkingNetwork: ~Escapable {
  /// The bytes from the VLAN's first on.
  public let fields: Fields

  /// Bytes of the VLAN's information, as stated.
  public let length: Int

  @_lifetime(copy rest)
  init(_ rest: Fields, length: Int) {
    self.length = length
    fields = rest
  }

  /// 0 operational, 1 shut down or suspended.
  public var status: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The kind of VLAN.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }

  /// Bytes of the name.
  public var nameLength: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) } }

  /// The VLAN's number.
  public var number: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 4) } }

  /// MTU in bytes.
  public var maximumTransmissionUnit: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 6) } }

  /// The VLAN's number for FDDI and security.
  public var securityIdentifier: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 8) } }

  /// The VLAN's name.
  public var name: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) {
      fields.part(at: 12, length: Int(try nameLength))
    }
  }

  /// Elements after the name, which is filled up to a multiple of four bytes.
  public var elements: TrunkingElements {
    @_lifetime(copy self) get throws(EarlyEnd) {
      let offset = 12 + (Int(try nameLength) + 3) / 4 * 4
      let rest = fields.dropping(offset)
      return TrunkingElements(rest.part(at: 0, length: length - offset), hasRoom: offset <= length)
    }
  }
}

/// Walks the elements of a VLAN in a VTP message: type and length of one byte each, the length in units of two.
public struct TrunkingElements: ~Escapable {
  /// The bytes not read yet.
  public private(set) var rest: Fields

  /// Whether the name did not go past the end of the VLAN's information.
  public let hasRoom: Bool

  @_lifetime(copy rest)
  init(_ rest: Fields, hasRoom: Bool) {
    self.rest = rest
    self.hasRoom = hasRoom
  }

  /// The next element; nil after the last.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> TrunkingElement? {
    guard rest.length > 1 else { return nil }
    let type = try rest.byte(at: 0)
    let length = try rest.byte(at: 1)
    let element = TrunkingElement(rest, type: type, length: length)
    rest = rest.dropping(element.byteCount)
    return element
  }
}

/// An element of a VLAN in a VTP message.
public struct TrunkingElement: ~Escapable {
  /// The kind of element.
  public let type: UInt8

  /// Units of two bytes that the value has.
  public let length: UInt8

  /// Whether the VLAN's information has room for it.
  public let isInsideNetwork: Bool

  /// The value.
  public let value: Fields

  @_lifetime(copy rest)
  init(_ rest: Fields, type: UInt8, length: UInt8) {
    self.type = type
    self.length = length
    isInsideNetwork = rest.length >= 2 + Int(length) * 2
    value = rest.part(at: 2, length: Int(length) * 2)
    whole = rest.part(at: 0, length: 2 + Int(length) * 2)
  }

  /// Bytes with type and length.
  public var byteCount: Int { 2 + Int(length) * 2 }

  /// The value as a number of 16 bits.
  public var uint16: UInt16 { get throws(EarlyEnd) { try value.uint16(at: 0) } }

  /// The element with type and length.
  public let whole: Fields
}
