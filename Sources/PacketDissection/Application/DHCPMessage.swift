public import InternetTypes

/// Fields of a BOOTP or DHCP message (RFC 951; RFC 2131, section 2), each read when it is wanted, as the message may be cut.
///
///     | op | htype | hlen | hops |            xid (4)            |
///     |   secs (2)   |  flags (2)  |          ciaddr (4)         |
///     |          yiaddr (4)        |          siaddr (4)         |
///     |          giaddr (4)        |          chaddr (16)        |
///     |                         sname (64)                       |
///     |                         file (128)                       |
///     |                         options                          |
public struct DHCPMessage: Hashable, Sendable {
  /// Where the message begins.
  public let start: Int

  /// The message at `start`.
  public init(start: Int) { self.start = start }

  /// What begins the options of RFC 2132.
  public static var magicCookie: UInt32 { 0x6382_5363 }
  /// What begins the vendor area of Carnegie Mellon's BOOTP.
  public static var carnegieMellonCookie: UInt32 { 0x434d_5500 }

  /// The fields of one byte, by their offset.
  public enum Byte: Int, Sendable {
    case operation = 0
    case hardwareType, hardwareLength, hops
  }

  /// The addresses, by their offset.
  public enum Address: Int, Sendable {
    case client = 12
    case your = 16
    case server = 20
    case relay = 24
  }

  /// The names, by their offset.
  public enum Name: Int, Sendable {
    case server = 44
    case file = 108

    /// The bytes that the name may take.
    public var byteCount: Int { self == .server ? 64 : 128 }
  }

  /// A field of one byte.
  public func byte(_ field: Byte, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: start + field.rawValue, in: "bootp")
  }

  /// The transaction's identifier.
  public func transaction(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint32(at: start + 4, in: "bootp")
  }

  /// Seconds since the client began, as it states them.
  public func seconds(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: start + 8, in: "bootp")
  }

  /// The flags; the highest bit asks for a broadcast (RFC 2131, section 2).
  public func flags(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: start + 10, in: "bootp")
  }

  /// An address.
  public func address(_ field: Address, _ bytes: Span<UInt8>) throws(EarlyEnd) -> IPv4Address {
    IPv4Address(rawValue: try bytes.uint32(at: start + field.rawValue, in: "bootp"))
  }

  /// The first six bytes of the client's hardware address.
  public func ethernetAddress(_ bytes: Span<UInt8>) throws(EarlyEnd) -> MACAddress {
    try bytes.require(6, at: start + 28, in: "bootp")
    return MACAddress(rawValue: bytes.uint48(at: start + 28))
  }

  /// A name's bytes up to its zero, and whether that is there; nil where the name is empty.
  public func name(
    _ field: Name, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> (text: Range<Int>, isWhole: Bool)? {
    let first = start + field.rawValue
    guard try bytes.byte(at: first, in: "bootp") != 0 else { return nil }
    let limit = min(first + field.byteCount, bytes.count)
    var end = first
    while end < limit, bytes[end] != 0 { end += 1 }
    return (first..<end, end < limit)
  }

  /// Where the vendor area begins: a cookie, and what it announces.
  public var vendorOffset: Int { start + 236 }
}

/// Options of a DHCP message, one after the other (RFC 2132).
public struct DHCPOptions: Sendable {
  /// What comes next.
  public enum Element: Hashable, Sendable {
    /// Option 0, so many times in a row.
    case padding(Int)
    /// Option 255.
    case end
    /// An option and where its data is, as its length states; it may reach over the end of what was captured.
    case option(UInt8, Range<Int>)
    /// The captured bytes end behind an option's code.
    case cut
  }

  private var offset: Int

  /// The options from `start` on.
  public init(start: Int) { offset = start }

  /// The next option, those behind option 255 included; nil where the captured bytes end.
  public mutating func next(in bytes: Span<UInt8>) -> Element? {
    guard offset >= 0, offset < bytes.count else { return nil }
    let code = bytes[offset]
    switch code {
    case 0:
      let first = offset
      while offset < bytes.count, bytes[offset] == 0 { offset += 1 }
      return .padding(offset - first)
    case 255:
      offset += 1
      return .end
    default:
      guard offset + 1 < bytes.count else {
        offset = bytes.count
        return .cut
      }
      let data = offset + 2
      offset = data + Int(bytes[offset + 1])
      return .option(code, data..<offset)
    }
  }
}
