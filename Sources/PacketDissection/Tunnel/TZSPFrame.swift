extension TunnelHeader {
  /// A mirrored frame in the TaZmen Sniffer Protocol: version and type, the protocol of the frame, and tagged fields up
  /// to an end tag.
  static func tzsp(_ bytes: Span<UInt8>) -> TunnelHeader? {
    // Version 1; type 0 is a received frame, 1 a transmitted frame.
    guard bytes.count >= 5, bytes[0] == 1, bytes[1] <= 1 else { return nil }
    var at = 4
    while true {
      guard at < bytes.count else { return nil }
      let tag = bytes[at]
      at += 1
      if tag == 1 { break }
      // A padding tag has neither length nor value.
      if tag == 0 { continue }
      guard at < bytes.count else { return nil }
      at += 1 + Int(bytes[at])
    }
    guard at < bytes.count else { return nil }
    switch bytes.uint16(at: 2) {
    case 1: return TunnelHeader(kind: .tzsp, byteCount: at, content: .ethernet)
    case 0x12:
      guard let frame = wireless(bytes.extracting(droppingFirst: at), after: at) else {
        return nil
      }
      return TunnelHeader(kind: .tzsp, byteCount: frame.byteCount, content: frame.content)
    default: return nil
    }
  }
}
