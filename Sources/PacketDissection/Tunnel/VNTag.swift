import InternetTypes

extension TunnelHeader {
  /// What a VN-Tag stands before: four bytes of interface numbers, then an EtherType and what it announces.
  static func vnTag(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard bytes.count >= 6 else { return nil }
    return TunnelHeader(
      kind: .vnTag, byteCount: 6, content: .etherType(EtherType(rawValue: bytes.uint16(at: 4))))
  }
}
