/// The transport header of the Lightweight Access Point Protocol (RFC 5412, section 4).
public struct LWAPPHeader: Hashable, Sendable {
  /// Bytes of the header.
  public static var byteCount: Int { 6 }

  /// Protocol version, 0.
  public let version: UInt8

  /// The radio that the frame is of.
  public let radio: UInt8

  /// Control, fragment, not last.
  public let flags: UInt8

  /// Which frame a fragment is part of.
  public let fragment: UInt8

  /// Bytes as the header states them.
  public let length: Int

  /// Decodes the header at `offset`; `name` is the protocol's name if it is cut.
  public init(_ bytes: Span<UInt8>, at offset: Int, in name: String) throws(EarlyEnd) {
    try bytes.require(Self.byteCount, at: offset, in: name)
    version = bytes[offset] >> 6
    radio = bytes[offset] >> 3 & 7
    flags = bytes[offset] & 7
    fragment = bytes[offset + 1]
    length = Int(bytes.uint16(at: offset + 2))
  }

  /// Whether the frame is for the access point itself, not a station's.
  public var isControl: Bool { flags & 4 != 0 }
}

/// A control message of the Lightweight Access Point Protocol (RFC 5412, section 4.2.1).
public struct LWAPPMessage: Hashable, Sendable {
  /// Bytes of the message's header.
  public static var headerByteCount: Int { 8 }

  /// The purpose of the message.
  public let type: UInt8

  /// Sequence number.
  public let sequence: UInt8

  /// Bytes after the header.
  public let length: Int

  /// Session identifier.
  public let session: UInt32

  /// Decodes the header at `offset`.
  public init(_ bytes: Span<UInt8>, at offset: Int, in name: String) throws(EarlyEnd) {
    try bytes.require(Self.headerByteCount, at: offset, in: name)
    type = bytes[offset]
    sequence = bytes[offset + 1]
    length = Int(bytes.uint16(at: offset + 2))
    session = bytes.uint32(at: offset + 4)
  }
}
