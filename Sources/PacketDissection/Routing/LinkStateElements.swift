public import InternetTypes

/// Walks the TLVs of OSPF: a type and a length of 16 bits each, then the value; the length counts only the value.
public struct LinkStateElements: ~Escapable {
  /// The bytes not read yet.
  public private(set) var rest: Fields

  /// Whether each value is filled up to a multiple of four bytes.
  private let isPadded: Bool

  /// A walk over the elements that fill `fields`.
  @_lifetime(copy fields)
  public init(_ fields: Fields, isPadded: Bool = false) {
    rest = fields
    self.isPadded = isPadded
  }

  /// The next element; nil at the end, or if there is no room for another header.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> LinkStateElement? {
    guard rest.length >= 4 else { return nil }
    try rest.require(4)
    let type = try rest.uint16(at: 0)
    let length = Int(try rest.uint16(at: 2))
    let element = LinkStateElement(rest, type: type, length: length)
    rest = rest.dropping(4 + (isPadded ? (length + 3) / 4 * 4 : length))
    return element
  }
}

/// An element of OSPF.
public struct LinkStateElement: ~Escapable {
  /// The kind of element.
  public let type: UInt16

  /// Bytes of the value, as stated.
  public let length: Int

  /// Bytes that there are after the header.
  public let room: Int

  /// The value.
  public let value: Fields

  @_lifetime(copy rest)
  init(_ rest: Fields, type: UInt16, length: Int) {
    self.type = type
    self.length = length
    room = rest.length - 4
    value = rest.part(at: 4, length: length)
  }

  /// The value's first byte.
  public var byte: UInt8 { get throws(EarlyEnd) { try value.byte(at: 0) } }

  /// The value as a number of 32 bits.
  public var uint32: UInt32 { get throws(EarlyEnd) { try value.uint32(at: 0) } }

  /// The value's second 32 bits.
  public var secondUInt32: UInt32 { get throws(EarlyEnd) { try value.uint32(at: 4) } }

  /// The value as an address.
  public var address: IPv4Address { get throws(EarlyEnd) { try value.ipv4Address(at: 0) } }

  /// The elements in the value, filled up to multiples of four bytes.
  public var elements: LinkStateElements {
    @_lifetime(copy self) get { LinkStateElements(value, isPadded: true) }
  }

  /// Bandwidth number `index` from byte `offset` on, in bytes a second.
  public func bandwidth(_ index: Int, from offset: Int = 0) throws(EarlyEnd) -> Float {
    try value.float(at: offset + index * 4)
  }

  /// Number `index` of 32 bits.
  public func number(_ index: Int) throws(EarlyEnd) -> UInt32 { try value.uint32(at: index * 4) }

  /// The value's second byte.
  public var secondByte: UInt8 { get throws(EarlyEnd) { try value.byte(at: 1) } }
}

/// A link of a router's advertisement in OSPF version 2 (RFC 2328, appendix A.4.2).
public struct RouterLink: ~Escapable {
  let fields: Fields

  /// The link that `fields` begins with.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The neighbor or network.
  public var identifier: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 0) } }

  /// The interface's address, or a stub network's mask.
  public var data: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 4) } }

  /// 1 to a router, 2 to a network, 3 to a stub network, 4 virtual.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 8) } }

  /// Metrics besides the first.
  public var metricCount: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 9) } }

  /// Topology and metric number `index`; the first has no topology of its own.
  public func metric(_ index: Int) throws(EarlyEnd) -> (topology: UInt8, metric: UInt16) {
    (
      index == 0 ? 0 : try fields.byte(at: 8 + index * 4), try fields.uint16(at: 10 + index * 4)
    )
  }

  /// Bytes of the link with all its metrics.
  public var byteCount: Int { get throws(EarlyEnd) { 12 + Int(try metricCount) * 4 } }
}
