/// A packet of the Babel routing protocol (RFC 8966, section 4.2): magic, version, length of the body.
public struct BabelPacket: Hashable, Sendable {
  /// The protocol as tcpdump names it if a packet is cut.
  public static var name: String { "babel" }

  /// Header size in bytes.
  public static var headerByteCount: Int { 4 }

  /// 42.
  public let magic: UInt8
  /// Protocol version, 2.
  public let version: UInt8
  /// Bytes of the body; a trailer may follow it (RFC 8967).
  public let bodyLength: Int

  /// The packet at `offset`; nil if its header was not captured.
  public init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(Self.headerByteCount, at: offset) else { return nil }
    magic = bytes[offset]
    version = bytes[offset + 1]
    bodyLength = Int(bytes.uint16(at: offset + 2))
  }
}

/// A TLV of a Babel packet (RFC 8966, section 4.6); its value was captured.
public struct BabelParameter: Hashable, Sendable {
  /// Message type.
  public let type: UInt8
  /// Bytes of the value.
  public let length: Int
  /// The offset where the value begins.
  public let start: Int

  /// The offset where the value ends.
  public var end: Int { start + length }

  /// The result of reading an offset of a list.
  public enum Result: Sendable {
    case parameter(BabelParameter)
    /// One byte of padding, which has no length.
    case padding
    /// The list ends inside the TLV.
    case invalid
    /// The capture ends inside the TLV.
    case cut
  }

  /// The TLV at `offset` of a list of which `room` bytes are left.
  public static func decode(
    _ bytes: Span<UInt8>, at offset: Int, room: Int
  ) throws(EarlyEnd) -> Result {
    guard room >= 1 else { return .invalid }
    let type = try bytes.byte(at: offset, in: BabelPacket.name)
    if type == 0 { return .padding }
    guard room >= 2 else { return .invalid }
    guard bytes.has(2, at: offset) else { return .cut }
    let length = Int(bytes[offset + 1])
    guard room >= 2 + length else { return .invalid }
    guard bytes.has(2 + length, at: offset) else { return .cut }
    return .parameter(BabelParameter(type: type, length: length, start: offset + 2))
  }

  /// The byte at `index` of the value, which has it.
  public func byte(at index: Int, _ bytes: Span<UInt8>) -> UInt8 { bytes[start + index] }

  /// The 16-bit number at `index` of the value, which has it.
  public func uint16(at index: Int, _ bytes: Span<UInt8>) -> UInt16 {
    bytes.uint16(at: start + index)
  }

  /// The 32-bit number at `index` of the value, which has it.
  public func uint32(at index: Int, _ bytes: Span<UInt8>) -> UInt32 {
    bytes.uint32(at: start + index)
  }
}

/// The default prefixes from which updates omit bytes, and the decoding of prefixes (RFC 8966, section 4.6.9).
public struct BabelPrefixes: Sendable {
  /// The prefix of IPv4-mapped addresses.
  public static var mapped: UInt128 { 0xffff << 32 }

  private var default4 = mapped
  private var default6: UInt128 = 0

  /// No prefix yet.
  public init() {}

  /// Stores a default prefix for later updates that omit bytes of it.
  public mutating func remember(_ prefix: UInt128, encoding: UInt8) {
    if encoding == 1 { default4 = prefix } else { default6 = prefix }
  }

  /// Decodes a prefix; nil if it is invalid.
  ///
  /// - Parameters:
  ///   - bytes: The packet.
  ///   - start: Where the bytes of the prefix begin.
  ///   - room: Bytes that are left.
  ///   - encoding: 0 any, 1 IPv4, 2 IPv6, 3 a link-local address of IPv6.
  ///   - length: Bits of the prefix; nil for a whole address.
  ///   - omitted: Bytes that the last remembered prefix has in place of this one.
  /// - Returns: the prefix and the number of its bytes; nil if they were not captured.
  public func decode(
    _ bytes: Span<UInt8>, at start: Int, room: Int, encoding: UInt8, length: UInt8?,
    omitted: Int? = nil
  ) -> (prefix: UInt128, byteCount: Int)? {
    let count = length.map { (Int($0) + 7) / 8 } ?? (encoding == 1 ? 4 : 16)
    guard count <= 16 else { return nil }
    let skipped = omitted ?? 0
    switch encoding {
    case 0: return (0, 0)
    case 1:
      guard skipped <= 4, count <= 4, count <= skipped || room >= count - skipped else {
        return nil
      }
      return Self.fill(
        bytes, at: start, count: max(count - skipped, 0), from: 12 + skipped,
        Self.head(default4, bytes: 12 + skipped, else: Self.mapped, isUsed: skipped > 0))
    case 2:
      guard skipped <= 16, count <= skipped || room >= count - skipped else { return nil }
      return Self.fill(
        bytes, at: start, count: max(count - skipped, 0), from: skipped,
        Self.head(default6, bytes: skipped, else: 0, isUsed: skipped > 0))
    case 3:
      guard count <= 8 || room >= count - 8 else { return nil }
      return Self.fill(
        bytes, at: start, count: max(count - 8, 0), from: 8, UInt128(0xfe80) << 112)
    default: return nil
    }
  }

  /// The first bytes of a remembered prefix.
  private static func head(
    _ prefix: UInt128, bytes: Int, else other: UInt128, isUsed: Bool
  ) -> UInt128 {
    guard isUsed else { return other }
    return bytes >= 16 ? prefix : prefix & ~(UInt128.max >> UInt128(bytes * 8))
  }

  /// `base` with `count` bytes from its `from`th on.
  private static func fill(
    _ bytes: Span<UInt8>, at start: Int, count: Int, from: Int, _ base: UInt128
  ) -> (prefix: UInt128, byteCount: Int)? {
    guard from + count <= 16, bytes.has(count, at: start) else { return nil }
    var prefix = base
    for index in 0..<count {
      prefix |= UInt128(bytes[start + index]) << UInt128((15 - from - index) * 8)
    }
    return (prefix, count)
  }
}
