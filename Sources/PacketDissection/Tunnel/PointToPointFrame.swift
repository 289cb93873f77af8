import InternetTypes

extension TunnelHeader {
  /// The packet in a PPP frame (RFC 1661, section 2), with or without address and control (RFC 1662).
  static func pointToPoint(
    _ bytes: Span<UInt8>, kind: Tunnel.Kind, identifier: UInt32 = 0, after start: Int
  ) -> TunnelHeader? {
    var at = 0
    if bytes.count >= 2, bytes.uint16(at: 0) == 0xff03 { at = 2 }
    guard bytes.count >= at + 2 else { return nil }
    let number: UInt16
    if bytes[at] & 1 == 1 {
      // Compressed to one byte: only the last one of a protocol number is odd.
      number = UInt16(bytes[at])
      at += 1
    } else {
      number = bytes.uint16(at: at)
      at += 2
    }
    let type: EtherType
    switch number {
    case 0x0021: type = .ipv4
    case 0x0057: type = .ipv6
    case 0x0281: type = .mpls
    case 0x0283: type = .mplsUpstream
    default: return nil
    }
    return TunnelHeader(
      kind: kind, identifier: identifier, byteCount: start + at, content: .etherType(type))
  }
}
