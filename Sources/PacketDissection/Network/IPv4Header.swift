public import InternetTypes

/// An IPv4 header without its options (RFC 791, section 3.1).
///
///      0                   1                   2                   3
///     +-------+-------+---------------+-------------------------------+
///     |Version|  IHL  |Type of Service|          Total Length         |
///     +-------+-------+---------------+-----+-------------------------+
///     |         Identification        |Flags|     Fragment Offset     |
///     +---------------+---------------+-----+-------------------------+
///     |  Time to Live |    Protocol   |        Header Checksum        |
///     +---------------+---------------+-------------------------------+
///     |                         Source Address                        |
///     +---------------------------------------------------------------+
///     |                      Destination Address                      |
///     +---------------------------------------------------------------+
public struct IPv4Header: Hashable, Sendable {
  /// Size of a header without options, in bytes.
  public static let minimumByteCount = 20

  /// The source address.
  public let source: IPv4Address
  /// The destination address.
  public let destination: IPv4Address

  /// Header plus payload in bytes as the sender stated it; 0 in a packet captured before segmentation offload cut it.
  public let totalLength: UInt16

  /// Ties the fragments of a datagram together.
  public let identification: UInt16

  /// The three flags and the 13-bit fragment offset as in the header.
  public let flagsAndFragmentOffset: UInt16

  /// The header's checksum as sent.
  public let checksum: UInt16

  /// DSCP and ECN (RFC 2474, RFC 3168), once the Type of Service.
  public let typeOfService: UInt8

  /// How many routers may still forward the packet.
  public let timeToLive: UInt8
  /// The protocol of the payload.
  public let `protocol`: IPProtocol

  /// IHL in bytes, 0 to 60; below 20 it is an error that `Packet` reports.
  public let headerByteCount: UInt8

  /// Position of the fragment's payload in the datagram, in bytes.
  @inlinable
  public var fragmentOffset: Int { Int(flagsAndFragmentOffset & 0x1fff) * 8 }

  /// MF: more fragments follow.
  @inlinable
  public var moreFragments: Bool { flagsAndFragmentOffset & 0x2000 != 0 }

  /// DF: routers must not fragment.
  @inlinable
  public var dontFragment: Bool { flagsAndFragmentOffset & 0x4000 != 0 }

  /// Decodes the first 20 bytes of `datagram`, whatever version and lengths they state.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  @inlinable
  public init(decoding datagram: Span<UInt8>) throws(DecodeError) {
    try datagram.require(Self.minimumByteCount, for: .ipv4)
    headerByteCount = (datagram[0] & 0x0f) << 2
    typeOfService = datagram[1]
    totalLength = datagram.uint16(at: 2)
    identification = datagram.uint16(at: 4)
    flagsAndFragmentOffset = datagram.uint16(at: 6)
    timeToLive = datagram[8]
    `protocol` = IPProtocol(rawValue: datagram[9])
    checksum = datagram.uint16(at: 10)
    source = IPv4Address(rawValue: datagram.uint32(at: 12))
    destination = IPv4Address(rawValue: datagram.uint32(at: 16))
  }
}
