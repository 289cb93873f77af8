/// A PPPoE header (RFC 2516, section 4).
///
///     +-------+-------+---------------+-------------------------------+
///     |  Ver  | Type  |      Code     |          Session ID           |
///     +-------+-------+---------------+-------------------------------+
///     |            Length             |
///     +-------------------------------+
public struct PPPoEHeader: Hashable, Sendable {
  /// Header size in bytes.
  public static let byteCount = 6

  /// Version and type; 0x11 is the only one known.
  public let versionAndType: UInt8

  /// The packet's type; 0 carries a PPP frame.
  public let code: UInt8

  /// The session's number.
  public let session: UInt16

  /// Bytes of payload.
  public let length: UInt16

  /// Decodes the first six bytes of `bytes`; nil if fewer were captured.
  public init?(decoding bytes: Span<UInt8>) {
    guard bytes.count >= Self.byteCount else { return nil }
    versionAndType = bytes[0]
    code = bytes[1]
    session = bytes.uint16(at: 2)
    length = bytes.uint16(at: 4)
  }
}

extension TunnelHeader {
  /// The packet in a PPP frame of a PPPoE session.
  static func pppoe(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard let header = PPPoEHeader(decoding: bytes), header.versionAndType == 0x11,
      header.code == 0
    else { return nil }
    return pointToPoint(
      bytes.extracting(droppingFirst: PPPoEHeader.byteCount), kind: .pppoe,
      identifier: UInt32(header.session), after: PPPoEHeader.byteCount)
  }
}
