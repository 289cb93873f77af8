/// An entry of an MPLS label stack (RFC 3032, section 2.1).
///
///     +---------------------------------------+-----+-+---------------+
///     |                 Label                 | TC  |S|      TTL      |
///     +---------------------------------------+-----+-+---------------+
public struct MPLSLabel: RawRepresentable, Hashable, Sendable {
  /// Entry size in bytes.
  public static let byteCount = 4

  /// The 32 bits as sent.
  public let rawValue: UInt32

  /// The entry with these bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The label, 20 bits.
  public var label: UInt32 { rawValue >> 12 }

  /// The traffic class, 0 to 7 (RFC 5462).
  public var trafficClass: UInt32 { rawValue >> 9 & 7 }

  /// The S bit: this is the last entry.
  public var isBottom: Bool { rawValue & 0x100 != 0 }

  /// The time to live.
  public var timeToLive: UInt32 { rawValue & 0xff }
}

extension TunnelHeader {
  /// The payload of a label stack, whose type no field states: an IP packet, recognized by its first four bits, or an
  /// Ethernet frame after the control word of a pseudowire (RFC 4448, section 4.6).
  static func mpls(_ bytes: Span<UInt8>) -> TunnelHeader? {
    var at = 0
    while true {
      guard bytes.count > at + MPLSLabel.byteCount else { return nil }
      let entry = MPLSLabel(rawValue: bytes.uint32(at: at))
      at += MPLSLabel.byteCount
      if entry.isBottom { break }
    }
    if let content = TunnelContent.internetProtocol(bytes[at]) {
      return TunnelHeader(kind: .mpls, byteCount: at, content: content)
    }
    guard bytes[at] >> 4 == 0, bytes.count >= at + 4 + EthernetHeader.byteCount else { return nil }
    return TunnelHeader(kind: .mpls, byteCount: at + 4, content: .ethernet)
  }
}
