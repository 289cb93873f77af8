public import InternetTypes

/// The link-layer header of a frame.
public enum LinkLayer: Hashable, Sendable {
  /// None was decoded: it was cut.
  case none
  case ethernet(EthernetHeader)
  case linuxCooked(LinuxCookedHeader)
  case loopback(LoopbackHeader)

  /// There is no header: the frame begins with an IP packet.
  case raw

  /// Any other link type; the packet inside is decoded if it could be found.
  case other(LinkType)
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
    default:
      // The frame begins with this header, whatever is inside.
      defer { link = .other(linkType) }
      try decodeOtherLink(frame, linkType)
    }
  }
}
