public import InternetTypes

/// The hops of an explicit or recorded route (RFC 3209, sections 4.3 and 4.4), one after the other.
public struct RSVPRoute: ~Escapable {
  /// What a hop has after its type and length.
  public enum Content: Hashable, Sendable {
    /// An IPv4 address with the length of its prefix and flags.
    case ipv4(IPv4Address, prefixLength: UInt8, flags: UInt8)
    /// A label with its flags and class type.
    case label(UInt32, flags: UInt8, type: UInt8)
    /// A hop of another type.
    case other
    /// A length that the type does not have.
    case badLength
    /// A length of 0, which would never end.
    case empty
    /// A length that exceeds the object.
    case tooLong
  }

  /// A hop.
  public struct Hop: Hashable, Sendable {
    /// The type in seven bits; the highest says that the hop is loose.
    public let type: UInt8
    /// Bytes of the hop, as stated.
    public let length: UInt8
    /// What it has.
    public let content: Content
  }

  private var rest: Fields

  /// The hops that fill an object's value.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { rest = fields }

  /// The next hop; nil if less than a header is left.
  public mutating func next() throws(EarlyEnd) -> Hop? {
    guard rest.length >= 4 else { return nil }
    try rest.require(4)
    let type = try rest.byte(at: 0)
    let length = try rest.byte(at: 1)
    if rest.length < Int(length) { return Hop(type: type, length: length, content: .tooLong) }
    if length == 0 { return Hop(type: type, length: length, content: .empty) }
    var content = Content.other
    if type & 0x7f == 1 || type & 0x7f == 3 {
      if length != 8 { return Hop(type: type, length: length, content: .badLength) }
      try rest.require(8)
      content =
        type & 0x7f == 1
        ? .ipv4(
          try rest.ipv4Address(at: 2), prefixLength: try rest.byte(at: 6),
          flags: try rest.byte(at: 7))
        : .label(
          try rest.uint32(at: 4), flags: try rest.byte(at: 2), type: try rest.byte(at: 3))
    }
    rest = rest.dropping(Int(length))
    return Hop(type: type, length: length, content: content)
  }
}

/// The subobjects of GENERALIZED_UNI (RFC 3476, section 3.1), one after the other.
public struct RSVPUserInterface: ~Escapable {
  /// What a subobject has.
  public enum Content: Hashable, Sendable {
    /// The address of a client of the transport network.
    case address(IPAddress)
    /// A label at the egress: flags and type, port, label.
    case egressLabel(UInt32, port: UInt32, label: UInt32)
    /// A level of service.
    case serviceLevel(UInt8)
    /// An address of a family that is not read, without a dump.
    case unreadAddress
    /// Another subobject: only its bytes can be shown.
    case other
    /// Nothing to show.
    case empty
    /// Less bytes than its type needs.
    case tooShort
    /// A length that is impossible.
    case invalid
  }

  /// A subobject.
  public struct Part: Hashable, Sendable {
    /// The type.
    public let type: UInt8
    /// The address family (IANA, "Address Family Numbers").
    public let family: UInt8
    /// Bytes with the header, as stated.
    public let length: Int
    /// What it has.
    public let content: Content
  }

  private var rest: Fields

  /// The subobjects that fill an object's value.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { rest = fields }

  /// Whether bytes are left that are less than a header.
  public var hasRemainder: Bool { rest.length > 0 }

  /// The next subobject; nil if less than a header is left.
  public mutating func next() throws(EarlyEnd) -> Part? {
    guard rest.length >= 4 else { return nil }
    let length = Int(try rest.uint16(at: 0))
    let type = try rest.byte(at: 2)
    let family = try rest.byte(at: 3)
    let isPossible = length >= 4 && length <= rest.length
    let content = isPossible ? try content(type, family, length) : .invalid
    if isPossible { rest = rest.dropping(length) }
    return Part(type: type, family: family, length: length, content: content)
  }

