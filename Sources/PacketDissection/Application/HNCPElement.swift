public import InternetTypes

/// The elements of a home networking control message, or those inside of an element (RFC 7787, section 7; RFC 7788,
/// section 10): a type and a length of two bytes each, a value, and padding to four bytes.
public struct HNCPElements: ~Escapable {
  /// What comes next.
  public enum Step: Hashable, Sendable {
    /// An element of this type and length, whose value `value` is.
    case element(UInt16, length: Int)
    /// The captured bytes end in an element.
    case cut
    /// An element exceeds the bytes around it.
    case invalid
  }

  /// The protocol as a cut message names it.
  public static var name: String { "hncp" }

  private var rest: Fields
  private var pending = 0

  /// The elements that fill `fields`.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { rest = fields }

  /// Whether another element begins.
  public var hasNext: Bool { rest.length > pending }

  /// The value of the element that was read last; its bytes extend to the end of the packet.
  public var value: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) {
      Fields(rest.dropping(4).bytes, length: Int(try rest.uint16(at: 2)), in: rest.name)
    }
  }

  /// The next element; nil at the end.
  public mutating func next() throws(EarlyEnd) -> Step? {
    rest = rest.dropping(pending)
    pending = 0
    guard rest.length > 0 else { return nil }
    guard rest.has(4) else { return .cut }
    guard rest.length >= 4 else { return .invalid }
    let length = Int(try rest.uint16(at: 2))
    guard rest.has(length, at: 4) else { return .cut }
    guard rest.length >= length + 4 else { return .invalid }
    pending = 4 + (length + 3) / 4 * 4
    return .element(try rest.uint16(at: 0), length: length)
  }
}

/// The value of an element of home networking control; what follows it are elements, from an offset on.
public enum HNCPContent: Hashable, Sendable {
  /// Nothing: a request of the network's state.
  case empty
  /// A request of a node's state.
  case node(UInt32)
  /// An end point of a node.
  case endPoint(node: UInt32, UInt32)
  /// The network's state.
  case networkState(UInt64)
  /// A node's state, then elements from offset 20 on.
  case nodeState(node: UInt32, sequence: UInt32, age: UInt32, hash: UInt64)
  /// A neighbor.
  case peer(node: UInt32, endPoint: UInt32, local: UInt32)
  /// How often a node sends: milliseconds.
  case keepAlive(endPoint: UInt32, UInt32)
  /// A verdict about a key: its fingerprint is at offset 4, the name at offset 36.
  case verdict(UInt8)
  /// A version: four capabilities; the program's name is at offset 4.
  case version(UInt16)
  /// Elements only.
  case container
  /// A delegated prefix at offset 8, valid and preferred for so many milliseconds.
  case delegatedPrefix(valid: UInt32, preferred: UInt32)
  /// What a prefix is for; a prefix or a name follows it.
  case policy(UInt8)
  /// Options of DHCP for IPv4.
  case dhcp
  /// Options of DHCP for IPv6.
  case dhcpv6
  /// An assigned prefix at offset 5.
  case assignedPrefix(endPoint: UInt32, priority: UInt8)
  /// A node's address, then elements from offset 20 on.
  case address(endPoint: UInt32, IPv6Address)
  /// A zone at offset 17, and flags: 4 browse legacy, 2 browse, 1 search.
  case zone(IPv6Address, flags: UInt8)
  /// A domain.
  case domain
  /// A node's name, of this length at offset 17.
  case nodeName(IPv6Address, length: Int)
  /// A key of 32 bytes, then elements from offset 32 on.
  case key
  /// A type that is not known.
  case unknown
  /// Less bytes than the type needs, or too many.
  case invalid

