/// A route target that a router wants routes of (RFC 4684, section 4).
public struct BGPRouteTarget: Hashable, Sendable {
  /// The source's autonomous system.
  public let system: UInt32
  /// The target's bytes, filled up with zeros.
  public let target: UInt64
  /// Bits of the target, 0 to 64.
  public let length: Int
  /// Bytes of the route.
  public var byteCount: Int { 5 + (length + 7) / 8 }

  /// The result of reading an offset of a list.
  public enum Result: Sendable {
    case target(BGPRouteTarget)
    case all
    case illegalLength
  }

  /// The target at `offset`.
  public static func decode(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) -> Result {
    let length = Int(try bytes.byte(at: offset, in: BGPMessage.name))
    if length == 0 { return .all }
    guard length >= 32 else { return .illegalLength }
    let system = try bytes.uint32(at: offset + 1, in: BGPMessage.name)
    guard length <= 96 else { return .illegalLength }
    let bits = length - 32
    let count = (bits + 7) / 8
    try bytes.require(count, at: offset + 5, in: BGPMessage.name)
    var target: UInt64 = 0
    for index in 0..<8 {
      target = target << 8 | UInt64(index < count ? bytes[offset + 5 + index] : 0)
    }
    if bits < 64 { target &= ~UInt64(0) << UInt64(64 - bits) }
    return .target(BGPRouteTarget(system: system, target: target, length: bits))
  }
}

/// A route of a multicast VPN (RFC 6514, section 4): type, length and value.
public struct BGPMulticastRoute: Hashable, Sendable {
  /// Route type.
  public let type: UInt8
  /// Bytes of the value.
  public let length: Int
  /// The offset where the value begins.
  public let start: Int

  /// The route at `offset`.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    type = try bytes.byte(at: offset, in: BGPMessage.name)
    length = Int(try bytes.byte(at: offset + 1, in: BGPMessage.name))
    start = offset + 2
  }
}

/// An address of a multicast route: its length in bits, and its bytes (RFC 6514, section 4.3).
public struct BGPMulticastAddress: Hashable, Sendable {
  /// The offset where the bytes begin.
  public let start: Int
  /// Bits of the address.
  public let length: Int
  /// Bytes with the length; the address was captured.
  public var byteCount: Int { 1 + length / 8 }

  /// The address at `offset`; nil if it is cut.
  public init?(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    length = Int(try bytes.byte(at: offset, in: BGPMessage.name))
    start = offset + 1
    guard bytes.has(length / 8, at: start) else { return nil }
  }
}

/// A label block of a layer 2 VPN (RFC 4761, section 3.2.2), the old form of its route.
public struct BGPLabelBlock: Hashable, Sendable {
  /// The VPLS edge identifier.
  public let site: UInt16
  /// First edge identifier of the label block.
  public let offset: UInt16
  /// First label of the block.
  public let base: UInt32

  /// The block after the route distinguisher at `offset`, of which 15 bytes were captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) {
    site = bytes.uint16(at: offset + 8)
    self.offset = bytes.uint16(at: offset + 10)
    base = bytes.uint24(at: offset + 12) >> 4
  }
}
