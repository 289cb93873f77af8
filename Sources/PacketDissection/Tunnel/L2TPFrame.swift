extension TunnelHeader {
  /// The packet in a data message of L2TP version 2 on UDP (RFC 2661, section 3.1).
  ///
  /// Tunnel and session numbers are those of the receiver, and differ by direction.
  static func l2tp(_ bytes: Span<UInt8>) -> TunnelHeader? {
    guard let header = try? L2TPHeader(bytes, at: 0), header.version == 2, !header.isControl,
      let byteCount = try? header.byteCount(bytes), byteCount < bytes.count
    else { return nil }
    return pointToPoint(
      bytes.extracting(droppingFirst: byteCount), kind: .l2tp, after: byteCount)
  }
}
