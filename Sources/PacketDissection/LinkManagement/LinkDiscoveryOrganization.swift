/// An element that an organization defines for LLDP: its identifier, a subtype and data.
public struct OrganizationElement: ~Escapable {
  /// The element's value, from the organization's identifier on.
  public let fields: Fields

  /// The element as one of an organization.
  @_lifetime(copy element)
  public init(_ element: LinkDiscoveryElement) { fields = element.value }

  /// The kind of element within the organization's.
  public var subtype: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) } }

  /// Byte `index` of the data.
  public func byte(_ index: Int) throws(EarlyEnd) -> UInt8 { try fields.byte(at: 4 + index) }

  /// Data as text, from byte `index` on.
  @_lifetime(copy self)
  public func text(from index: Int) -> Fields { fields.dropping(4 + index) }

  // IEEE 802.1

  /// A port's VLAN, or that of a VLAN name.
  public var network: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 4) } }

  /// A port's and protocol's VLAN.
  public var protocolNetwork: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 5) } }

  /// A VLAN's name; nil if the element has no room for it.
  public var networkName: Fields? {
    @_lifetime(copy self) get throws(EarlyEnd) {
      guard fields.length >= 7 else { return nil }
      let length = Int(try fields.byte(at: 6))
      return fields.length < 7 + length ? nil : fields.part(at: 7, length: length)
    }
  }

  /// The identity of a protocol; nil if the element has no room for it.
  public var protocolIdentity: Fields? {
    @_lifetime(copy self) get throws(EarlyEnd) {
      guard fields.length >= 5 else { return nil }
      let length = Int(try fields.byte(at: 4))
      return fields.length < 5 + length ? nil : fields.part(at: 5, length: length)
    }
  }

  /// Entries of three bytes in a table of applications; nil if their sizes do not fit.
  public var applicationCount: Int? {
    fields.length > 5 && (fields.length - 5) % 3 == 0 ? (fields.length - 5) / 3 : nil
  }

  /// Priority, reserved bits and selector of application `index`, three, two and three bits.
  public func applicationFlags(_ index: Int) throws(EarlyEnd) -> UInt8 {
    try fields.byte(at: 5 + index * 3)
  }

  /// The number that tcpdump shows for application `index`: the first two bytes of its entry.
  public func applicationProtocol(_ index: Int) throws(EarlyEnd) -> UInt16 {
    try fields.uint16(at: 5 + index * 3)
  }

  /// Channels of a CDCP element, 12 bits.
  public var channelCapacity: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 6) & 0xfff } }

  /// Pairs of channel and VLAN of a CDCP element; nil if their sizes do not fit.
  public var channelCount: Int? {
    (fields.length - 8) % 3 == 0 ? (fields.length - 8) / 3 : nil
  }

  /// Channel and VLAN number `index`, 12 bits each.
  public func channel(_ index: Int) throws(EarlyEnd) -> UInt32 {
    try fields.uint24(at: 8 + index * 3)
  }

  // IEEE 802.3

  /// The advertised capabilities of autonegotiation (RFC 3636).
  public var advertisedCapabilities: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 5) } }

  /// The type of medium attachment (RFC 3636).
  public var mediumType: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 7) } }

  /// The port of an aggregation.
  public var aggregationPort: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 5) } }

  /// The largest frame in bytes.
  public var maximumFrameSize: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 4) } }

  // TIA-1057 (LLDP-MED)

  /// The capabilities of an endpoint.
  public var mediaCapabilities: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 4) } }

  /// VLAN of a policy, 12 bits.
  public var policyNetwork: UInt16 {
    get throws(EarlyEnd) { (try fields.uint16(at: 5) & 0x1ffe) >> 1 }
  }

  /// Priority of a policy.
  public var policyPriority: UInt16 {
    get throws(EarlyEnd) { (try fields.uint16(at: 6) & 0x1c0) >> 6 }
  }

  /// DSCP of a policy.
  public var policyCodePoint: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 6) & 0x3f } }

  /// Latitude or longitude, 34 bits, at byte `index` of the data.
  public func coordinate(_ index: Int) throws(EarlyEnd) -> UInt64 {
    let high = UInt64(try fields.byte(at: 4 + index) & 3)
    return high << 32 | UInt64(try fields.uint32(at: 5 + index))
  }

  /// Resolution of the altitude, six bits.
  public var altitudeResolution: UInt16 {
    get throws(EarlyEnd) { try fields.uint16(at: 15) >> 6 & 0x3f }
  }

  /// The altitude, 30 bits.
  public var altitude: UInt32 {
    get throws(EarlyEnd) { try fields.uint32(at: 16) & 0x3fff_ffff }
  }

  /// Bytes of a civic address.
  public var civicLength: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 5) } }

  /// The two letters of a country.
  public var country: Fields { @_lifetime(copy self) get { fields.part(at: 7, length: 2) } }

  /// The parts of a civic address.
  public var civicElements: CivicElements {
    @_lifetime(copy self) get throws(EarlyEnd) {
      CivicElements(rest: fields.part(at: 9, length: Int(try civicLength) - 3))
    }
  }

  /// Power in tenths of a watt.
  public var power: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 5) } }

  /// The elements of DCBX.
  public var exchangeElements: LinkDiscoveryElements {
    @_lifetime(copy self) get { LinkDiscoveryElements(fields.dropping(4)) }
  }
}

