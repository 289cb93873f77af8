import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an Ethernet header (with `-e`) and its payload.
  mutating func printEthernet(
    _ packet: Packet, _ header: EthernetHeader, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    if options.showsLinkHeader { printEthernetAddresses(header) }
    if let tag = switchTag {
      switchTag = nil
      printSwitchTag(tag, frame)
    }
    if try printMACSecurity(packet, header, frame) { return }
    let hasLength = packet.macSecurity != nil
    if options.showsLinkHeader { printTags(of: packet, frame, hasLength: hasLength) }
    if case .truncated(.vlan, _, _)? = packet.stop {
      printTruncation("vlan")
      return
    }
    if packet.logicalLinkOffset != nil {
      if options.showsLinkHeader, let length = packet.lengthField {
        line.append("802.3")
        if packet.tags.count == 0 && !hasLength { printFrameLength(length) }
      }
      try printLogicalLink(packet, header, frame)
      return
    }
    guard let etherType = packet.etherType else { return }
    if options.showsLinkHeader {
      printEtherType(etherType)
      if packet.tags.count == 0 && !hasLength {
        printFrameLength(packet.wireLength)
      } else {
        line.append(", ")
      }
    }
    if etherType.rawValue == 0xd28b {
      try printArista(
        header, frame.extracting(first: packet.end), at: packet.networkOffset,
        length: packet.wireLength)
      return
    }
    if etherType.isDecoded {
      if try printAddressedProtocol(etherType, packet, header, frame) { return }
      try printNetworkLayer(packet, frame)
      return
    }
    if !options.showsLinkHeader {
      printEthernetAddresses(header)
      printEtherType(etherType)
      printFrameLength(packet.wireLength)
    }
    printUnknown(frame.extracting(packet.networkOffset..<packet.end))
  }

  /// Prints the VLAN tags; the frame's length follows the first EtherType unless it was printed.
  private mutating func printTags(
    of packet: Packet, _ frame: Span<UInt8>, hasLength: Bool
  ) {
    for index in 0..<packet.tags.count {
      let (type, tag) = packet.tags.tag(index, in: frame)
      printEtherType(type)
      if index == 0 && !hasLength {
        printFrameLength(packet.wireLength)
      } else {
        line.append(", ")
      }
      printTag(tag)
    }
  }

  /// Appends `SRC > DST, `.
  mutating func printEthernetAddresses(_ header: EthernetHeader) {
    printAddress(header.source)
    line.append(" > ")
    printAddress(header.destination)
    line.append(", ")
  }

  /// Appends `, length N: `.
  mutating func printFrameLength(_ length: Int) {
    line.append(", length ")
    line.append(decimal: length)
    line.append(": ")
  }

  /// Appends a VLAN tag and a comma.
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
    let name = type.name
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
}
