/// A message of Kerberos version 4, or the version of any other (RFC 4120, section 5.10: the tag in the first byte).
public struct KerberosMessage: Hashable, Sendable {
  /// The protocol as tcpdump names it if a message is cut.
  public static var name: String { "krb" }

  /// The version of 1 to 4, or the tag of version 5's first byte.
  public let version: UInt8

  /// The offset where the message begins.
  public let offset: Int

  /// The message at `offset`, of which the first byte was captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    version = try bytes.byte(at: offset, in: Self.name)
    self.offset = offset
  }

  /// The type of a message of version 4 with the bit of its byte order.
  public func type(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: offset + 1, in: Self.name)
  }

  /// A 16-bit number of a message of version 4, in its byte order.
  public static func number(
    _ bytes: Span<UInt8>, at offset: Int, type: UInt8
  ) throws(EarlyEnd) -> UInt16 {
    let number = try bytes.uint16(at: offset, in: name)
    return type & 1 != 0 ? number.byteSwapped : number
  }

  /// A byte of a message of version 4.
  public static func byte(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: offset, in: name)
  }
}