  private func content(
    _ type: UInt8, _ family: UInt8, _ length: Int
  ) throws(EarlyEnd) -> Content {
    switch (type, family) {
    case (1...2, 1): length < 8 ? .tooShort : .address(.v4(try rest.ipv4Address(at: 4)))
    case (1...2, 2): length < 20 ? .tooShort : .address(.v6(try rest.ipv6Address(at: 4)))
    case (1...2, 3): .other
    case (1...2, _): .unreadAddress
    case (3, _): length > 4 ? .other : .empty
    case (4, _):
      length < 16
        ? .tooShort
        : .egressLabel(
          try rest.uint32(at: 4), port: try rest.uint32(at: 8), label: try rest.uint32(at: 12))
    case (5, _): length < 8 ? .tooShort : .serviceLevel(try rest.byte(at: 4))
    default: .other
    }
  }
}

/// The services of a traffic specification (RFC 2210, section 3) and their parameters, one after the other.
public struct RSVPServices: ~Escapable {
  /// A service, or a parameter of the one before.
  public enum Element: Hashable, Sendable {
    /// A service: its number, the break bit, and bytes of its parameters.
    case service(UInt8, hasBreak: Bool, length: Int)
    /// A parameter: its number and flags, and bytes of its value, which are there if it is whole.
    case parameter(UInt8, flags: UInt8, length: Int, isWhole: Bool)
  }

  private var rest: Fields
  /// Bytes of the service's parameters that are left.
  ///
  /// Wraps around, as in tcpdump 4.99.3, where a parameter exceeds them.
  private var left: UInt32 = 0
  /// Bytes of the last parameter that the next call drops.
  private var pending = 0

  /// The services in the bytes after the message's header.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { rest = fields }

  /// The value of the last parameter.
  public var value: Fields {
    @_lifetime(copy self) get { rest.part(at: 4, length: pending - 4) }
  }

  /// The next service or parameter; nil at the end.
  public mutating func next() throws(EarlyEnd) -> Element? {
    rest = rest.dropping(pending)
    pending = 0
    guard rest.length >= 4 else { return nil }
    let number = try rest.byte(at: 0)
    let flags = try rest.byte(at: 1)
    let length = Int(try rest.uint16(at: 2)) * 4
    guard left >= 4 else {
      left = UInt32(length)
      rest = rest.dropping(4)
      return .service(number, hasBreak: flags & 0x80 != 0, length: length)
    }
    let isWhole = rest.length >= length + 4
    if isWhole {
      pending = length + 4
      left &-= UInt32(pending)
    } else {
      left = 0
    }
    return .parameter(number, flags: flags, length: length, isWhole: isWhole)
  }
}

/// Juniper's properties of a path, one after the other.
public struct RSVPProperties: ~Escapable {
  /// A property: its type, and bytes with its header, as stated.
  public struct Property: Hashable, Sendable {
    /// The type.
    public let type: UInt8
    /// Bytes with the header, as stated.
    public let length: Int
    /// Whether the object has all these bytes.
    public let isWhole: Bool
  }

  private var rest: Fields
  private let padding: Int
  private var pending = 0

  /// The properties after the object's counts.
  @_lifetime(copy fields)
  public init(_ fields: Fields, padding: Int) {
    rest = fields
    self.padding = padding
  }

  /// The value of the last property.
  public var value: Fields {
    @_lifetime(copy self) get { rest.part(at: 2, length: pending - 2) }
  }

  /// The next property; nil if only padding is left.
  public mutating func next() throws(EarlyEnd) -> Property? {
    rest = rest.dropping(pending)
    pending = 0
    guard rest.length >= 2 + padding else { return nil }
    let length = Int(try rest.byte(at: 1))
    let isWhole = rest.length >= length
    if isWhole { pending = length }
    return Property(type: try rest.byte(at: 0), length: length, isWhole: isWhole)
  }
}
