import InternetTypes

/// Decodes headers between an Ethernet header and the packet or frame inside, each with an EtherType of its own.
extension TunnelHeader {
  /// A frame after the service tag of a provider backbone bridge (IEEE 802.1ah, section 9.7).
  static func backboneBridge(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard bytes.count > 4 else { return nil }
    return TunnelHeader(
      kind: .backboneBridge, identifier: bytes.uint24(at: 1), byteCount: 4, content: .ethernet)
  }

  /// A frame in Cisco's FabricPath: a forwarding tag and a time to live.
  static func fabricPath(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard bytes.count > 2 else { return nil }
    return TunnelHeader(kind: .fabricPath, byteCount: 2, content: .ethernet)
  }

  /// A frame in TRILL (RFC 6325, section 3), with options.
  static func trill(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard bytes.count >= 6, bytes[0] >> 6 == 0 else { return nil }
    let optionWords = bytes.uint16(at: 0) >> 6 & 0x1f
    return TunnelHeader(
      kind: .trill, byteCount: 6 + Int(optionWords) * 4, content: .ethernet)
  }

  /// A packet after a Cisco MetaData header, whose first option is a security group tag: version, length, option and
  /// tag.
  static func ciscoMetadata(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard bytes.count >= 8, bytes[0] == 1, bytes[1] >= 1 else { return nil }
    // The length counts options of four bytes.
    let byteCount = 2 + Int(bytes[1]) * 4 + 2
    guard byteCount <= bytes.count else { return nil }
    return TunnelHeader(
      kind: .ciscoMetadata, byteCount: byteCount,
      content: .etherType(EtherType(rawValue: bytes.uint16(at: byteCount - 2))))
  }

  /// A packet after the tag of a redundant ring (IEC 62439-3, HSR): path, size and sequence number.
  static func redundantRing(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard bytes.count >= 6 else { return nil }
    return TunnelHeader(
      kind: .redundantRing, byteCount: 6,
      content: .etherType(EtherType(rawValue: bytes.uint16(at: 4))))
  }

  /// A frame in EtherIP (RFC 3378): version 3 and a reserved field.
  static func etherIP(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard bytes.count > 2, bytes[0] >> 4 == 3 else { return nil }
    return TunnelHeader(kind: .etherIP, byteCount: 2, content: .ethernet)
  }
}
