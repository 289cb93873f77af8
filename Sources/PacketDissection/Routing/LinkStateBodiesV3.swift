public import InternetTypes

/// The body of an advertisement of OSPF version 3 (RFC 5340, appendix A.4), read field by field.
public struct LinkStateBodyV3: ~Escapable {
  /// The body's bytes.
  public let fields: Fields

  /// A view of the body that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The first word: flags or a priority in the highest byte, options or a metric in the rest.
  private var head: UInt32 {
    get throws(EarlyEnd) {
      try fields.requireLength(4)
      return try fields.uint32(at: 0)
    }
  }

  /// The options of a router, a network or a link.
  public var options: UInt32 { get throws(EarlyEnd) { try head & 0xff_ffff } }

  /// The metric of an inter-area prefix or an external route.
  public var metric: UInt32 { get throws(EarlyEnd) { try head & 0xff_ffff } }

  /// The flags of a router or an external route, or the priority of a link.
  public var flags: UInt8 { get throws(EarlyEnd) { UInt8(try head >> 24) } }

  /// The links of a router.
  public var links: RouterLinksV3 {
    @_lifetime(copy self) get { RouterLinksV3(fields.dropping(4)) }
  }

  /// The routers of a network.
  public var routers: OSPFv3Routers {
    @_lifetime(copy self) get { OSPFv3Routers(fields.dropping(4), isHello: false) }
  }

  /// What follows the metric of an inter-area prefix or an external route.
  public var following: Fields {
    @_lifetime(copy self) get { fields.dropping(4) }
  }

  /// A link's address, how many prefixes it has, and the bytes that have them.
  public var linkAddress: IPv6Address { get throws(EarlyEnd) { try fields.ipv6Address(at: 4) } }

  /// How many prefixes a link has.
  public var linkPrefixCount: UInt32 {
    get throws(EarlyEnd) {
      try fields.requireLength(24)
      return try fields.uint32(at: 20)
    }
  }

  /// The prefixes of a link.
  public var linkPrefixes: Fields {
    @_lifetime(copy self) get { fields.dropping(24) }
  }

  /// What an intra-area prefix advertisement refers to.
  public var reference: LinkStateTopic {
    get throws(EarlyEnd) {
      try fields.requireLength(12)
      try fields.require(4, at: 8)
      return try LinkStateTopic(fields, at: 2)
    }
  }

  /// How many prefixes an intra-area prefix advertisement has.
  public var prefixCount: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }

  /// Its prefixes.
  public var prefixes: Fields {
    @_lifetime(copy self) get { fields.dropping(12) }
  }
}

/// The links of a router (RFC 5340, appendix A.4.3), one after the other.
public struct RouterLinksV3: ~Escapable {
  private var rest: Fields

  @_lifetime(copy fields)
  init(_ fields: Fields) { rest = fields }

  /// The next link; nil at the end.
  public mutating func next() throws(EarlyEnd) -> RouterLinkV3? {
    guard rest.length > 0 else { return nil }
    try rest.requireLength(16)
    try rest.require(16)
    let link = try RouterLinkV3(rest)
    rest = rest.dropping(16)
    return link
  }
}

/// A link of a router.
public struct RouterLinkV3: Hashable, Sendable {
  /// 1 to a router, 2 to a network, 4 virtual.
  public let type: UInt8
  /// The cost of the link.
  public let metric: UInt16
  /// The interface, as the router numbers it.
  public let interface: IPv4Address
  /// The neighbor's interface, and the neighbor.
  public let neighborInterface, neighbor: IPv4Address

  init(_ fields: borrowing Fields) throws(EarlyEnd) {
    type = try fields.byte(at: 0)
    metric = try fields.uint16(at: 2)
    interface = try fields.ipv4Address(at: 4)
    neighborInterface = try fields.ipv4Address(at: 8)
    neighbor = try fields.ipv4Address(at: 12)
  }
}

/// What an external route has after its prefix (RFC 5340, appendix A.4.7), one field after the other.
public struct ExternalRouteFields: ~Escapable {
  private var rest: Fields

  /// The fields in the bytes after the prefix.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { rest = fields }

  /// The forwarding address.
  public mutating func forwardingAddress() throws(EarlyEnd) -> IPv6Address {
    try rest.requireLength(16)
    let address = try rest.ipv6Address(at: 0)
    rest = rest.dropping(16)
    return address
  }

  /// The tag, or the referenced link state identifier.
  public mutating func word() throws(EarlyEnd) -> IPv4Address {
    try rest.requireLength(4)
    let word = try rest.ipv4Address(at: 0)
    rest = rest.dropping(4)
    return word
  }
}
