/// A control packet of Bidirectional Forwarding Detection (RFC 5880, section 4.1; version 0: draft-ietf-bfd-base-01).
public struct BFDControl: Hashable, Sendable {
  /// The protocol as tcpdump names it if a packet is cut.
  public static var name: String { "bfd" }

  /// Bytes before the authentication section.
  public static var byteCount: Int { 24 }

  /// Protocol version, 0 or 1.
  public let version: UInt8
  /// Why the session last went down.
  public let diagnostic: UInt8
  /// State and flags as in the second byte.
  public let flags: UInt8
  /// Intervals without a packet until the session is down.
  public let detectionMultiplier: UInt8
  /// Bytes of the packet as it states them.
  public let length: UInt8
  /// Names the session at the sender.
  public let myDiscriminator: UInt32
  /// Names the session at the receiver, or 0 if not known yet.
  public let yourDiscriminator: UInt32
  /// Microseconds.
  public let desiredTransmitInterval: UInt32
  /// Microseconds.
  public let requiredReceiveInterval: UInt32
  /// Microseconds.
  public let requiredEchoInterval: UInt32

  /// Whether there is an authentication section.
  public var isAuthenticated: Bool { flags & 0x04 != 0 }

  /// The packet at `offset`.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(Self.byteCount, at: offset, in: Self.name)
    version = bytes[offset] >> 5
    diagnostic = bytes[offset] & 0x1f
    flags = bytes[offset + 1]
    detectionMultiplier = bytes[offset + 2]
    length = bytes[offset + 3]
    myDiscriminator = bytes.uint32(at: offset + 4)
    yourDiscriminator = bytes.uint32(at: offset + 8)
    desiredTransmitInterval = bytes.uint32(at: offset + 12)
    requiredReceiveInterval = bytes.uint32(at: offset + 16)
    requiredEchoInterval = bytes.uint32(at: offset + 20)
  }
}

/// The authentication section of a control packet (RFC 5880, section 4.2 to 4.4).
public struct BFDAuthentication: Hashable, Sendable {
  /// The offset where the section begins.
  public let offset: Int
  /// 1 a password, 2 and 3 MD5, 4 and 5 SHA1.
  public let type: UInt8
  /// Bytes of the section.
  public let length: UInt8
  /// Which of several keys is in use.
  public let key: UInt8

  /// The offset where the password begins.
  public var password: Range<Int> { (offset + 3)..<(offset + max(Int(length), 3)) }

  /// The section at `offset`, of which at least four bytes were captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(4, at: offset, in: BFDControl.name)
    self.offset = offset
    type = bytes[offset]
    length = bytes[offset + 1]
    key = bytes[offset + 2]
  }

  /// The sequence number of a section with a digest.
  public func sequence(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint32(at: offset + 4, in: BFDControl.name)
  }

  /// Bytes that the section of this type has; nil for a password, which has any.
  public var expectedLength: UInt8? {
    switch type {
    case 2, 3: 24
    case 4, 5: 28
    default: nil
    }
  }

  /// The bytes of the digest.
  public func digest(_ bytes: Span<UInt8>) throws(EarlyEnd) -> Range<Int> {
    let count = type < 4 ? 16 : 20
    try bytes.require(count, at: offset + 8, in: BFDControl.name)
    return (offset + 8)..<(offset + 8 + count)
  }
}
