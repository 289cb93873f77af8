public import InternetTypes

/// A RADIUS packet's header (RFC 2865, section 3).
public struct RADIUSPacket: Hashable, Sendable {
  /// Bytes of the header.
  public static var headerByteCount: Int { 20 }

  /// The protocol as tcpdump names it if a packet is cut.
  public static var name: String { "radius" }

  /// Packet type.
  public let code: UInt8
  /// Matches replies to requests.
  public let identifier: UInt8
  /// Bytes of the packet as it states them.
  public let length: Int
  /// The offset of the authenticator, 16 bytes.
  public let authenticator: Range<Int>

  /// The packet at `offset`; nil if its header was not captured.
  public init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(Self.headerByteCount, at: offset) else { return nil }
    code = bytes[offset]
    identifier = bytes[offset + 1]
    length = Int(bytes.uint16(at: offset + 2))
    authenticator = (offset + 4)..<(offset + 20)
  }
}

/// An attribute of a RADIUS packet (RFC 2865, section 5), or one inside a vendor's attribute: type, length, value.
public struct RADIUSAttribute: Hashable, Sendable {
  /// Attribute type.
  public let type: UInt8
  /// Bytes of the attribute with type and length.
  public let length: Int
  /// The offset where the value begins.
  public let start: Int

  /// The bytes of the value.
  public var value: Range<Int> { start..<(start + max(length - 2, 0)) }

  /// The attribute at `offset`; nil if type and length were not captured.
  public init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(2, at: offset) else { return nil }
    type = bytes[offset]
    length = Int(bytes[offset + 1])
    start = offset + 2
  }

  /// The 32-bit number that the value is; its highest byte may be a tag (RFC 2868).
  public func number(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint32(at: start, in: RADIUSPacket.name)
  }

  /// The `index`th byte of the value.
  public func byte(at index: Int, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: start + index, in: RADIUSPacket.name)
  }

  /// The 16-bit number at the `index`th byte of the value.
  public func uint16(at index: Int, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: start + index, in: RADIUSPacket.name)
  }

  /// The 64-bit number at the `index`th byte of the value.
  public func uint64(at index: Int, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt64 {
    try bytes.uint64(at: start + index, in: RADIUSPacket.name)
  }

  /// The IPv6 address that the value is.
  public func address6(_ bytes: Span<UInt8>, at index: Int = 0) throws(EarlyEnd) -> IPv6Address {
    IPv6Address(rawValue: try bytes.uint128(at: start + index, in: RADIUSPacket.name))
  }

  /// The IPv6 prefix in the value: a reserved byte, the length, and the address bytes present (RFC 3162).
  public func prefix6(_ bytes: Span<UInt8>) -> (address: IPv6Address, length: UInt8) {
    var number: UInt128 = 0
    for index in 2..<18 {
      number = number << 8 | UInt128(index < value.count ? bytes[start + index] : 0)
    }
    return (IPv6Address(rawValue: number), bytes[start + 1])
  }

  /// Whether the whole value was captured.
  public func hasValue(_ bytes: Span<UInt8>) -> Bool { bytes.has(value.count, at: start) }
}
