import InternetTypes

/// The protocols that VXLAN-GPE (draft-ietf-nvo3-vxlan-gpe, section 3.2) and NSH (RFC 8300, section 2.2) carry.
private func chainedContent(nextProtocol number: UInt8) -> TunnelContent? {
  switch number {
  case 1: .etherType(.ipv4)
  case 2: .etherType(.ipv6)
  case 3: .ethernet
  case 4: .etherType(.serviceHeader)
  case 5: .etherType(.mpls)
  default: nil
  }
}

extension TunnelHeader {
  /// A packet in VXLAN with a protocol type; without one it is an Ethernet frame.
  static func vxlanGPE(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard let header = VXLANHeader(decoding: bytes), header.flags & 0x30 == 0 else { return nil }
    let hasProtocol = header.flags & 0x04 != 0
    guard hasProtocol || header.flags & 0x08 != 0,
      let content = hasProtocol ? chainedContent(nextProtocol: bytes[3]) : .ethernet
    else { return nil }
    return TunnelHeader(
      kind: .vxlanGPE,
      identifier: header.flags & 0x08 != 0 ? header.networkIdentifier : 0,
      byteCount: VXLANHeader.byteCount, content: content)
  }

  /// A packet after a Network Service Header (RFC 8300, section 2).
  static func serviceHeader(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard bytes.count >= 8, bytes[0] >> 6 == 0 else { return nil }
    let byteCount = Int(bytes[1] & 0x3f) * 4
    guard byteCount >= 8, let content = chainedContent(nextProtocol: bytes[3]) else { return nil }
    return TunnelHeader(kind: .serviceHeader, byteCount: byteCount, content: content)
  }
}
