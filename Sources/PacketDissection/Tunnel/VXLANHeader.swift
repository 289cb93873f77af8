/// A VXLAN header (RFC 7348, section 5).
///
///     +-+-+-+-+-+-+-+-+-----------------------------------------------+
///     |R|R|R|R|I|R|R|R|                   Reserved                    |
///     +---------------+-------------------------------+---------------+
///     |          VXLAN Network Identifier (VNI)       |   Reserved    |
///     +-----------------------------------------------+---------------+
public struct VXLANHeader: Hashable, Sendable {
  /// Header size in bytes.
  public static let byteCount = 8

  /// The flags; 0x08 says that the VNI is valid.
  public let flags: UInt8

  /// The 24-bit network identifier.
  public let networkIdentifier: UInt32

  /// Decodes the first eight bytes of `bytes`; nil if fewer were captured.
  public init?(decoding bytes: Span<UInt8>) {
    guard bytes.count >= Self.byteCount else { return nil }
    flags = bytes[0]
    networkIdentifier = bytes.uint24(at: 4)
  }
}

extension TunnelHeader {
  /// An Ethernet frame in VXLAN; reserved bits are ignored, as the RFC requires.
  static func vxlan(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard let header = VXLANHeader(decoding: bytes), header.flags & 0x08 != 0 else { return nil }
    return TunnelHeader(
      kind: .vxlan, identifier: header.networkIdentifier, byteCount: VXLANHeader.byteCount,
      content: .ethernet)
  }
}
