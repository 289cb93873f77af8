/// The header of an OpenFlow message (OpenFlow Switch Specification 1.0, section 5.1).
public struct OpenFlowMessage: Hashable, Sendable {
  /// The protocol as tcpdump names it if a message is cut.
  public static var name: String { "openflow" }

  /// Header size in bytes.
  public static var headerByteCount: Int { 8 }

  /// The offset where the message begins.
  let offset: Int

  /// Protocol version; 1 is OpenFlow 1.0, 4 is 1.3.
  public let version: UInt8

  /// The message at `offset`, of which only the version is read.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    version = try bytes.byte(at: offset, in: Self.name)
    self.offset = offset
  }

  /// Message type.
  public func type(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: offset + 1, in: Self.name)
  }

  /// Bytes of the message with its header.
  public func length(_ bytes: Span<UInt8>) throws(EarlyEnd) -> Int {
    Int(try bytes.uint16(at: offset + 2, in: Self.name))
  }

  /// Transaction identifier.
  public func transaction(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint32(at: offset + 4, in: Self.name)
  }

  /// Whether a message of `type` of version 1.0 can have `length` bytes.
  public static func isPlausible(_ length: Int, of type: UInt8) -> Bool {
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
