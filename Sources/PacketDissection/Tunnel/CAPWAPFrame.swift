extension TunnelHeader {
  /// The frame in a data packet between an access point and its controller (RFC 5415, section 4.3), unless it is
  /// encrypted.
  static func capwap(_ bytes: Span<UInt8>) -> TunnelHeader? {
    // Preamble: version 0, type 0, a header that is not encrypted.
    guard bytes.count >= 8, bytes[0] == 0 else { return nil }
    let byteCount = Int(bytes[1] >> 3) * 4
    // Neither a fragment after the first nor a keep-alive.
    let isFragment = bytes[3] & 0x80 != 0
    let offset = bytes.uint16(at: 6) >> 3
    guard byteCount >= 8, byteCount < bytes.count, bytes[3] & 0x08 == 0,
      !isFragment || offset == 0
    else { return nil }
    // The T bit: the frame is an IEEE 802.11 frame, otherwise an IEEE 802.3 frame.
    guard bytes[2] & 1 != 0 else {
      return TunnelHeader(kind: .capwap, byteCount: byteCount, content: .ethernet)
    }
    guard
      let frame = wireless(bytes.extracting(droppingFirst: byteCount), after: byteCount)
        ?? swappedWireless(bytes.extracting(droppingFirst: byteCount), after: byteCount)
    else { return nil }
    return TunnelHeader(kind: .capwap, byteCount: frame.byteCount, content: frame.content)
  }

  /// An IEEE 802.11 data frame whose frame control is byte-swapped, as Cisco's access points send it.
  private static func swappedWireless(_ bytes: Span<UInt8>, after start: Int) -> TunnelHeader? {
    guard bytes.count >= 24, bytes[1] & 0x0f == 0x08, bytes[1] & 0x40 == 0, bytes[0] & 0x40 == 0
    else { return nil }
    let byteCount = (bytes[0] & 3 == 3 ? 30 : 24) + (bytes[1] & 0x80 != 0 ? 2 : 0)
    return TunnelHeader(kind: .capwap, byteCount: start + byteCount, content: .logicalLink)
  }
}
