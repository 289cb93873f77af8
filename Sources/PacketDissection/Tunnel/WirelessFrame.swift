extension TunnelHeader {
  /// An IEEE 802.11 data frame in GRE, as Aruba's access points send it, up to its LLC header.
  ///
  /// Of an aggregate (A-MSDU) only the first frame is decoded; encrypted frames and frames without data are not.
  static func wireless(_ payload: Span<UInt8>, after start: Int) -> TunnelHeader? {
    guard payload.count >= 2 else { return nil }
    let (control, flags) = (payload[0], payload[1])
    // Version 0, type data, and not a subtype without data; neither encrypted nor the end of a fragmented frame.
    guard control & 0x0f == 0x08, control & 0x40 == 0, flags & 0x40 == 0 else { return nil }
    guard payload.count >= 24, payload[22] & 0x0f == 0 else { return nil }
    // Both DS bits set: a fourth address.
    var byteCount = flags & 3 == 3 ? 30 : 24
    if control & 0x80 != 0 {
      guard payload.count >= byteCount + 2 else { return nil }
      let isAggregate = payload[byteCount] & 0x80 != 0
      byteCount += 2
      // The order bit of a QoS frame: an HT control field.
      if flags & 0x80 != 0 { byteCount += 4 }
      // Two addresses and a length.
      if isAggregate { byteCount += 14 }
    }
    return TunnelHeader(kind: .gre, byteCount: start + byteCount, content: .logicalLink)
  }
}
