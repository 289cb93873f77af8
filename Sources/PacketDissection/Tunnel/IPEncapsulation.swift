import InternetTypes

extension TunnelHeader {
  /// An IP packet directly after an IP header (RFC 2003, RFC 2473, RFC 4213), of the version that the outer header
  /// states.
  static func ip(_ bytes: Span<UInt8>, _ number: IPProtocol, isIn6: Bool) -> TunnelHeader? {
    guard bytes.count > 0 else { return nil }
    switch (number, bytes[0] >> 4) {
    case (.ipv4, 4):
      return TunnelHeader(
        kind: isIn6 ? .version4In6 : .ipInIP, byteCount: 0, content: .etherType(.ipv4))
    case (.ipv6, 6):
      return TunnelHeader(
        kind: isIn6 ? .version6In6 : .version6In4, byteCount: 0, content: .etherType(.ipv6))
    default: return nil
    }
  }
}
