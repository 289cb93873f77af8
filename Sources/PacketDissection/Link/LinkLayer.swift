import InternetTypes

/// The link-layer header of a frame.
public enum LinkLayer: Hashable, Sendable {
  /// None was decoded, or the link type has none (raw IP).
  case none
  case ethernet(EthernetHeader)
}

extension Packet {
  /// Decodes from the first byte of the frame on.
  mutating func decodeLinkLayer(
    _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(DecodeError) {
    switch linkType {
    case .ethernet: try decodeEthernet(frame)
    default: break
    }
  }
}
