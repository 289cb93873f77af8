/// The header of an OpenFlow message (OpenFlow Switch Specification 1.0, section 5.1).
public struct OpenFlowMessage: Hashable, Sendable {
  /// The protocol as tcpdump names it where a message is cut.
  public static var name: String { "openflow" }

  /// Header size in bytes.
  public static var headerByteCount: Int { 8 }

  /// Protocol version; 1 is OpenFlow 1.0, 4 is 1.3.
  public let version: UInt8
  /// Message type.
  public let type: UInt8
  /// Bytes of the message with its header.
  public let length: Int
  /// Transaction identifier.
  public let transaction: UInt32

  /// The message at `offset`, of which the header is there.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(Self.headerByteCount, at: offset, in: Self.name)
    version = bytes[offset]
    type = bytes[offset + 1]
    length = Int(bytes.uint16(at: offset + 2))
    transaction = bytes.uint32(at: offset + 4)
  }

  /// Whether the length is one that a message of this type of version 1.0 has.
  public var hasPlausibleLength: Bool {
    switch type {
    case 1, 4, 16, 17: length >= 12
    case 5, 7, 18, 19: length == 8
    case 6: length >= 32
    case 8, 9, 20: length == 12
    case 10: length >= 18
    case 11: length == 88
    case 12: length == 64
    case 13, 21: length >= 16
    case 14: length >= 72
    case 15: length == 32
    default: true
    }
  }
}
