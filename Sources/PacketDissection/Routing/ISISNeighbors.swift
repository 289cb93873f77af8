import InternetTypes

/// The systems of an element with wide metrics (RFC 5305, section 3; RFC 5120; RFC 5311), one after the other.
public struct ISISNeighbors: ~Escapable {
  private var rest: Fields

  /// Bytes that are left for systems.
  public private(set) var left: Int

  private let hasMetric: Bool

  /// The systems in the first `length` of these bytes, which extend to the end of the packet; aliases have no metric.
  @_lifetime(copy fields)
  public init(_ fields: Fields, length: Int, hasMetric: Bool) {
    rest = fields
    left = length
    self.hasMetric = hasMetric
  }

  /// The next system; nil at the end.
  ///
  /// - Throws: `EarlyEnd` if less is left than a system's fixed part.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> ISISNeighbor? {
    guard left > 0 else { return nil }
    try rest.require(7)
    guard left >= 7 else { throw rest.end }
    return ISISNeighbor(rest, room: left, hasMetric: hasMetric)
  }

  /// Steps over a system that takes so many bytes; false if less are left.
  public mutating func skip(_ count: Int) -> Bool {
    guard count <= left else { return false }
    left -= count
    rest = rest.dropping(count)
    return true
  }
}

/// A reachable system: read part by part, as each of them may be missing.
public struct ISISNeighbor: ~Escapable {
  private let fields: Fields
  private let room: Int
  private let hasMetric: Bool

  @_lifetime(copy fields)
  init(_ fields: Fields, room: Int, hasMetric: Bool) {
    self.fields = fields
    self.room = room
    self.hasMetric = hasMetric
  }

  /// The node.
  public var node: ISISIdentifier {
    get throws(EarlyEnd) { try ISISIdentifier(fields, at: 0, count: 7) }
  }

  /// The metric; nil for an alias.
  public var metric: UInt32? {
    get throws(EarlyEnd) {
      guard hasMetric else { return nil }
      try fields.require(3, at: 7)
      guard room >= 10 else { throw fields.end }
      return try fields.uint24(at: 7)
    }
  }

  /// Bytes of the elements inside, as stated.
  public var length: Int {
    get throws(EarlyEnd) {
      let offset = hasMetric ? 10 : 7
      try fields.require(1, at: offset)
      guard room > offset else { throw fields.end }
      return Int(try fields.byte(at: offset))
    }
  }

  /// The elements inside, which count their bytes with those of the system.
  public var parts: ISISNeighborParts {
    @_lifetime(copy self) get throws(EarlyEnd) {
      let offset = hasMetric ? 11 : 8
      return ISISNeighborParts(
        fields.dropping(offset), length: try length, room: room - offset, byteCount: offset)
    }
  }
}

/// The elements inside of a reachable system, bounded by the length that the system states and by the element around it.
public struct ISISNeighborParts: ~Escapable {
  /// Why no element follows.
  public enum Fault: Hashable, Sendable {
    /// Less than a header is left in the element around the system.
    case shortElement
    /// Less than a header is left of the bytes that the system states.
    case shortParts
    /// The value exceeds the bytes that the system states.
    case longPart
    /// The value exceeds the element around the system.
    case longElement
  }

  private var rest: Fields
  private var left: Int
  private var room: Int

  /// Bytes of the system with the elements that were read.
  public private(set) var byteCount: Int

  /// The fault that ended the elements.
  public private(set) var fault: Fault?

  @_lifetime(copy fields)
  init(_ fields: Fields, length: Int, room: Int, byteCount: Int) {
    rest = fields
    left = length
    self.room = room
    self.byteCount = byteCount
  }

  /// The next element; nil at the end, which may be a fault.
  ///
  /// Call `finish` after each.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> ISISElement? {
    guard left > 0 else { return nil }
    try rest.require(2)
    if room < 2 {
      end(.shortElement, room)
      return nil
    }
    if left < 2 {
      end(.shortParts, left)
      return nil
    }
    let element = ISISElement(
      type: try rest.byte(at: 0), length: Int(try rest.byte(at: 1)), room: left - 2,
      following: rest.dropping(2))
    left -= 2
    room -= 2
    byteCount += 2
    rest = element.following
    return element
  }

  /// Steps over the value of the element that was read last; false, and a fault, if it exceeds what is around it.
  public mutating func finish(_ length: Int) throws(EarlyEnd) -> Bool {
    if left < length {
      end(.longPart, left)
      return false
    }
    if room < length {
      end(.longElement, room)
      return false
    }
    try rest.require(length)
    left -= length
    room -= length
    byteCount += length
    rest = rest.dropping(length)
    return true
  }

  private mutating func end(_ fault: Fault, _ count: Int) {
    self.fault = fault
    byteCount += count
    left = 0
  }
}

