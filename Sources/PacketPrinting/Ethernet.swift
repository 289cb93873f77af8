import InternetTypes
import PacketDissection

extension PacketPrinter {
  /// Prints a frame from its link-layer header on.
  mutating func printLinkLayer(
    _ packet: Packet, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    switch packet.link {
    case .ethernet(let header): try printEthernet(packet, header, frame)
    case .none: try printNetworkLayer(packet, frame)
    }
  }

  /// Prints an Ethernet header where it is asked for, and what is inside.
  private mutating func printEthernet(
    _ packet: Packet, _ header: EthernetHeader, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    if options.showsLinkHeader {
      printEthernetAddresses(header)
      for index in 0..<packet.tags.count {
        let (type, tag) = packet.tags.tag(index, in: frame)
        printEtherType(type)
        if index == 0 { printFrameLength(packet.wireLength) } else { line.append(", ") }
        printTag(tag)
      }
      if let etherType = packet.etherType {
        printEtherType(etherType)
        if packet.tags.count == 0 { printFrameLength(packet.wireLength) } else { line.append(", ") }
      }
    }
    try printNetworkLayer(packet, frame)
  }

  /// Appends `SRC > DST, `.
  mutating func printEthernetAddresses(_ header: EthernetHeader) {
    line.append(header.source)
    line.append(" > ")
    line.append(header.destination)
    line.append(", ")
  }

  /// Appends `, length N: `.
  mutating func printFrameLength(_ length: Int) {
    line.append(", length ")
    line.append(decimal: length)
    line.append(": ")
  }

  /// Appends a VLAN tag.
  mutating func printTag(_ tag: VLANTag) {
    line.append("vlan ")
    line.append(decimal: UInt32(tag.identifier))
    line.append(", p ")
    line.append(decimal: UInt32(tag.priority))
    if tag.isDropEligible { line.append(", DEI") }
    line.append(", ")
  }

  /// Appends `ethertype NAME (0x1234)`, or the name alone when quiet.
  mutating func printEtherType(_ type: EtherType) {
    let name = Self.etherTypeName(type)
    if options.quietness == 0 {
      line.append("ethertype ")
      line.append(name ?? "Unknown")
      line.append(" (0x")
      line.append(hex: UInt32(type.rawValue), digits: 4)
      line.append(")")
    } else if let name {
      line.append(name)
    } else {
      line.append("Unknown Ethertype (0x")
      line.append(hex: UInt32(type.rawValue), digits: 4)
      line.append(")")
    }
  }

  /// The name tcpdump gives an EtherType.
  static func etherTypeName(_ type: EtherType) -> String? {
    switch type {
    case .ipv4: "IPv4"
    case .ipv6: "IPv6"
    case .arp: "ARP"
    case .vlan: "802.1Q"
    default: nil
    }
  }
}