  /// The value of an element of this type.
  public init(type: UInt16, _ value: borrowing Fields) throws(EarlyEnd) {
    let length = value.length
    guard Self.isPossible(type, length) else {
      self = .invalid
      return
    }
    switch type {
    case 1: self = .empty
    case 2: self = .node(try value.uint32(at: 0))
    case 3: self = .endPoint(node: try value.uint32(at: 0), try value.uint32(at: 4))
    case 4: self = .networkState(try value.uint64(at: 0))
    case 5:
      self = .nodeState(
        node: try value.uint32(at: 0), sequence: try value.uint32(at: 4),
        age: try value.uint32(at: 8), hash: try value.uint64(at: 12))
    case 8:
      self = .peer(
        node: try value.uint32(at: 0), endPoint: try value.uint32(at: 4),
        local: try value.uint32(at: 8))
    case 9: self = .keepAlive(endPoint: try value.uint32(at: 0), try value.uint32(at: 4))
    case 10: self = .verdict(try value.byte(at: 0))
    case 32: self = .version(try value.uint16(at: 2))
    case 33: self = .container
    case 34:
      guard length >= 9 + (Int(try value.byte(at: 8)) + 7) / 8 else {
        self = .invalid
        return
      }
      self = .delegatedPrefix(valid: try value.uint32(at: 0), preferred: try value.uint32(at: 4))
    case 35:
      guard length >= 6 + (Int(try value.byte(at: 5)) + 7) / 8 else {
        self = .invalid
        return
      }
      self = .assignedPrefix(
        endPoint: try value.uint32(at: 0), priority: try value.byte(at: 4) & 0xf)
    case 36: self = .address(endPoint: try value.uint32(at: 0), try value.ipv6Address(at: 4))
    case 37: self = .dhcp
    case 38: self = .dhcpv6
    case 39: self = .zone(try value.ipv6Address(at: 0), flags: try value.byte(at: 16))
    case 40: self = .domain
    case 41:
      let count = Int(try value.byte(at: 16))
      self =
        length < 17 + count ? .invalid : .nodeName(try value.ipv6Address(at: 0), length: count)
    case 42: self = .key
    case 43: self = .policy(try value.byte(at: 0))
    default: self = .unknown
    }
  }

  private static func isPossible(_ type: UInt16, _ length: Int) -> Bool {
    switch type {
    case 1: length == 0
    case 2: length == 4
    case 3, 4: length == 8
    case 5, 36: length >= 20
    case 8: length == 12
    case 9: length >= 8
    case 10: length > 36
    case 32: length >= 5
    case 34: length >= 9
    case 35: length >= 6
    case 37, 38, 40, 43: length >= 1
    case 39, 41: length >= 17
    case 42: length >= 32
    default: true
    }
  }
}

/// A prefix with its length before it, in IPv6 or, mapped, in IPv4.
public struct HNCPPrefix: Hashable, Sendable {
  /// Why there is no prefix.
  public enum Failure: Hashable, Sendable {
    /// More bits than an address has.
    case tooLong
    /// Less bytes than the length needs.
    case short
  }

  /// The address, filled up with zeros.
  public let address: IPAddress
  /// Bits of the prefix.
  public let length: Int
  /// Bytes of the prefix with its length.
  public let byteCount: Int

  /// The prefix at `offset`, or why there is none.
  public static func read(
    _ value: borrowing Fields, at offset: Int
  ) throws(EarlyEnd) -> (prefix: HNCPPrefix?, failure: Failure?) {
    let length = Int(try value.byte(at: offset))
    let room = value.length - offset - 1
    var isMapped = length >= 96 && room >= 12 && value.has(12, at: offset + 1)
    if isMapped, try value.uint64(at: offset + 1) != 0 { isMapped = false }
    if isMapped, try value.uint32(at: offset + 9) != 0xffff { isMapped = false }
    let count = length <= 128 ? (length + 7) / 8 : 0
    if length > 128 { return (nil, .tooLong) }
    if room < count { return (nil, .short) }
    var number: UInt128 = 0
    for index in 0..<count {
      number |= UInt128(try value.byte(at: offset + 1 + index)) << UInt128(120 - index * 8)
    }
    if length < 128 { number &= ~(~UInt128(0) >> UInt128(length)) }
    let address: IPAddress =
      isMapped
      ? .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: number)))
      : .v6(IPv6Address(rawValue: number))
    return (
      HNCPPrefix(address: address, length: isMapped ? length - 96 : length, byteCount: 1 + count),
      nil
    )
  }
}
