import InternetTypes

extension TunnelHeader {
  /// An IPv6 packet in UDP after Teredo's authentication and origin (RFC 4380, section 5.1.1).
  ///
  /// The length must equal the one in the IPv6 header, so that hardly any other packet is taken for Teredo. A bubble,
  /// an IPv6 packet without payload, may be followed by anything (RFC 6081).
  static func teredo(_ bytes: Span<UInt8>, wireLength: Int) -> TunnelHeader? {
    var at = 0
    if bytes.count >= 4, bytes.uint16(at: 0) == 1 {
      // Identifier and authentication value, a nonce and a byte of confirmation.
      at = 4 + Int(bytes[2]) + Int(bytes[3]) + 9
    }
    if bytes.count >= at + 8, bytes.uint16(at: at) == 0 { at += 8 }
    guard bytes.count >= at + IPv6Header.byteCount, bytes[at] >> 4 == 6 else { return nil }
    let length = IPv6Header.byteCount + Int(bytes.uint16(at: at + 4))
    let isBubble = bytes.uint16(at: at + 4) == 0 && bytes[at + 6] == 59
    guard length == wireLength - at || isBubble else { return nil }
    return TunnelHeader(kind: .teredo, byteCount: at, content: .etherType(.ipv6))
  }
}
