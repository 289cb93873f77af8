public import InternetTypes

/// Addresses of routers that fill bytes, one after the other.
public struct OSPFv3Routers: ~Escapable {
  private var rest: Fields
  private let isHello: Bool

  /// The addresses in these bytes, of a hello or of an advertisement, which ends where the last is cut.
  @_lifetime(copy fields)
  init(_ fields: Fields, isHello: Bool) {
    rest = fields
    self.isHello = isHello
  }

  /// The next address; nil at the end.
  public mutating func next() throws(EarlyEnd) -> IPv4Address? {
    guard rest.length > 0 else { return nil }
    if !isHello { try rest.requireLength(4) }
    let address = try rest.ipv4Address(at: 0)
    rest = rest.dropping(4)
    return address
  }
}

/// The advertisements that a request wants (RFC 5340, appendix A.3.4), one after the other.
public struct OSPFv3Requests: ~Escapable {
  private var rest: Fields

  @_lifetime(copy fields)
  init(_ fields: Fields) { rest = fields }

  /// The advertising router and the topic of the next; nil at the end.
  public mutating func next() throws(EarlyEnd) -> (router: IPv4Address, topic: LinkStateTopic)? {
    guard rest.length > 0 else { return nil }
    try rest.require(12)
    let wanted = (try rest.ipv4Address(at: 8), try LinkStateTopic(rest, at: 2))
    rest = rest.dropping(12)
    return wanted
  }
}

/// Headers of advertisements, or advertisements, one after the other.
public struct OSPFv3Headers: ~Escapable {
  private var rest: Fields
  private var left: UInt32

  /// Headers that fill these bytes.
  @_lifetime(copy fields)
  init(_ fields: Fields, count: UInt32 = .max) {
    rest = fields
    left = count
  }

  /// The next header; nil at the end.
  ///
  /// Call `skip` with the bytes that it, or its advertisement, takes.
  @_lifetime(copy self)
  public mutating func next() -> LinkStateHeaderV3? {
    rest.length > 0 && left > 0 ? LinkStateHeaderV3(rest) : nil
  }

  /// Steps over a header or an advertisement.
  public mutating func skip(_ count: Int) {
    rest = rest.dropping(count)
    left -= 1
  }
}

extension OSPFv3Message {
  /// The neighbors that a hello lists.
  public var neighbors: OSPFv3Routers {
    @_lifetime(copy self) get throws(EarlyEnd) {
      OSPFv3Routers(try body.dropping(20), isHello: true)
    }
  }

  /// The headers in a database description or an acknowledgment.
  public var headers: OSPFv3Headers {
    @_lifetime(copy self) get throws(EarlyEnd) {
      OSPFv3Headers(try body.dropping(try type == 2 ? 12 : 0))
    }
  }

  /// The advertisements that a request wants.
  public var requests: OSPFv3Requests {
    @_lifetime(copy self) get throws(EarlyEnd) { OSPFv3Requests(try body) }
  }

  /// The advertisements of an update, as many as it states.
  public var advertisements: OSPFv3Headers {
    @_lifetime(copy self) get throws(EarlyEnd) {
      OSPFv3Headers(try body.dropping(4), count: try advertisementCount)
    }
  }
}

/// A block of link-local signalling (RFC 5613, section 2).
public struct LinkLocalSignalling: Hashable, Sendable {
  /// Its checksum.
  public let checksum: UInt16
  /// Its length, in bytes.
  public let length: Int

  /// The block that these bytes begin with.
  public init(_ fields: borrowing Fields) throws(EarlyEnd) {
    try fields.requireLength(4)
    checksum = try fields.uint16(at: 0)
    length = Int(try fields.uint16(at: 2))
  }
}

/// An authentication trailer (RFC 7166, section 4.1), read field by field.
public struct AuthenticationTrailer: ~Escapable {
  /// Bytes before the data.
  public static var headerByteCount: Int { 16 }

  /// The bytes from its first on.
  public let fields: Fields

  /// The trailer that these bytes begin with.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The type, 1 for HMAC.
  public var type: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }
  /// Bytes of the trailer, as stated.
  public var length: Int { get throws(EarlyEnd) { Int(try fields.uint16(at: 2)) } }
  /// The security association.
  public var association: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 6) } }
  /// The sequence number, highest half first.
  public var sequence: (high: UInt32, low: UInt32) {
    get throws(EarlyEnd) { (try fields.uint32(at: 8), try fields.uint32(at: 12)) }
  }
  /// The data.
  public var data: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) {
      fields.part(at: Self.headerByteCount, length: try length - Self.headerByteCount)
    }
  }
}
