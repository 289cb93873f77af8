/// The header of a packet of the Optimized Link State Routing protocol (RFC 3626, section 3.3).
public struct OLSRPacket: Hashable, Sendable {
  /// Bytes of the header.
  public static var headerByteCount: Int { 4 }

  /// The protocol as tcpdump names it if a packet is cut.
  public static var name: String { "olsr" }

  /// Bytes of the packet as it states them.
  public let length: Int

  /// Sequence number.
  public let sequence: UInt16

  /// Decodes the header at `offset`.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(Self.headerByteCount, at: offset, in: Self.name)
    length = Int(bytes.uint16(at: offset))
    sequence = bytes.uint16(at: offset + 2)
  }
}

/// The header of a message in a packet of the Optimized Link State Routing protocol.
public struct OLSRMessage: Hashable, Sendable {
  /// Message type.
  public let type: UInt8

  /// How long the message is valid.
  public let validity: OLSRTime

  /// Bytes of the message with this header.
  public let length: Int

  /// The offset where the message begins.
  let offset: Int

  /// Bytes of the originator's address.
  let addressByteCount: Int

  /// The message at `offset`; of its header, only the fields before the originator's address are read.
  public init(_ bytes: Span<UInt8>, at offset: Int, isIPv6: Bool) throws(EarlyEnd) {
    try bytes.require(12, at: offset, in: OLSRPacket.name)
    type = bytes[offset]
    validity = OLSRTime(rawValue: bytes[offset + 1])
    length = Int(bytes.uint16(at: offset + 2))
    self.offset = offset
    addressByteCount = isIPv6 ? 16 : 4
  }

  /// Bytes of the header.
  public var headerByteCount: Int { 8 + addressByteCount }

  /// The offset where the body begins.
  public var start: Int { offset + headerByteCount }

  /// Where the originator's address is.
  public var originatorOffset: Int { offset + 4 }

  /// Time to live, hop count and sequence number.
  public func tail(
    _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> (timeToLive: UInt8, hopCount: UInt8, sequence: UInt16) {
    let tail = originatorOffset + addressByteCount
    try bytes.require(4, at: tail, in: OLSRPacket.name)
    return (bytes[tail], bytes[tail + 1], bytes.uint16(at: tail + 2))
  }
}

/// A time in a byte: mantissa and exponent of sixteenths of a second (RFC 3626, section 18.3).
public struct OLSRTime: RawRepresentable, Hashable, Sendable {
  /// The byte.
  public let rawValue: UInt8

  /// A time from its byte.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Milliseconds, rounded to the nearest, halves to the even one.
  public var milliseconds: UInt32 {
    let scaled = (UInt32(16) + UInt32(rawValue >> 4)) << UInt32(rawValue & 15) * 125
    let (whole, rest) = (scaled / 32, scaled % 32)
    return rest > 16 || rest == 16 && whole % 2 == 1 ? whole + 1 : whole
  }
}

/// A network that a gateway announces (RFC 3626, section 12), as its network and mask.
public struct OLSRNetwork: Hashable, Sendable {
  /// Bytes of network and mask.
  public static var byteCount: Int { 8 }

  /// The network.
  public let network: UInt32

  /// The mask, or a gateway's flags and speeds.
  public let mask: UInt32

  /// Decodes a network at `offset`.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(Self.byteCount, at: offset, in: OLSRPacket.name)
    network = bytes.uint32(at: offset)
    mask = bytes.uint32(at: offset + 4)
  }

  /// Whether this is a smart gateway's announcement, as olsr.org's implementation writes it.
  public var isSmartGateway: Bool { network == 0 && mask >> 24 == 0 && flags != 0 }

  /// A gateway's flags.
  public var flags: UInt32 { mask >> 16 & 0xff }

  /// Ones of the mask; nil if they are not in a row.
  public var prefixLength: Int? {
    let count = mask.nonzeroBitCount
    return (~mask).leadingZeroBitCount == count ? count : nil
  }

  /// A gateway's speeds in kbit/s, towards it and from it; 0 unless the flags announce them.
  public var speeds: (up: UInt32, down: UInt32) {
    flags & 1 == 0 ? (0, 0) : (Self.speed(mask >> 8 & 0xff), Self.speed(mask & 0xff))
  }

  private static func speed(_ value: UInt32) -> UInt32 {
    if value == 0 { return 0 }
    if value == 255 { return 320_000_000 }
    var speed = (value >> 3) + 1
    for _ in 0..<(value & 7) { speed *= 10 }
    return speed
  }
}
