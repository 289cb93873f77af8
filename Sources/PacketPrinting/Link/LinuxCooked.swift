import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a frame of a Linux cooked capture.
  mutating func printLinuxCooked(
    _ packet: Packet, _ header: LinuxCookedHeader, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    if let index = header.interfaceIndex { printInterface(index, header) }
    if options.showsLinkHeader { printCookedHeader(header, length: packet.wireLength) }
    for index in 0..<packet.tags.count {
      if options.showsLinkHeader { printTag(packet.tags.tag(index, in: frame).tag) }
      if options.quietness == 0 {
        line.append("ethertype ")
        let inner = index + 1 < packet.tags.count ? EtherType.vlan : packet.innermostType
        line.append(inner?.name ?? "Unknown")
        line.append(", ")
      }
    }
    if case .truncated(.vlan, _, _)? = packet.stop {
      printTruncation("vlan")
      return
    }
    if packet.logicalLinkOffset != nil {
      try printLogicalLink(packet, nil, frame)
      return
    }
    if let etherType = packet.etherType {
      if etherType.isDecoded {
        try printNetworkLayer(packet, frame)
        return
      }
      if !options.showsLinkHeader {
        printCookedHeader(header, length: packet.networkLength + header.byteCount)
      }
    }
    printUnknown(frame.extracting(packet.networkOffset..<packet.end))
  }

  /// Appends the columns of version 2: the interface's name and the packet's direction.
  private mutating func printInterface(_ index: UInt32, _ header: LinuxCookedHeader) {
    if lastInterface?.index != index { lastInterface = (index, interfaceName(index) ?? "?") }
    let name = lastInterface?.name ?? "?"
    line.append(name)
    line.append(blanks: 5 - name.utf8.count)
    line.append(" ")
    let direction = header.direction
    line.append(direction)
    line.append(blanks: 3 - direction.utf8.count)
    line.append(" ")
  }

  /// Appends the fields of the cooked header.
  private mutating func printCookedHeader(_ header: LinuxCookedHeader, length: Int) {
    if let index = header.interfaceIndex {
      line.append("ifindex ")
      line.append(decimal: index)
    } else {
      let direction = header.direction
      line.append(blanks: 3 - direction.utf8.count)
      line.append(direction)
    }
    line.append(" ")
    if let address = header.hardwareAddress {
      printAddress(address)
      line.append(" ")
    }
    guard options.quietness == 0 else { return }
    switch header.protocol {
    case LinuxCookedHeader.novellRaw: line.append("802.3")
    case LinuxCookedHeader.logicalLink: line.append("802.2")
    case let type:
      line.append("ethertype ")
      // Numbers up to this one are lengths, not EtherTypes.
      let name = type.rawValue > EtherType.maximumLength ? type.name : nil
      line.append(name ?? "Unknown")
      line.append(" (0x")
      line.append(hex: UInt32(type.rawValue), digits: 4)
      line.append(")")
    }
    printFrameLength(length)
  }
}

extension LinuxCookedHeader {
  /// The packet type as a line shows it: incoming, outgoing, broadcast, multicast, for another host.
  fileprivate var direction: String {
    switch packetType {
    case 0: "In"
    case 1: "B"
    case 2: "M"
    case 3: "P"
    case 4: "Out"
    default: "?"
    }
  }
}

extension Packet {
  /// The EtherType after the VLAN tags, that of another tag where it was cut; nil for an LLC header.
  fileprivate var innermostType: EtherType? {
    if case .truncated(.vlan, _, _)? = stop { return .vlan }
    return logicalLinkOffset == nil ? etherType : nil
  }
}
