/// The header of a message of Cisco's VLAN Query Protocol.
public struct VQPMessage: Hashable, Sendable {
  /// Bytes of the header.
  public static var headerByteCount: Int { 8 }

  /// The protocol as tcpdump names it if a message is cut.
  public static var name: String { "vqp" }

  /// Protocol version, 1.
  public let version: UInt8

  /// Request or response, to join or to confirm.
  public let type: UInt8

  /// Error code.
  public let error: UInt8

  /// Objects that follow.
  public let objectCount: UInt8

  /// Sequence number.
  public let sequence: UInt32

  /// Decodes the header at `offset`.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(Self.headerByteCount, at: offset, in: Self.name)
    version = bytes[offset]
    type = bytes[offset + 1]
    error = bytes[offset + 2]
    objectCount = bytes[offset + 3]
    sequence = bytes.uint32(at: offset + 4)
  }
}

/// An object of a VLAN Query Protocol message.
public struct VQPObject: Hashable, Sendable {
  /// Bytes in front of the value.
  public static var headerByteCount: Int { 6 }

  /// The type of the value.
  public let type: UInt32

  /// Bytes of the value.
  public let length: Int

  /// The offset where the value begins.
  public let start: Int

  /// Decodes the object's type and length at `offset`.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(Self.headerByteCount, at: offset, in: VQPMessage.name)
    type = bytes.uint32(at: offset)
    length = Int(bytes.uint16(at: offset + 4))
    start = offset + Self.headerByteCount
  }
}
