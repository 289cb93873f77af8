public import InternetTypes

/// An extended community (RFC 4360, section 2): two bytes of type, six of value.
public struct BGPExtendedCommunity: Hashable, Sendable {
  /// Type and subtype.
  public let type: UInt16
  /// The six bytes of the value as a number.
  public let value: UInt64

  /// The first two bytes of the value.
  public var high: UInt16 { UInt16(truncatingIfNeeded: value >> 32) }
  /// The last four bytes of the value.
  public var low: UInt32 { UInt32(truncatingIfNeeded: value) }
  /// The first four bytes of the value.
  public var address: IPv4Address { IPv4Address(rawValue: UInt32(truncatingIfNeeded: value >> 16)) }
  /// The last two bytes of the value.
  public var last: UInt16 { UInt16(truncatingIfNeeded: value) }

  /// The community at `offset`.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    let number = try bytes.uint64(at: offset, in: BGPMessage.name)
    type = UInt16(truncatingIfNeeded: number >> 48)
    value = number & 0xffff_ffff_ffff
  }
}

/// The tunnel of a multicast VPN's traffic (RFC 6514, section 5).
public struct BGPTunnel: Hashable, Sendable {
  /// Type and subtype.
  public let type: UInt8
  /// Whether leaf information is required of receivers.
  public let needsLeafInformation: Bool
  /// The MPLS label of the traffic.
  public let label: UInt32
  let start: Int

  /// The tunnel at `offset`, of which five bytes were captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) {
    needsLeafInformation = bytes[offset] & 1 != 0
    type = bytes[offset + 1]
    label = bytes.uint24(at: offset + 2) >> 4
    start = offset + 5
  }

  /// The two words after the label: an address, and a group or a number.
  public func addressPair(_ bytes: Span<UInt8>) throws(EarlyEnd) -> (UInt32, UInt32) {
    let pair = try bytes.uint64(at: start, in: BGPMessage.name)
    return (UInt32(truncatingIfNeeded: pair >> 32), UInt32(truncatingIfNeeded: pair))
  }
}
