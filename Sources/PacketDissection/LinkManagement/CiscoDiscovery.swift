public import InternetTypes

/// A message of Cisco's discovery protocol (CDP), read field by field.
///
///     +---------------+---------------+-------------------------------+
///     |    Version    | Time to live  |           Checksum            |
///     +---------------+---------------+-------------------------------+
///     | Elements: type (2 bytes), length (2 bytes), value             |
public struct CiscoDiscoveryMessage: ~Escapable {
  /// Size of the header in bytes.
  public static let headerByteCount = 4

  /// The message's bytes.
  public let fields: Fields

  /// A view of the CDP message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version, 1 or 2.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// For how long the message is valid, in seconds.
  public var timeToLive: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The checksum as sent.
  public var checksum: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The elements after the header.
  public var elements: LinkElements {
    @_lifetime(copy self) get { LinkElements(fields.dropping(Self.headerByteCount)) }
  }
}

/// Walks the elements of CDP, DTP and UDLD: a type and a length of 16 bits each, then the value; the length counts all.
public struct LinkElements: ~Escapable {
  /// The bytes not read yet.
  public private(set) var rest: Fields

  /// A walk over the elements that `fields` begins with.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { rest = fields }

  /// The next element; nil at the end of the message, or if it has no room for an element's header.
  ///
  /// After an element whose length is impossible, `isAtEnd` is false and the iteration does not continue.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> LinkElement? {
    guard rest.length >= 4 else { return nil }
    let type = try rest.uint16(at: 0)
    let length = try rest.uint16(at: 2)
    let element = LinkElement(
      rest, type: type, length: length, isInsideMessage: Int(length) <= rest.length)
    if length >= 4 && element.isInsideMessage { rest = rest.dropping(Int(length)) }
    return element
  }

  /// Whether the message ended with the last element.
  public var isAtEnd: Bool { rest.length <= 0 }
}

/// An element of CDP, DTP or UDLD.
public struct LinkElement: ~Escapable {
  /// The kind of element.
  public let type: UInt16

  /// Bytes of the element with its header, as stated.
  public let length: UInt16

  /// Whether the message has room for the element.
  public let isInsideMessage: Bool

  /// The value.
  public let value: Fields

  @_lifetime(copy rest)
  init(_ rest: Fields, type: UInt16, length: UInt16, isInsideMessage: Bool) {
    self.type = type
    self.length = length
    self.isInsideMessage = isInsideMessage
    value = rest.part(at: 4, length: Int(length) - 4)
  }

  /// The value as one byte.
  public var byte: UInt8 { get throws(EarlyEnd) { try value.byte(at: 0) } }

  /// The value as a number of 16 bits.
  public var uint16: UInt16 { get throws(EarlyEnd) { try value.uint16(at: 0) } }

  /// The value as a number of 32 bits.
  public var uint32: UInt32 { get throws(EarlyEnd) { try value.uint32(at: 0) } }

  /// The value as a hardware address.
  public var macAddress: MACAddress { get throws(EarlyEnd) { try value.macAddress(at: 0) } }

  /// The VLAN of a telephone's assignment or request.
  public var voiceVLAN: UInt16 { get throws(EarlyEnd) { try value.uint16(at: 1) } }

  /// Text after the value's first byte.
  public var textBehindByte: Fields { @_lifetime(copy self) get { value.dropping(1) } }

  /// The value as a number of as many bytes as it has, up to 8.
  public var number: UInt64 {
    get throws(EarlyEnd) {
      var number: UInt64 = 0
      for index in 0..<min(max(value.length, 0), 8) {
        number = number << 8 | UInt64(try value.byte(at: index))
      }
      return number
    }
  }

  /// Addresses that the value states; nil if it has no room for their count.
  public var addressCount: UInt32? {
    get throws(EarlyEnd) { value.length < 4 ? nil : try value.uint32(at: 0) }
  }

  /// The addresses in the value, after their count.
  public var addresses: CiscoAddresses {
    @_lifetime(copy self) get { CiscoAddresses(rest: value.dropping(4)) }
  }

  /// Prefix number `index`: an address and its length.
  public func prefix(_ index: Int) throws(EarlyEnd) -> (address: IPv4Address, length: UInt8) {
    (try value.ipv4Address(at: index * 5), try value.byte(at: index * 5 + 4))
  }
}

/// Walks the addresses in an element of CDP.
public struct CiscoAddresses: ~Escapable {
  /// The result of reading the next element.
  public enum Step: Hashable, Sendable {
    case ipv4(IPv4Address)
    case ipv6(IPv6Address)
    /// Another protocol: its type, and the ranges of its number and of the address in the value.
    case other(type: UInt8, protocol: Range<Int>, address: Range<Int>)
    /// The element has no room for type and length, protocol and length, or the address.
    case noRoomForType, noRoomForProtocol, noRoomForAddress
  }

  /// The bytes not read yet.
  public private(set) var rest: Fields

  /// The bytes that the ranges of a step count in.
  public private(set) var element: Fields

  @_lifetime(copy rest)
  init(rest: Fields) {
    self.rest = rest
    element = rest
  }

  /// The next address.
  public mutating func next() throws(EarlyEnd) -> Step {
    guard rest.length >= 2 else { return .noRoomForType }
    let type = try rest.byte(at: 0)
    let protocolLength = Int(try rest.byte(at: 1))
    guard rest.length >= 4 + protocolLength else { return .noRoomForProtocol }
    let addressLength = Int(try rest.uint16(at: 2 + protocolLength))
    let start = 4 + protocolLength
    element = rest
    guard rest.length >= start + addressLength else { return .noRoomForAddress }
    defer { rest = rest.dropping(start + addressLength) }
    if type == 1, protocolLength == 1, addressLength == 4, try rest.byte(at: 2) == 0xcc {
      return .ipv4(try rest.ipv4Address(at: start))
    }
    if type == 2, protocolLength == 8, addressLength == 16,
      try rest.uint64(at: 2) == 0xaaaa_0300_0000_86dd
    {
      return .ipv6(try rest.ipv6Address(at: start))
    }
    return .other(
      type: type, protocol: 2..<(2 + protocolLength), address: start..<(start + addressLength))
  }
}
