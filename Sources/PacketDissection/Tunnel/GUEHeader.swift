import InternetTypes

extension TunnelHeader {
  /// A packet in Generic UDP Encapsulation (draft-ietf-intarea-gue): after a header that states its IP protocol, or, in
  /// variant 1, directly.
  static func gue(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard bytes.count >= 4 else { return nil }
    if bytes[0] >> 6 == 1 {
      return TunnelContent.internetProtocol(bytes[0]).map {
        TunnelHeader(kind: .gue, byteCount: 0, content: $0)
      }
    }
    // Variant 0, and no control message.
    guard bytes[0] & 0xe0 == 0 else { return nil }
    let byteCount = 4 + Int(bytes[0] & 0x1f) * 4
    guard byteCount < bytes.count else { return nil }
    switch IPProtocol(rawValue: bytes[1]) {
    case .ipv4:
      return TunnelHeader(kind: .gue, byteCount: byteCount, content: .etherType(.ipv4))
    case .ipv6:
      return TunnelHeader(kind: .gue, byteCount: byteCount, content: .etherType(.ipv6))
    case .gre:
      return gre(bytes.extracting(droppingFirst: byteCount)).map {
        TunnelHeader(
          kind: .gue, identifier: 0, byteCount: byteCount + $0.byteCount, content: $0.content)
      }
    default: return nil
    }
  }
}