/// Walks the parts of a civic address (RFC 4776): type and length of a byte each, text.
public struct CivicElements: ~Escapable {
  /// The bytes not read yet.
  public private(set) var rest: Fields

  @_lifetime(copy rest)
  init(rest: Fields) { self.rest = rest }

  /// The next part; nil at the end of the address, or if it has no room for another one.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> CivicElement? {
    guard rest.length >= 2 else { return nil }
    let element = CivicElement(rest, type: try rest.byte(at: 0), length: try rest.byte(at: 1))
    rest = rest.dropping(2 + Int(element.length))
    return element
  }
}

/// A part of a civic address.
public struct CivicElement: ~Escapable {
  /// The type of the text.
  public let type: UInt8
  /// Bytes of the text.
  public let length: UInt8
  /// Whether the address has room for the text.
  public let isInsideAddress: Bool
  /// The text.
  public let text: Fields

  @_lifetime(copy rest)
  init(_ rest: Fields, type: UInt8, length: UInt8) {
    self.type = type
    self.length = length
    isInsideAddress = rest.length >= 2 + Int(length)
    text = rest.part(at: 2, length: Int(length))
  }
}

// Elements of DCBX.
extension LinkDiscoveryElement {
  /// Sequence number of a control element.
  public var sequence: UInt32 { get throws(EarlyEnd) { try value.uint32(at: 2) } }

  /// Acknowledgment number of a control element.
  public var acknowledgment: UInt32 { get throws(EarlyEnd) { try value.uint32(at: 6) } }

  /// Priority groups of eight priorities, four bits each.
  public var priorityGroups: UInt32 { get throws(EarlyEnd) { try value.uint32(at: 4) } }

  /// Byte `index` of the value.
  public func byte(_ index: Int) throws(EarlyEnd) -> UInt8 { try value.byte(at: index) }

  /// Applications of an application element.
  public var applicationCount: Int { (length - 4) / 6 }

  /// The protocol of application `index`.
  public func applicationProtocol(_ index: Int) throws(EarlyEnd) -> UInt16 {
    try value.uint16(at: 4 + index * 6)
  }

  /// Selector, two bits, and organization, 22 bits, of application `index`.
  public func applicationOrganization(_ index: Int) throws(EarlyEnd) -> UInt32 {
    try value.uint24(at: 6 + index * 6)
  }

  /// Priorities of application `index`, a bit each.
  public func applicationPriorities(_ index: Int) throws(EarlyEnd) -> UInt8 {
    try value.byte(at: 9 + index * 6)
  }
}
