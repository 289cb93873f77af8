extension TunnelHeader {
  /// A mirrored frame: type I without a header, II with eight bytes, III with twelve and perhaps eight more
  /// (draft-foschiano-erspan-03).
  static func erspan(_ payload: Span<UInt8>, _ gre: GREHeader) -> TunnelHeader? {
    if gre.protocolType == 0x22eb {
      guard payload.count >= 12, payload[0] >> 4 == 2 else { return nil }
      let session = UInt32(payload.uint16(at: 2) & 0x03ff)
      let details = payload.uint16(at: 10)
      let byteCount = details & 1 == 0 ? 12 : 20
      // The frame type: 0 is Ethernet, 2 an IP packet.
      let content: TunnelContent?
      switch details >> 10 & 0x1f {
      case 0: content = .ethernet
      case 2: content = payload.count > byteCount ? .internetProtocol(payload[byteCount]) : nil
      default: content = nil
      }
      guard let content else { return nil }
      return TunnelHeader(
        kind: .erspan, identifier: session, byteCount: gre.byteCount + byteCount, content: content)
    }
    guard gre.hasSequence else {
      return TunnelHeader(kind: .erspan, byteCount: gre.byteCount, content: .ethernet)
    }
    guard payload.count >= 8, payload[0] >> 4 == 1 else { return nil }
    return TunnelHeader(
      kind: .erspan, identifier: UInt32(payload.uint16(at: 2) & 0x03ff),
      byteCount: gre.byteCount + 8, content: .ethernet)
  }
}
