/// The common header of an SCTP packet (RFC 9260, section 3.1).
///
///     +-------------------------------+-------------------------------+
///     |          Source port          |       Destination port        |
///     +-------------------------------+-------------------------------+
///     |                       Verification tag                        |
///     +---------------------------------------------------------------+
///     |                           Checksum                            |
///     +---------------------------------------------------------------+
public struct SCTPHeader: Hashable, Sendable {
  /// Header size in bytes.
  public static let byteCount = 12

  /// The sender's port.
  public let sourcePort: UInt16

  /// The receiver's port.
  public let destinationPort: UInt16

  /// The number that the receiver chose for the association; 0 in a packet that carries INIT.
  public let verificationTag: UInt32

  /// The CRC32c as a big-endian number, which the sender wrote lowest byte first.
  public let checksum: UInt32

  /// Decodes the first twelve bytes of `packet`.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  @inlinable
  public init(decoding packet: Span<UInt8>) throws(DecodeError) {
    try packet.require(Self.byteCount, for: .sctp)
    sourcePort = packet.uint16(at: 0)
    destinationPort = packet.uint16(at: 2)
    verificationTag = packet.uint32(at: 4)
    checksum = packet.uint32(at: 8)
  }
}

extension Packet {
  /// Decodes the SCTP packet at `transportOffset`; its chunks are the payload.
  mutating func decodeSCTP(_ frame: Span<UInt8>) throws(DecodeError) {
    let packet = frame.extracting(transportOffset..<end)
    guard transportLength >= SCTPHeader.byteCount else {
      throw .short(.sctp, length: transportLength)
    }
    transport = .sctp(try SCTPHeader(decoding: packet))
    payload = (transportOffset + SCTPHeader.byteCount)..<end
    payloadLength = transportLength - SCTPHeader.byteCount
  }
}
