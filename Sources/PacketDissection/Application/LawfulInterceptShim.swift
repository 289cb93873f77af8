/// What a Broadcom switch puts before a packet that it copies for lawful interception: four bytes behind UDP.
///
///     +-----+-------+-----+-------------------------------------------+
///     | dir | type  | sub |               identifier                  |
///     +-----+-------+-----+-------------------------------------------+
public struct LawfulInterceptShim: Hashable, Sendable {
  /// Bytes of the shim.
  public static var byteCount: Int { 4 }

  /// 2 leaves the switch, 3 enters it.
  public let direction: UInt8
  /// What follows: 5 IPv4, 6 IPv6, 7 Ethernet, 4 either version of IP.
  public let packetType: UInt8
  /// The VLAN tags of the packet: 1 one, 2 two, 3 none.
  public let subtype: UInt8
  /// Which interception it belongs to.
  public let identifier: UInt32

  /// The shim at `offset`.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    let word = try bytes.uint32(at: offset, in: "bcm_li")
    direction = UInt8(word >> 29)
    packetType = UInt8(word >> 25 & 0xf)
    subtype = UInt8(word >> 22 & 7)
    identifier = word & 0x3f_ffff
  }
}
