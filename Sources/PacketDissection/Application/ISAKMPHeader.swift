/// A header of the Internet Key Exchange, version 1 (RFC 2408, section 3.1) or 2 (RFC 7296, section 3.1).
public struct ISAKMPHeader: Hashable, Sendable {
  /// Header size in bytes.
  public static var byteCount: Int { 28 }

  /// The protocol as tcpdump names it if a packet is cut.
  public static var name: String { "isakmp" }

  /// The initiator's cookie, in version 2 its SPI.
  public let initiator: UInt64
  /// The responder's cookie; 0 in the first packet.
  public let responder: UInt64
  /// The type of the first payload.
  public let nextPayload: UInt8
  /// Major version: 1 or 2.
  public let majorVersion: UInt8
  /// Minor version.
  public let minorVersion: UInt8
  /// The exchange that the message belongs to.
  public let exchangeType: UInt8
  /// Encryption, commit, authentication; initiator, response in IKEv2.
  public let flags: Flags
  /// Distinguishes the exchanges of one security association.
  public let messageID: UInt32
  /// Bytes of the packet as it states them.
  public let length: UInt32

  /// The flags of both versions.
  public struct Flags: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8
    /// Flags from their bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// The payloads are encrypted (version 1).
    public static let encryption = Flags(rawValue: 0x01)
    /// RFC 2408, section 3.1.
    public static let commit = Flags(rawValue: 0x02)
    /// The sender initiated the security association (version 2).
    public static let initiator = Flags(rawValue: 0x08)
    /// The sender knows a higher version (version 2).
    public static let version = Flags(rawValue: 0x10)
    /// It answers a request (version 2).
    public static let response = Flags(rawValue: 0x20)
  }

  /// The header at `offset`; nil if it was not captured whole.
  public init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(Self.byteCount, at: offset) else { return nil }
    initiator = bytes.uint64(at: offset)
    responder = bytes.uint64(at: offset + 8)
    nextPayload = bytes[offset + 16]
    majorVersion = bytes[offset + 17] >> 4
    minorVersion = bytes[offset + 17] & 0x0f
    exchangeType = bytes[offset + 18]
    flags = Flags(rawValue: bytes[offset + 19])
    messageID = bytes.uint32(at: offset + 20)
    length = bytes.uint32(at: offset + 24)
  }
}

/// A payload of the Internet Key Exchange (RFC 2408, section 3.2; RFC 7296, section 3.2), and the fields that some
/// have.
public struct ISAKMPPayload: Hashable, Sendable {
  /// Bytes of the generic header.
  public static var headerByteCount: Int { 4 }

  /// The offset where the payload begins.
  public let offset: Int
  /// The type of the payload after it.
  public let next: UInt8
  /// The critical bit: a receiver that does not know the type rejects the message (version 2).
  public let isCritical: Bool
  /// Bytes of the payload with its header.
  public let length: Int

  /// The payload at `offset`; nil if its generic header was not captured.
  public init?(_ bytes: Span<UInt8>, at offset: Int) {
    guard bytes.has(Self.headerByteCount, at: offset) else { return nil }
    self.offset = offset
    next = bytes[offset]
    isCritical = bytes[offset + 1] & 0x80 != 0
    length = Int(bytes.uint16(at: offset + 2))
  }

  /// The offset where the payload ends as it states its length.
  public var end: Int { offset + length }

  /// The bytes from the `index`th of the payload on.
  public func data(from index: Int) -> Range<Int> { (offset + index)..<max(end, offset + index) }

  /// Two bytes after the generic header and the 16 bits after them; nil if they were not captured.
  ///
  /// A proposal's number, protocol, SPI size and transform count; a transform's number and identifier, in version 2
  /// its type and identifier; a notification's protocol, SPI size and type (version 2); the group of a key exchange;
  /// the type, protocol and port of an identification.
  public func fields(_ bytes: Span<UInt8>, at index: Int = 4) -> Fields? {
    guard bytes.has(4, at: offset + index) else { return nil }
    return Fields(
      first: bytes[offset + index], second: bytes[offset + index + 1],
      third: bytes[offset + index + 2], fourth: bytes[offset + index + 3])
  }

  /// The four bytes of a word of a payload.
  public struct Fields: Hashable, Sendable {
    /// Octet 1.
    public let first: UInt8
    /// Octet 2.
    public let second: UInt8
    /// Octet 3.
    public let third: UInt8
    /// Octet 4.
    public let fourth: UInt8
    /// The first two bytes as a number.
    public var high: UInt16 { UInt16(first) << 8 | UInt16(second) }
    /// The last two bytes as a number.
    public var low: UInt16 { UInt16(third) << 8 | UInt16(fourth) }
    /// All four bytes as a number.
    public var word: UInt32 { UInt32(high) << 16 | UInt32(low) }
  }
}

/// An attribute of a transform or of a notification (RFC 2408, section 3.3).
public struct ISAKMPAttribute: Hashable, Sendable {
  /// Payload type.
  public let type: UInt16
  /// Whether the value is the two bytes after the type.
  public let isShort: Bool
  /// The bytes of the value.
  public let value: Range<Int>

  /// The attribute at `offset`; nil if it ends after `end`.
  public init?(_ bytes: Span<UInt8>, at offset: Int, before end: Int) throws(EarlyEnd) {
    isShort = try bytes.byte(at: offset, in: ISAKMPHeader.name) & 0x80 != 0
    let count = isShort ? 0 : Int(try bytes.uint16(at: offset + 2, in: ISAKMPHeader.name))
    guard offset + 4 + count <= end else { return nil }
    type = try bytes.uint16(at: offset, in: ISAKMPHeader.name) & 0x7fff
    value = isShort ? (offset + 2)..<(offset + 4) : (offset + 4)..<(offset + 4 + count)
  }

  /// The number that a short attribute has for a value.
  public func number(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: value.lowerBound, in: ISAKMPHeader.name)
  }
}
