public import InternetTypes

/// The fixed IPv6 header (RFC 8200, section 3).
///
///     +-------+---------------+---------------------------------------+
///     |Version| Traffic Class |              Flow Label               |
///     +-------+---------------+-------+---------------+---------------+
///     |         Payload Length        |  Next Header  |   Hop Limit   |
///     +-------------------------------+---------------+---------------+
///     |                    Source Address (16 bytes)                  |
///     |                  Destination Address (16 bytes)               |
///     +---------------------------------------------------------------+
public struct IPv6Header: Hashable, Sendable {
  /// Size of the fixed header, in bytes.
  public static let byteCount = 40

  /// The source address.
  public let source: IPv6Address
  /// The destination address.
  public let destination: IPv6Address

  /// Version, traffic class and flow label as in the header.
  public let versionClassFlow: UInt32

  /// Everything after the fixed header, in bytes; 0 in a jumbogram (RFC 2675).
  public let payloadLength: UInt16

  /// The next header: an extension header or the payload.
  public let nextHeader: IPProtocol
  /// How many routers may still forward the packet.
  public let hopLimit: UInt8

  /// DSCP and ECN.
  @inlinable
  public var trafficClass: UInt8 { UInt8(truncatingIfNeeded: versionClassFlow >> 20) }

  /// The 20-bit flow label (RFC 6437).
  @inlinable
  public var flowLabel: UInt32 { versionClassFlow & 0xfffff }

  /// Decodes the first 40 bytes of `datagram`, whatever version they state.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  @inlinable
  public init(decoding datagram: Span<UInt8>) throws(DecodeError) {
    try datagram.require(Self.byteCount, for: .ipv6)
    versionClassFlow = datagram.uint32(at: 0)
    payloadLength = datagram.uint16(at: 4)
    nextHeader = IPProtocol(rawValue: datagram[6])
    hopLimit = datagram[7]
    source = IPv6Address(rawValue: datagram.uint128(at: 8))
    destination = IPv6Address(rawValue: datagram.uint128(at: 24))
  }
}
