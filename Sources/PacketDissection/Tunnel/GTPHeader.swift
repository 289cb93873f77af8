extension TunnelHeader {
  /// A user's packet in GTP version 1 (3GPP TS 29.281, section 5): message 255, with optional fields and extension
  /// headers before it.
  static func gtp(_ bytes: Span<UInt8>) -> TunnelHeader? {
    // Version 1 and protocol type GTP.
    guard bytes.count >= 8, bytes[0] & 0xf0 == 0x30, bytes[1] == 255 else { return nil }
    var at = 8
    if bytes[0] & 7 != 0 {
      guard bytes.count >= 12 else { return nil }
      at = 12
      // Without the bit for extension headers the field is present but has no meaning.
      var next = bytes[0] & 4 != 0 ? bytes[11] : 0
      while next != 0 {
        guard at < bytes.count, bytes[at] != 0 else { return nil }
        at += Int(bytes[at]) * 4
        guard at <= bytes.count else { return nil }
        next = bytes[at - 1]
      }
    }
    guard at < bytes.count, let content = TunnelContent.internetProtocol(bytes[at]) else {
      return nil
    }
    return TunnelHeader(kind: .gtp, byteCount: at, content: content)
  }
}
