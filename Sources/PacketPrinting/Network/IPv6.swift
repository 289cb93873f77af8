import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an IPv6 packet.
  mutating func printIPv6(
    _ packet: Packet, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    guard case .ipv6(let header) = packet.network else {
      if case .short(_, let length)? = packet.stop {
        line.append("truncated-ip6 ")
        line.append(decimal: length)
      } else {
        printTruncation("ip6")
      }
      return
    }
    if !options.showsLinkHeader { line.append(words.ip6) }
    if case .invalid(.ipv6, .version, let version)? = packet.stop {
      line.append("version error: ")
      line.append(decimal: version)
      line.append(" != 6")
      return
    }
    let stated = IPv6Header.byteCount + Int(header.payloadLength)
    if header.payloadLength > 0 && packet.networkLength < stated {
      printMissing(stated - packet.networkLength)
    }
    if options.verbosity > 0 { printIPv6Details(header) }
    if header.nextHeader.printsAddresses {
      try printTransportLayer(packet, frame, with: packet.addresses)
      return
    }
    printAddresses(packet.addresses)
    line.append(": ")
    guard try printExtensionHeaders(packet, header, frame) else { return }
    switch packet.transportProtocol {
    case .icmp?: printRequiresIPv4("ICMP")
    case .igmp?: printRequiresIPv4("IGMP")
    default: try printTransportLayer(packet, frame, with: .none)
    }
  }

  /// Reports a protocol that IPv6 cannot carry.
  private mutating func printRequiresIPv4(_ name: String) {
    line.append("[")
    line.append(name)
    line.append(" requires IPv4]")
    printInvalid()
  }

  /// Reports how many bytes of the packet were not on the wire.
  mutating func printMissing(_ count: Int) {
    line.append("truncated-ip6 - ")
    line.append(decimal: count)
    line.append(" bytes missing!")
  }

  /// Prints the header's fields in parentheses.
  private mutating func printIPv6Details(_ header: IPv6Header) {
    line.append("(")
    if header.trafficClass != 0 {
      line.append("class 0x")
      line.append(hex: UInt32(header.trafficClass), digits: 2)
      line.append(", ")
    }
    if header.flowLabel != 0 {
      line.append("flowlabel 0x")
      line.append(hex: header.flowLabel, digits: 5)
      line.append(", ")
    }
    line.append(words.hopLimit, decimal: UInt32(header.hopLimit))
    line.append(words.nextHeader)
    line.append(header.nextHeader.verboseName)
    line.append(words.open, decimal: UInt32(header.nextHeader.rawValue))
    line.append(words.payloadLength)
    line.append(words.colon, decimal: UInt32(header.payloadLength))
    line.append(words.closeParenthesis)
  }
}
