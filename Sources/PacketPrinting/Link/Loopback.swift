import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a frame of a BSD loopback interface.
  mutating func printLoopback(
    _ packet: Packet, _ header: LoopbackHeader, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    if options.showsLinkHeader { printLoopbackHeader(header, length: packet.wireLength) }
    if packet.etherType != nil {
      try printNetworkLayer(packet, frame)
      return
    }
    if !options.showsLinkHeader { printLoopbackHeader(header, length: packet.wireLength) }
    printUnknown(frame.extracting(packet.networkOffset..<packet.end))
  }

  /// Appends `AF IPv4 (2), length N: `, or the name alone when quiet.
  private mutating func printLoopbackHeader(_ header: LoopbackHeader, length: Int) {
    if options.quietness == 0 {
      line.append("AF ")
      line.append(header.familyName ?? "Unknown")
      line.append(" (")
      line.append(decimal: header.family)
      line.append(")")
    } else if let name = header.familyName {
      line.append(name)
    } else {
      line.append("Unknown AF ")
      line.append(decimal: header.family)
    }
    printFrameLength(length)
  }

  /// Prints a frame that has no link-layer header.
  mutating func printRaw(_ packet: Packet, _ frame: Span<UInt8>) throws(EarlyEnd) {
    if options.showsLinkHeader { line.append("ip: ") }
    switch packet.stop {
    case .invalid(.raw, _, let version)?:
      line.append("unknown ip ")
      line.append(decimal: version)
    case .truncated(.raw, _, _)?: throw EarlyEnd(name: "ipn")
    default: try printNetworkLayer(packet, frame)
    }
  }
}

extension LoopbackHeader {
  /// The name of the protocol family.
  fileprivate var familyName: String? {
    switch family {
    case 2: "IPv4"
    case 6: "NS"
    case 7: "ISO"
    case 16: "Appletalk"
    case 23: "IPX"
    case 24, 28, 30: "IPv6"
    default: nil
    }
  }
}