/// The networks of an element with wide metrics (RFC 5305, section 4; RFC 5308; RFC 5120), one after the other.
public struct ISISPrefixes: ~Escapable {
  private var rest: Fields
  private let isIPv6: Bool

  /// Bytes that are left for networks.
  public private(set) var left: Int

  /// The networks in the first `length` of these bytes, which extend to the end of the packet.
  @_lifetime(copy fields)
  public init(_ fields: Fields, length: Int, isIPv6: Bool) {
    rest = fields
    left = length
    self.isIPv6 = isIPv6
  }

  /// The next network; nil at the end.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> ISISPrefix? {
    guard left > 0 else { return nil }
    return try ISISPrefix(rest, isIPv6: isIPv6)
  }

  /// Steps over a network that takes so many bytes; false if less are left.
  public mutating func skip(_ count: Int) -> Bool {
    guard count <= left else { return false }
    left -= count
    rest = rest.dropping(count)
    return true
  }
}

/// A reachable network with a wide metric.
public struct ISISPrefix: ~Escapable {
  /// Its metric.
  public let metric: UInt32
  /// Flags, in IPv4 with the length of the prefix.
  private let status: UInt8
  /// Bits of the prefix, as stated.
  public let bitCount: Int
  /// The prefix, filled up with zeros: an IPv4 address in the highest 32 bits.
  public let address: UInt128
  /// The bytes after the prefix, to the end of the packet.
  private let following: Fields
  private let isIPv6: Bool
  private let headerByteCount: Int

  @_lifetime(copy fields)
  init(_ fields: Fields, isIPv6: Bool) throws(EarlyEnd) {
    metric = try fields.uint32(at: 0)
    status = try fields.byte(at: 4)
    bitCount = isIPv6 ? Int(try fields.byte(at: 5)) : Int(status & 0x3f)
    let start = isIPv6 ? 6 : 5
    let byteCount = bitCount <= (isIPv6 ? 128 : 32) ? (bitCount + 7) / 8 : 0
    var number: UInt128 = 0
    for index in 0..<byteCount {
      number |= UInt128(try fields.byte(at: start + index)) << UInt128(120 - index * 8)
    }
    address = number
    following = fields.dropping(start + byteCount)
    headerByteCount = start + byteCount
    self.isIPv6 = isIPv6
  }

  /// Whether the prefix is longer than an address.
  public var isTooLong: Bool { bitCount > (isIPv6 ? 128 : 32) }
  /// Whether the route was leaked downwards.
  public var isDown: Bool { status & 0x80 != 0 }
  /// Whether an IPv6 route is of another routing domain.
  public var isExternal: Bool { status & 0x40 != 0 }
  /// Whether elements follow.
  public var hasParts: Bool { status & (isIPv6 ? 0x20 : 0x40) != 0 }

  /// Bytes of the elements, as stated; they have to follow.
  public var partsLength: Int { get throws(EarlyEnd) { Int(try following.byte(at: 0)) } }

  /// The elements.
  public var parts: ISISPrefixParts {
    @_lifetime(copy self) get throws(EarlyEnd) {
      ISISPrefixParts(following.dropping(1), length: UInt32(try partsLength))
    }
  }

  /// Bytes of the network with its elements.
  public var byteCount: Int {
    get throws(EarlyEnd) { headerByteCount + (hasParts ? 1 + (try partsLength) : 0) }
  }
}

/// The elements of a reachable network.
///
/// Their lengths are not held against each other, as in tcpdump 4.99.3: an element
/// that exceeds the others goes on to the end of the packet.
public struct ISISPrefixParts: ~Escapable {
  private var rest: Fields
  private var left: UInt32

  @_lifetime(copy fields)
  init(_ fields: Fields, length: UInt32) {
    rest = fields
    left = length
  }

  /// The next element; nil at the end.
  @_lifetime(copy self)
  public mutating func next() throws(EarlyEnd) -> ISISElement? {
    guard left > 0 else { return nil }
    let element = ISISElement(
      type: try rest.byte(at: 0), length: Int(try rest.byte(at: 1)), room: Int(left) - 2,
      following: rest.dropping(2))
    left &-= UInt32(element.length + 2)
    rest = element.following.dropping(element.length)
    return element
  }
}
