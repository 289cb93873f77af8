public import InternetTypes

/// The elements of an IS-IS PDU, or those inside of an element: a type and a length of one byte each, then the value.
public struct ISISElements: ~Escapable {
  /// The bytes from the next element on, to the end of the packet.
  private var rest: Fields

  /// Bytes that are left for elements.
  public private(set) var left: Int

  /// The elements in the first `length` of these bytes.
  @_lifetime(copy fields)
  public init(_ fields: Fields, length: Int) {
    rest = fields
    left = length
  }

  /// The next element, whose value may exceed the bytes that are left; nil if less than a header is left.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> ISISElement? {
    guard left >= 2 else { return nil }
    let element = ISISElement(
      type: try rest.byte(at: 0), length: Int(try rest.byte(at: 1)), room: left - 2,
      following: rest.dropping(2))
    left -= 2 + element.length
    rest = element.following.dropping(element.length)
    return element
  }
}

/// An element of IS-IS.
public struct ISISElement: ~Escapable {
  /// The kind of element.
  public let type: UInt8
  /// Bytes of the value, as stated.
  public let length: Int
  /// Bytes that there are after the header.
  public let room: Int
  /// The bytes from the value's first on, to the end of the packet.
  public let following: Fields

  @_lifetime(copy following)
  init(type: UInt8, length: Int, room: Int, following: Fields) {
    self.type = type
    self.length = length
    self.room = room
    self.following = following
  }

  /// The value.
  public var value: Fields {
    @_lifetime(copy self) get { following.part(at: 0, length: length) }
  }
}

/// Items of one size that fill an element's value, one after the other.
public struct ISISItems: ~Escapable {
  private var rest: Fields
  private let size: Int

  /// The items of `size` bytes in a value.
  @_lifetime(copy fields)
  public init(_ fields: Fields, of size: Int) {
    rest = fields
    self.size = size
  }

  /// The next item; nil at the end, and if less bytes are left.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> Fields? {
    guard rest.length >= size else { return nil }
    let item = rest.part(at: 0, length: size)
    rest = rest.dropping(size)
    return item
  }
}

/// The identifier of a system (6 bytes), of a node (7), or of a link state PDU (8).
public struct ISISIdentifier: Hashable, Sendable {
  /// Its bytes, the last one lowest.
  public let value: UInt64
  /// How many they are.
  public let byteCount: Int

  /// The identifier of `count` bytes at `offset`; all of them have to be captured.
  public init(_ fields: borrowing Fields, at offset: Int, count: Int) throws(EarlyEnd) {
    try fields.require(count, at: offset)
    var value: UInt64 = 0
    for index in 0..<count { value = value << 8 | UInt64(try fields.byte(at: offset + index)) }
    self.value = value
    byteCount = count
  }

  /// A byte of it, the first at index 0.
  public subscript(index: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: value >> UInt64((byteCount - 1 - index) * 8))
  }
}

/// The four metrics of ISO 10589, section 9.8, which RFC 1195 uses as well.
public struct ISISMetrics: Hashable, Sendable {
  /// One metric.
  public struct Metric: Hashable, Sendable {
    fileprivate let byte: UInt8

    /// Its value, 6 bits.
    public var value: UInt8 { byte & 0x3f }
    /// Whether it is of another routing domain.
    public var isExternal: Bool { byte & 0x40 != 0 }
    /// Whether it is not supported; of the default metric, whether the route was leaked downwards (RFC 5302).
    public var hasHighBit: Bool { byte & 0x80 != 0 }
  }

  /// The default metric and those of delay, expense and errors.
  public let normal, delay, expense, error: Metric

  /// The metrics at `offset`.
  public init(_ fields: borrowing Fields, at offset: Int) throws(EarlyEnd) {
    normal = Metric(byte: try fields.byte(at: offset))
    delay = Metric(byte: try fields.byte(at: offset + 1))
    expense = Metric(byte: try fields.byte(at: offset + 2))
    error = Metric(byte: try fields.byte(at: offset + 3))
  }
}

/// A reachable network with narrow metrics (RFC 1195, section 3.2).
public struct ISISNetwork: Hashable, Sendable {
  /// Bytes that it takes.
  public static var byteCount: Int { 12 }

  /// Its metrics.
  public let metrics: ISISMetrics
  /// Its address and mask.
  public let address, mask: IPv4Address

  /// The network that these bytes are; all of them have to be captured.
  public init(_ fields: borrowing Fields) throws(EarlyEnd) {
    try fields.require(Self.byteCount)
    metrics = try ISISMetrics(fields, at: 0)
    address = try fields.ipv4Address(at: 4)
    mask = try fields.ipv4Address(at: 8)
  }

  /// The length of the prefix; nil if the mask is none.
  public var prefixLength: Int? {
    let length = (~mask.rawValue).leadingZeroBitCount
    return length == 32 || mask.rawValue << UInt32(length) == 0 ? length : nil
  }
}

/// An entry of a sequence numbers PDU (ISO 10589, section 9.10).
public struct ISISEntry: Hashable, Sendable {
  /// Bytes that it takes.
  public static var byteCount: Int { 16 }

  /// Seconds that the link state PDU is valid for.
  public let lifetime: UInt16
  /// Its identifier.
  public let identifier: ISISIdentifier
  /// Its version.
  public let sequence: UInt32
  /// Its checksum.
  public let checksum: UInt16

  /// The entry that these bytes are.
  public init(_ fields: borrowing Fields) throws(EarlyEnd) {
    identifier = try ISISIdentifier(fields, at: 2, count: 8)
    sequence = try fields.uint32(at: 10)
    lifetime = try fields.uint16(at: 0)
    checksum = try fields.uint16(at: 14)
  }
}
