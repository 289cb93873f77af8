import InternetTypes
import PacketDissection
import TextOutput

/// The choice of a frame's link-layer printer: where a new link type is added.
extension PacketPrinter {
  /// Prints a frame from its link-layer header on.
  mutating func printLinkLayer(
    _ packet: Packet, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    switch packet.link {
    case .ethernet(let header): try printEthernet(packet, header, frame)
    case .linuxCooked(let header): try printLinuxCooked(packet, header, frame)
    case .loopback(let header): try printLoopback(packet, header, frame)
    case .raw: try printRaw(packet, frame)
    case .other(let type):
      dumpOffset = 0
      try printOtherLink(type, frame, at: 0, length: packet.wireLength)
    case .none: try printWithoutLinkLayer(packet, frame)
    }
  }

  /// Prints a frame whose link-layer header is cut or not decoded.
  private mutating func printWithoutLinkLayer(
    _ packet: Packet, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    switch packet.stop?.layer {
    case .ethernet?: printTruncation("ether")
    case .linuxCooked?: throw EarlyEnd(name: "sll")
    case .linuxCooked2?: throw EarlyEnd(name: "sll2")
    case .loopback?: throw EarlyEnd(name: "null")
    default:
      line.append("UNSUPPORTED")
      line.append(hexAndASCIIDump: frame)
    }
  }
}
