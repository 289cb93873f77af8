public import InternetTypes

/// A message of LLDP (IEEE 802.1AB): elements of seven bits of type and nine of length.
public struct LinkDiscoveryElements: ~Escapable {
  /// The bytes not read yet.
  public private(set) var rest: Fields

  /// A walk over the elements that `fields` begins with.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { rest = fields }

  /// The next element; nil at the end of the message.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> LinkDiscoveryElement? {
    guard rest.length >= 2 else { return nil }
    try rest.require(2)
    let header = try rest.uint16(at: 0)
    let element = LinkDiscoveryElement(rest, header: header)
    rest = rest.dropping(2 + element.length)
    return element
  }
}

/// An element of LLDP.
public struct LinkDiscoveryElement: ~Escapable {
  /// The kind of element, 0 to 127; 127 is an organization's.
  public let type: UInt8

  /// Bytes of the value, as stated.
  public let length: Int

  /// Whether the message has room for the value.
  public let isInsideMessage: Bool

  /// The value.
  public let value: Fields

  @_lifetime(copy rest)
  init(_ rest: Fields, header: UInt16) {
    type = UInt8(header >> 9)
    length = Int(header & 0x1ff)
    isInsideMessage = rest.length >= 2 + length
    value = rest.part(at: 2, length: length)
  }

  /// The kind of a chassis or port identifier.
  public var subtype: UInt8 { get throws(EarlyEnd) { try value.byte(at: 0) } }

  /// The identifier of a chassis or port as text.
  public var identifier: Fields { @_lifetime(copy self) get { value.dropping(1) } }

  /// The identifier of a chassis or port as a hardware address.
  public var macAddress: MACAddress { get throws(EarlyEnd) { try value.macAddress(at: 1) } }

  /// How long the message is valid, in seconds.
  public var timeToLive: UInt16 { get throws(EarlyEnd) { try value.uint16(at: 0) } }

  /// The capabilities of the system, one bit each.
  public var capabilities: UInt16 { get throws(EarlyEnd) { try value.uint16(at: 0) } }

  /// Which of its capabilities the system uses.
  public var enabledCapabilities: UInt16 { get throws(EarlyEnd) { try value.uint16(at: 2) } }

  /// The address that the system is managed by.
  public var managementAddress: ManagementAddress {
    @_lifetime(copy self) get { ManagementAddress(fields: value) }
  }

  /// The organization that defines the element.
  public var organization: UInt32 { get throws(EarlyEnd) { try value.uint24(at: 0) } }
}

/// A network address as LLDP has it: a family and the address.
public enum FamilyAddress: Hashable, Sendable {
  case ipv4(IPv4Address)
  case ipv6(IPv6Address)
  case mac(MACAddress)
  /// An address of another family.
  case other(family: UInt8)

  /// Reads an address of `length` bytes with its family; nil if it is too short for it.
  init?(_ fields: borrowing Fields, at offset: Int, length: Int) throws(EarlyEnd) {
    guard length >= 1 else { return nil }
    let family = try fields.byte(at: offset)
    let needed = family == 1 ? 4 : family == 2 ? 16 : family == 6 ? 6 : 0
    guard length > needed else { return nil }
    switch family {
    case 1: self = .ipv4(try fields.ipv4Address(at: offset + 1))
    case 2: self = .ipv6(try fields.ipv6Address(at: offset + 1))
    case 6: self = .mac(try fields.macAddress(at: offset + 1))
    default: self = .other(family: family)
    }
  }

  /// The family's number (IANA, "Address Family Numbers").
  public var family: UInt8 {
    switch self {
    case .ipv4: 1
    case .ipv6: 2
    case .mac: 6
    case .other(let family): family
    }
  }
}

extension LinkDiscoveryElement {
  /// The identifier of a chassis or port as a network address; nil if it is too short.
  public var networkAddress: FamilyAddress? {
    get throws(EarlyEnd) { try FamilyAddress(value, at: 1, length: value.length - 1) }
  }
}

/// The value of a management address element (IEEE 802.1AB, section 8.5.9).
public struct ManagementAddress: ~Escapable {
  let fields: Fields

  /// Bytes of the address and its family.
  public var length: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// The address; nil if it is too short, or the element is.
  public var address: FamilyAddress? {
    get throws(EarlyEnd) {
      guard fields.length >= 1, fields.length > Int(try length) else { return nil }
      return try FamilyAddress(fields, at: 1, length: Int(try length))
    }
  }

  private var offset: Int { get throws(EarlyEnd) { 1 + Int(try length) } }

  /// Whether the element has room for the interface.
  public var hasInterface: Bool { get throws(EarlyEnd) { fields.length >= (try offset) + 5 } }

  /// How the interface is numbered: 2 by index, 3 by port.
  public var numbering: UInt8 { get throws(EarlyEnd) { try fields.byte(at: try offset) } }

  /// The interface's number.
  public var interface: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: (try offset) + 1) } }

  /// The object identifier after its length; nil if the element ends before.
  public var objectIdentifier: Fields? {
    @_lifetime(copy self) get throws(EarlyEnd) {
      let start = (try offset) + 5
      guard fields.length > start else { return nil }
      return fields.part(at: start + 1, length: Int(try fields.byte(at: start)))
    }
  }

  /// Whether the element has room for the object identifier.
  public var hasRoomForObjectIdentifier: Bool {
    get throws(EarlyEnd) {
      let start = (try offset) + 5
      return fields.length >= start + 1 + Int(try fields.byte(at: start))
    }
  }
}
