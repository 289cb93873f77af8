/// The header of a packet that a Broadcom switch copies for lawful interception: four bytes after the UDP header.
///
///     +-----+-------+-----+-------------------------------------------+
///     | dir | type  | sub |               identifier                  |
///     +-----+-------+-----+-------------------------------------------+
public struct LawfulInterceptShim: Hashable, Sendable {
  /// Bytes of the shim.
  public static var byteCount: Int { 4 }

  /// The packet's direction: 2 leaves the switch, 3 enters it.
  public let direction: UInt8
  /// The kind of packet after the shim: 5 IPv4, 6 IPv6, 7 Ethernet, 4 either version of IP.
  public let packetType: UInt8
  /// The number of VLAN tags: 1 for one, 2 for two, 3 for none.
  public let subtype: UInt8
  /// The identifier of the interception.
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
