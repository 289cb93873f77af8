/// The control bits of a TCP segment (RFC 9293, section 3.1; ECE and CWR: RFC 3168).
public struct TCPFlags: OptionSet, Hashable, Sendable {
  /// The byte on the wire.
  public let rawValue: UInt8

  /// The flags of this byte.
  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// No more data from the sender.
  @inlinable public static var fin: TCPFlags { TCPFlags(rawValue: 0x01) }
  /// Synchronise sequence numbers.
  @inlinable public static var syn: TCPFlags { TCPFlags(rawValue: 0x02) }
  /// Reset the connection.
  @inlinable public static var rst: TCPFlags { TCPFlags(rawValue: 0x04) }
  /// Push the received data to the application.
  @inlinable public static var psh: TCPFlags { TCPFlags(rawValue: 0x08) }
  /// The acknowledgment field is meaningful.
  @inlinable public static var ack: TCPFlags { TCPFlags(rawValue: 0x10) }
  /// The urgent pointer is meaningful.
  @inlinable public static var urg: TCPFlags { TCPFlags(rawValue: 0x20) }
  /// ECN echo.
  @inlinable public static var ece: TCPFlags { TCPFlags(rawValue: 0x40) }
  /// Congestion window reduced.
  @inlinable public static var cwr: TCPFlags { TCPFlags(rawValue: 0x80) }
}
