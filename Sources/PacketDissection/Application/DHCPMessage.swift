public import InternetTypes

/// Fields of a BOOTP or DHCP message (RFC 951; RFC 2131, section 2), each read when it is wanted, as the message may be
/// cut.
///
///     | op | htype | hlen | hops |            xid (4)            |
///     |   secs (2)   |  flags (2)  |          ciaddr (4)         |
///     |          yiaddr (4)        |          siaddr (4)         |
///     |          giaddr (4)        |          chaddr (16)        |
///     |                         sname (64)                       |
///     |                         file (128)                       |
///     |                         options                          |
public struct DHCPMessage: Hashable, Sendable {
  /// The offset where the message begins.
  public let start: Int

  /// The message at `start`.
  public init(start: Int) { self.start = start }

  /// The magic cookie of the options (RFC 2132).
  public static var magicCookie: UInt32 { 0x6382_5363 }
  /// The magic cookie of Carnegie Mellon's vendor area.
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

    /// The length of the name's field in bytes.
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

  /// The flags; the highest bit requests a broadcast (RFC 2131, section 2).
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

  /// The bytes of a name up to its zero, and whether the zero was captured; nil if the name is empty.
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

  /// The offset of the vendor area: a magic cookie, and the options that it identifies.
  public var vendorOffset: Int { start + 236 }
}

/// Options of a DHCP message, one after the other (RFC 2132).
public struct DHCPOptions: Sendable {
  /// The result of reading the next element.
  public enum Element: Hashable, Sendable {
    /// Padding: option 0, this many times.
    case padding(Int)
    /// Option 255.
    case end
    /// An option and the stated range of its data, which may exceed the captured bytes.
    case option(UInt8, Range<Int>)
    /// The captured bytes end after an option's code.
    case cut
  }

  private var offset: Int

  /// The options from `start` on.
  public init(start: Int) { offset = start }

  /// The next option, those after option 255 included; nil if the captured bytes end.
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
