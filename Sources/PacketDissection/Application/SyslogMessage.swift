/// The priority that a syslog message begins with (RFC 3164, section 4.1.1): `<` up to three digits `>`.
public struct SyslogMessage: Hashable, Sendable {
  /// The facility (RFC 3164, table 1).
  public let facility: UInt8

  /// The severity (RFC 3164, table 2).
  public let severity: UInt8

  /// The offset where the text after the priority begins.
  public let text: Int

  static var name: String { "syslog" }

  /// The message at `offset`; nil if it does not begin with a priority.
  public init?(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    guard try bytes.byte(at: offset, in: Self.name) == UInt8(ascii: "<") else { return nil }
    var priority = 0
    var at = offset + 1
    while at <= offset + 3 {
      let byte = try bytes.byte(at: at, in: Self.name)
      guard byte >= 0x30 && byte <= 0x39 else { break }
      priority = priority * 10 + Int(byte - 0x30)
      at += 1
    }
    guard try bytes.byte(at: at, in: Self.name) == UInt8(ascii: ">") else { return nil }
    severity = UInt8(priority & 7)
    facility = UInt8(priority >> 3 & 0x7f)
    text = at + 1
  }
}
