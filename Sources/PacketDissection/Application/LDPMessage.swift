public import InternetTypes

/// A PDU of the Label Distribution Protocol (RFC 5036, section 3.1), with messages in it.
public struct LDPPDU: Hashable, Sendable {
  /// The protocol as tcpdump names it if a PDU is cut.
  public static var name: String { "ldp" }

  /// Bytes of the header.
  public static var headerByteCount: Int { 10 }

  /// Protocol version, 1.
  public let version: UInt16
  /// Bytes after the length field.
  public let length: Int
  /// LSR identifier.
  public let router: IPv4Address
  /// Label space within the router.
  public let labelSpace: UInt16

  /// The PDU at `offset`, of which the header was captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(Self.headerByteCount, at: offset, in: Self.name)
    version = bytes.uint16(at: offset)
    length = Int(bytes.uint16(at: offset + 2))
    router = IPv4Address(rawValue: bytes.uint32(at: offset + 4))
    labelSpace = bytes.uint16(at: offset + 8)
  }
}

/// A message of LDP (RFC 5036, section 3.5), with TLVs in it.
public struct LDPMessage: Hashable, Sendable {
  /// Bytes of the header.
  public static var headerByteCount: Int { 8 }

  /// Message or parameter type.
  public let type: UInt16
  /// The U bit: a receiver that does not know the type ignores the message silently.
  public let isIgnorable: Bool
  /// Bytes after the length field.
  public let length: Int
  /// Message identifier.
  public let identifier: UInt32

  /// The message at `offset`, of which the header was captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(Self.headerByteCount, at: offset, in: LDPPDU.name)
    let first = bytes.uint16(at: offset)
    type = first & 0x7fff
    isIgnorable = first & 0x8000 != 0
    length = Int(bytes.uint16(at: offset + 2))
    identifier = bytes.uint32(at: offset + 4)
  }
}

/// A type, length and value of LDP (RFC 5036, section 3.3).
public struct LDPParameter: Hashable, Sendable {
  /// Bytes of type and length.
  public static var headerByteCount: Int { 4 }

  /// Message or parameter type.
  public let type: UInt16
  /// Whether a message with it is processed although its type is unknown.
  public let isIgnorable: Bool
  /// Whether it is forwarded although its type is unknown.
  public let isForwarded: Bool
  /// Bytes of the value.
  public let length: Int
  /// The offset where the value begins.
  public let start: Int

  /// The parameter at `offset`, of which type and length were captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(Self.headerByteCount, at: offset, in: LDPPDU.name)
    let first = bytes.uint16(at: offset)
    type = first & 0x3fff
    isIgnorable = first & 0x8000 != 0
    isForwarded = first & 0x4000 != 0
    length = Int(bytes.uint16(at: offset + 2))
    start = offset + Self.headerByteCount
  }

  /// The byte at `index` of the value.
  public func byte(at index: Int, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: start + index, in: LDPPDU.name)
  }

  /// The 16-bit number at `index` of the value.
  public func uint16(at index: Int, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: start + index, in: LDPPDU.name)
  }

  /// The 32-bit number at `index` of the value.
  public func uint32(at index: Int, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint32(at: start + index, in: LDPPDU.name)
  }

  /// The IPv6 address at `index` of the value.
  public func address6(at index: Int, _ bytes: Span<UInt8>) throws(EarlyEnd) -> IPv6Address {
    IPv6Address(rawValue: try bytes.uint128(at: start + index, in: LDPPDU.name))
  }
}
