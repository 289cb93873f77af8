/// A header of SOME/IP (AUTOSAR PRS_SOMEIPProtocol, section 4.1), field by field.
public struct SOMEIPHeader: Hashable, Sendable {
  /// The protocol as tcpdump names it if a message is cut.
  public static var name: String { "someip" }

  /// Header size in bytes.
  public static var byteCount: Int { 16 }

  let offset: Int

  /// The header at `offset`; no field is read yet.
  public init(at offset: Int) { self.offset = offset }

  /// A field of two bytes.
  public enum Word: Int, Sendable {
    case service = 0
    /// A method, or an event if the highest bit is set.
    case method = 2
    case client = 8
    case session = 10
  }

  /// A field of one byte.
  public enum Octet: Int, Sendable {
    case protocolVersion = 12
    case interfaceVersion, messageType, returnCode
  }

  /// The value of a field of two bytes.
  public func value(_ field: Word, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: offset + field.rawValue, in: Self.name)
  }

  /// The value of a field of one byte.
  public func value(_ field: Octet, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: offset + field.rawValue, in: Self.name)
  }

  /// Bytes after the length field.
  public func length(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint32(at: offset + 4, in: Self.name)
  }
}
