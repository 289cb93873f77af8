public import InternetTypes

/// A DVMRP message inside IGMP (RFC 1075, draft-ietf-idmr-dvmrp-v3), read field by field.
public struct DVMRPMessage: ~Escapable {
  let fields: Fields

  /// The DVMRP message of an IGMP message of that type.
  @_lifetime(copy message)
  public init(_ message: IGMPMessage) { fields = message.fields.named("dvmrp") }

  /// The kind of message.
  public var code: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The minor version, in messages of the second neighbors' kind.
  public var minorVersion: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 6) } }

  /// The major version, in messages of the second neighbors' kind.
  public var majorVersion: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 7) } }

  /// The bytes after the eight bytes of header.
  public var body: Fields { @_lifetime(copy self) get { fields.dropping(8) } }

  /// The generation of a probe; nil if it is cut.
  public var generation: UInt32? { body.length < 4 ? nil : try? body.uint32(at: 0) }

  /// The neighbors of a probe.
  public var probedNeighbors: IPv4AddressList {
    @_lifetime(copy self) get { IPv4AddressList(body.dropping(4)) }
  }

  /// The source of a prune or graft.
  public var source: IPv4Address { get throws(EarlyEnd) { try body.ipv4Address(at: 0) } }

  /// The group of a prune or graft.
  public var group: IPv4Address { get throws(EarlyEnd) { try body.ipv4Address(at: 4) } }

  /// Lifetime of a prune in seconds.
  public var pruneLifetime: UInt32 { get throws(EarlyEnd) { try body.uint32(at: 8) } }

  /// The interfaces and their neighbors in a neighbors message, whose headers have seven bytes or, with flags, eight.
  @_lifetime(copy self)
  public func interfaces(haveFlags: Bool) -> DVMRPInterfaces {
    DVMRPInterfaces(rest: body, haveFlags: haveFlags)
  }

  /// The routes of a report.
  public var routes: DVMRPRoutes { @_lifetime(copy self) get { DVMRPRoutes(rest: body) } }
}

/// Walks IPv4 addresses one after the other.
public struct IPv4AddressList: ~Escapable {
  private var fields: Fields

  /// A list of the addresses that fill `fields`.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The next address; nil at the end of the list or of the captured bytes.
  public mutating func next() throws(EarlyEnd) -> IPv4Address? {
    guard fields.length > 0, fields.bytes.count > 0 else { return nil }
    let address = try fields.ipv4Address(at: 0)
    fields = fields.dropping(4)
    return address
  }
}

/// Walks the neighbors in a DVMRP neighbors message.
public struct DVMRPInterfaces: ~Escapable {
  /// One neighbor, and the interface that leads to it.
  public struct Neighbor: Hashable, Sendable {
    /// The address of the interface.
    public var interface = IPv4Address(rawValue: 0)
    /// The neighbor's address; nil if it is cut.
    public var address: IPv4Address?
    /// The interface's metric.
    public var metric: UInt8 = 0
    /// The least TTL of packets that are forwarded.
    public var threshold: UInt8 = 0
    /// Flags: 1 tunnel, 2 source route, 0x10 down, 0x20 disabled, 0x40 querier.
    public var flags: UInt8 = 0
  }

  private var rest: Fields
  private let haveFlags: Bool
  private var remaining: UInt8 = 0
  private var neighbor = Neighbor()

  @_lifetime(copy rest)
  init(rest: Fields, haveFlags: Bool) {
    self.rest = rest
    self.haveFlags = haveFlags
  }

  /// The next neighbor; nil after the last.
  public mutating func next() throws(EarlyEnd) -> Neighbor? {
    let headerByteCount = haveFlags ? 8 : 7
    while remaining == 0 || rest.length < 4 {
      guard rest.length >= headerByteCount else { return nil }
      try rest.require(headerByteCount)
      neighbor.interface = try rest.ipv4Address(at: 0)
      neighbor.metric = try rest.byte(at: 4)
      neighbor.threshold = try rest.byte(at: 5)
      if haveFlags { neighbor.flags = try rest.byte(at: 6) }
      remaining = try rest.byte(at: headerByteCount - 1)
      rest = rest.dropping(headerByteCount)
    }
    remaining -= 1
    neighbor.address = nil
    if rest.has(4) { neighbor.address = try rest.ipv4Address(at: 0) }
    rest = rest.dropping(4)
    return neighbor
  }
}

/// Walks the routes of a DVMRP report: masks, each with the routes that have it.
public struct DVMRPRoutes: ~Escapable {
  /// The result of reading the next part of a report.
  public enum Step: Hashable, Sendable {
    case mask(IPv4Address)
    case route(IPv4Address, metric: UInt8)
    /// The message has no room for the next mask, or for the next route.
    case maskCut, routeCut
  }

  private var rest: Fields
  /// Bytes of an origin under the current mask; 0 before a mask.
  private var width = 0

  @_lifetime(copy rest)
  init(rest: Fields) { self.rest = rest }

  /// The next mask or route; nil after the last, or after a cut.
  public mutating func next() throws(EarlyEnd) -> Step? {
    if width == 0 {
      guard rest.length > 0 else { return nil }
      guard rest.length >= 3 else {
        rest = rest.part(at: 0, length: 0)
        return .maskCut
      }
      try rest.require(3)
      let mask = try rest.uint24(at: 0)
      width = mask & 0xff != 0 ? 4 : mask & 0xff00 != 0 ? 3 : mask & 0xff0000 != 0 ? 2 : 1
      rest = rest.dropping(3)
      return .mask(IPv4Address(rawValue: 0xff00_0000 | mask))
    }
    guard rest.length >= width + 1 else {
      width = 0
      rest = rest.part(at: 0, length: 0)
      return .routeCut
    }
    try rest.require(width + 1)
    var origin: UInt32 = 0
    for index in 0..<width {
      origin |= UInt32(try rest.byte(at: index)) << UInt32(24 - index * 8)
    }
    let metric = try rest.byte(at: width)
    rest = rest.dropping(width + 1)
    if metric & 0x80 != 0 { width = 0 }
    return .route(IPv4Address(rawValue: origin), metric: metric & 0x7f)
  }
}
