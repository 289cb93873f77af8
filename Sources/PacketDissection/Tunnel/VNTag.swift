import InternetTypes

extension TunnelHeader {
  /// Decodes a VN-Tag: four bytes of interface numbers, then the EtherType of the payload.
  static func vnTag(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard bytes.count >= 6 else { return nil }
    return TunnelHeader(
      kind: .vnTag, byteCount: 6, content: .etherType(EtherType(rawValue: bytes.uint16(at: 4))))
  }
}
