public import InternetTypes

/// The header of BSD's loopback interfaces: the protocol family of the payload.
public struct LoopbackHeader: Hashable, Sendable {
  /// Header size in bytes.
  public static let byteCount = 4

  /// The `AF_` number of the system that captured; they differ in IPv6.
  public let family: UInt32

  /// The EtherType of the same protocol; nil if it has none.
  public var etherType: EtherType? {
    switch family {
    case 2: .ipv4
    // NetBSD, OpenBSD and Npcap; FreeBSD; Darwin.
    case 24, 28, 30: .ipv6
    default: nil
    }
  }

  /// Decodes the first four bytes of `frame`, in either byte order: no family needs more than 16 bits.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  public init(decoding frame: Span<UInt8>) throws(DecodeError) {
    try frame.require(Self.byteCount, for: .loopback)
    let number = frame.uint32(at: 0)
    // Little-endian unless that makes it larger than any family.
    family = number & 0xffff == 0 ? number.byteSwapped : number
  }
}

extension Packet {
  /// Decodes a frame of a BSD loopback interface.
  mutating func decodeLoopback(_ frame: Span<UInt8>) throws(DecodeError) {
    let header = try LoopbackHeader(decoding: frame)
    link = .loopback(header)
    networkOffset = LoopbackHeader.byteCount
    networkLength = wireLength - LoopbackHeader.byteCount
    etherType = header.etherType
    try decodeNetworkLayer(frame)
  }

  /// Decodes a frame without a link-layer header by its IP version nibble.
  mutating func decodeRaw(_ frame: Span<UInt8>) throws(DecodeError) {
    link = .raw
    try frame.require(1, for: .raw)
    switch frame[0] >> 4 {
    case 4: etherType = .ipv4
    case 6: etherType = .ipv6
    case let version: throw .invalid(.raw, field: .version, value: Int(version))
    }
    try decodeNetworkLayer(frame)
  }
}
