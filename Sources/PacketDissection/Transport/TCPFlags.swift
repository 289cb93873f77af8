/// The control bits of a TCP segment (RFC 9293, section 3.1; ECE and CWR: RFC 3168).
public struct TCPFlags: OptionSet, Hashable, Sendable {
  /// The byte on the wire.
  public let rawValue: UInt8

  /// The flags of this byte.
  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let fin = TCPFlags(rawValue: 0x01)
  public static let syn = TCPFlags(rawValue: 0x02)
  public static let rst = TCPFlags(rawValue: 0x04)
  public static let psh = TCPFlags(rawValue: 0x08)
  public static let ack = TCPFlags(rawValue: 0x10)
  public static let urg = TCPFlags(rawValue: 0x20)
  /// ECN echo.
  public static let ece = TCPFlags(rawValue: 0x40)
  /// Congestion window reduced.
  public static let cwr = TCPFlags(rawValue: 0x80)
}
