public import InternetTypes

/// A Geneve header without its options (RFC 8926, section 3.4).
///
///     +---+-----------+-+-+-----------+-------------------------------+
///     |Ver| Opt Len   |O|C|   Rsvd    |         Protocol Type         |
///     +---+-----------+-+-+-----------+---------------+---------------+
///     |       Virtual Network Identifier (VNI)        |   Reserved    |
///     +-----------------------------------------------+---------------+
public struct GeneveHeader: Hashable, Sendable {
  /// Size of a header without options, in bytes.
  public static let minimumByteCount = 8

  /// Bytes of header and options, as the header states them.
  public let byteCount: Int

  /// The version; only 0 is known.
  public let version: UInt8

  /// The byte with the O and C bits.
  public let flags: UInt8

  /// The payload's protocol: an EtherType.
  public let protocolType: EtherType

  /// The 24-bit network identifier.
  public let networkIdentifier: UInt32

  /// Decodes the first eight bytes of `bytes`; nil if fewer were captured.
  public init?(decoding bytes: Span<UInt8>) {
    guard bytes.count >= Self.minimumByteCount else { return nil }
    version = bytes[0] >> 6
    byteCount = Self.minimumByteCount + Int(bytes[0] & 0x3f) * 4
    flags = bytes[1]
    protocolType = EtherType(rawValue: bytes.uint16(at: 2))
    networkIdentifier = bytes.uint24(at: 4)
  }
}

extension TunnelHeader {
  /// Decodes a Geneve header with its options.
  static func geneve(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard let header = GeneveHeader(decoding: bytes), header.version == 0 else { return nil }
    return TunnelHeader(
      kind: .geneve, identifier: header.networkIdentifier, byteCount: header.byteCount,
      content: header.protocolType == .transparentEthernet
        ? .ethernet : .etherType(header.protocolType))
  }
}
