public import InternetTypes

/// A TCP header without its options (RFC 9293, section 3.1).
///
///     +-------------------------------+-------------------------------+
///     |          Source Port          |       Destination Port        |
///     +-------------------------------+-------------------------------+
///     |                        Sequence Number                        |
///     +---------------------------------------------------------------+
///     |                    Acknowledgment Number                      |
///     +-------+-------+---------------+-------------------------------+
///     |Offset |Rsrvd  |    Flags      |            Window             |
///     +-------+-------+---------------+-------------------------------+
///     |           Checksum            |         Urgent Pointer        |
///     +-------------------------------+-------------------------------+
public struct TCPHeader: Hashable, Sendable {
  /// Size of a header without options, in bytes.
  public static let minimumByteCount = 20

  /// The sending endpoint's port.
  public let sourcePort: UInt16
  /// The receiving endpoint's port.
  public let destinationPort: UInt16

  /// `SEG.SEQ`.
  public let sequence: SequenceNumber

  /// `SEG.ACK`; meaningful with the ACK flag only.
  public let acknowledgment: SequenceNumber

  /// `SEG.WND` as sent, without the scale of RFC 7323.
  public let window: UInt16

  /// The checksum as sent.
  public let checksum: UInt16

  /// Offset of the byte after the urgent data from `sequence`; meaningful with the URG flag only.
  public let urgentPointer: UInt16

  /// The control bits.
  public let flags: TCPFlags

  /// Data offset in bytes, 0 to 60; below 20 it is an error that `Packet` reports.
  public let headerByteCount: UInt8

  /// Decodes the first 20 bytes of `segment`, whatever data offset they state.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  @inlinable
  public init(decoding segment: Span<UInt8>) throws(DecodeError) {
    try segment.require(Self.minimumByteCount, for: .tcp)
    sourcePort = segment.uint16(at: 0)
    destinationPort = segment.uint16(at: 2)
    sequence = SequenceNumber(rawValue: segment.uint32(at: 4))
    acknowledgment = SequenceNumber(rawValue: segment.uint32(at: 8))
    headerByteCount = (segment[12] & 0xf0) >> 2
    flags = TCPFlags(rawValue: segment[13])
    window = segment.uint16(at: 14)
    checksum = segment.uint16(at: 16)
    urgentPointer = segment.uint16(at: 18)
  }
}
