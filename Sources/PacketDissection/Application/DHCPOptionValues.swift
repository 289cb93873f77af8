public import InternetTypes

/// Numbers of one size in the data of a DHCP option, one after the other; bytes that are no whole number are left.
public struct DHCPNumbers: Sendable {
  private let size: Int

  /// The offset after the numbers that were read.
  public private(set) var offset = 0

  /// Numbers of `size` bytes, 2 or 4.
  public init(size: Int) { self.size = size }

  /// The next number; nil if there is none.
  public mutating func next(in data: Span<UInt8>) -> UInt32? {
    guard data.has(size, at: offset) else { return nil }
    defer { offset += size }
    return size == 4 ? data.uint32(at: offset) : UInt32(data.uint16(at: offset))
  }
}

/// Client-identifier (RFC 2132, section 9.14): a type of hardware, and an address of it or any bytes.
public struct DHCPClientIdentifier: Hashable, Sendable {
  /// The type of hardware; 0 for none.
  public let type: UInt8
  /// The rest.
  public let value: Range<Int>

  /// Reads the option's data; nil if it is empty.
  public init?(_ data: Span<UInt8>) {
    guard !data.isEmpty else { return nil }
    type = data[0]
    value = 1..<data.count
  }
}

/// Client FQDN (RFC 4702): flags, two codes that are no longer used, a name.
public struct DHCPClientName: Hashable, Sendable {
  /// The flags: 1 the server updates, 2 it overrides, 4 the name is encoded, 8 nobody updates.
  public let flags: UInt8
  /// RCODE1 and RCODE2.
  public let codes: (first: UInt8, second: UInt8)
  /// The name.
  public let name: Range<Int>

  /// Reads the option's data; nil if it is too short.
  public init?(_ data: Span<UInt8>) {
    guard data.count >= 3 else { return nil }
    flags = data[0]
    codes = (data[1], data[2])
    name = 3..<data.count
  }

  /// Whether flags and names are the same.
  public static func == (first: Self, second: Self) -> Bool {
    first.flags == second.flags && first.codes == second.codes && first.name == second.name
  }

  /// Hashes flags and name.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(flags)
    hasher.combine(name)
  }
}

/// The options inside of Relay Agent Information (RFC 3046), one after the other.
public struct DHCPSuboptions: Sendable {
  /// A code, the length as stated, and the data; nil if it exceeds the option.
  public typealias Element = (code: UInt8, length: Int, data: Range<Int>?)

  /// The offset after what was read; all of it after an option that exceeds the rest.
  public private(set) var offset = 0

  /// The options from the first on.
  public init() {}

  /// The next option; nil at the end.
  public mutating func next(in data: Span<UInt8>) -> Element? {
    guard data.has(2, at: offset) else { return nil }
    let (code, length) = (data[offset], Int(data[offset + 1]))
    let start = offset + 2
    guard data.has(length, at: start) else {
      offset = data.count
      return (code, length, nil)
    }
    offset = start + length
    return (code, length, start..<offset)
  }
}

/// The routes of Classless Static Route (RFC 3442), one after the other.
public struct DHCPRoutes: Sendable {
  /// What comes next.
  public enum Element: Hashable, Sendable {
    /// A destination with the length of its prefix, and its router.
    case route(IPv4Address, width: Int, router: IPv4Address)
    /// A prefix that is longer than an address.
    case tooWide(Int)
    /// Less bytes than a route of its prefix needs.
    case short(left: Int, needed: Int)
  }

  private var offset = 0

  /// The routes from the first on.
  public init() {}

  /// The next route, or why there is none, which ends them; nil at the end.
  public mutating func next(in data: Span<UInt8>) -> Element? {
    guard offset < data.count else { return nil }
    let width = Int(data[offset])
    guard width <= 32 else { return .tooWide(width) }
    let significant = (width + 7) / 8
    guard data.has(significant + 5, at: offset) else {
      return .short(left: data.count - offset, needed: significant + 5)
    }
    var number: UInt32 = 0
    for index in 0..<significant {
      number |= UInt32(data[offset + 1 + index]) << UInt32(24 - index * 8)
    }
    let router = data.uint32(at: offset + 1 + significant)
    offset += significant + 5
    return .route(
      IPv4Address(rawValue: number), width: width, router: IPv4Address(rawValue: router))
  }
}

/// The instances of User Class (RFC 3004), one after the other.
public struct DHCPUserClasses: Sendable {
  /// What comes next.
  public enum Element: Hashable, Sendable {
    /// The data of an instance.
    case instance(Range<Int>)
    /// An instance of length 0, which the RFC forbids.
    case empty
    /// An instance that exceeds the option.
    case tooLong
  }

  private var offset = 0

  /// The instances from the first on.
  public init() {}

  /// The next instance, or why there is none, which ends them; nil at the end.
  public mutating func next(in data: Span<UInt8>) -> Element? {
    guard offset < data.count else { return nil }
    let length = Int(data[offset])
    let start = offset + 1
    guard length > 0 else { return .empty }
    guard data.has(length, at: start) else { return .tooLong }
    offset = start + length
    return .instance(start..<offset)
  }
}

/// The vendor area of Carnegie Mellon's BOOTP.
public struct DHCPCarnegieMellonArea: Sendable {
  /// The addresses in the order in which they are shown, by their offset from the cookie.
  public enum Address: Int, CaseIterable, Sendable {
    case gateway = 12
    case mask = 8
    case firstDomainServer = 16
    case secondDomainServer = 20
    case firstNameServer = 24
    case secondNameServer = 28
    case firstTimeServer = 32
    case secondTimeServer = 36
  }

  private let start: Int

  /// The area whose cookie is at `start`.
  public init(at start: Int) { self.start = start }

  /// Flags: 1 the mask is of a subnet.
  public func flags(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: start + 4, in: "bootp")
  }

  /// An address; 0 if there is none.
  public func address(_ field: Address, _ bytes: Span<UInt8>) throws(EarlyEnd) -> IPv4Address {
    IPv4Address(rawValue: try bytes.uint32(at: start + field.rawValue, in: "bootp"))
  }
}
