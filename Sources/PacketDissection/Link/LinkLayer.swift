import InternetTypes

/// The link-layer header of a frame.
public enum LinkLayer: Hashable, Sendable {
  /// None was decoded: it was cut, or the link type is not one of these.
  case none
  case ethernet(EthernetHeader)
  case linuxCooked(LinuxCookedHeader)
  case loopback(LoopbackHeader)

  /// There is no header: the frame begins with an IP packet.
  case raw
}

extension Packet {
  /// Decodes from the first byte of the frame on.
  mutating func decodeLinkLayer(
    _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(DecodeError) {
    switch linkType {
    case .ethernet: try decodeEthernet(frame)
    case .linuxCooked:
      try decodeLinuxCooked(frame, LinuxCookedHeader(decodingVersion1: frame))
    case .linuxCooked2:
      try decodeLinuxCooked(frame, LinuxCookedHeader(decodingVersion2: frame))
    case .null, .loop: try decodeLoopback(frame)
    case .raw, .rawOpenBSD, .rawSavefile, .ipv4, .ipv6: try decodeRaw(frame)
    default: break
    }
  }
}
