/// A UDP header (RFC 768).
///
///      0      7 8     15 16    23 24    31
///     +--------+--------+--------+--------+
///     |   source port   | destination port|
///     +--------+--------+--------+--------+
///     |     length      |    checksum     |
///     +--------+--------+--------+--------+
public struct UDPHeader: Hashable, Sendable {
  /// Header size in bytes; UDP has no options.
  public static let byteCount = 8

  /// The source port; 0 if no reply is expected.
  public let sourcePort: UInt16

  /// The destination port.
  public let destinationPort: UInt16

  /// Header plus payload in bytes, as the sender stated it; 0 in an IPv6 jumbogram (RFC 2675, section 4).
  public let length: UInt16

  /// The checksum as sent.
  ///
  /// Zero over IPv4 means that none was computed.
  public let checksum: UInt16

  /// Decodes the first eight bytes of `datagram`, whatever length they state.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  @inlinable
  public init(decoding datagram: Span<UInt8>) throws(DecodeError) {
    try datagram.require(Self.byteCount, for: .udp)
    sourcePort = datagram.uint16(at: 0)
    destinationPort = datagram.uint16(at: 2)
    length = datagram.uint16(at: 4)
    checksum = datagram.uint16(at: 6)
  }
}
