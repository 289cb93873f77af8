import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an invalid or encrypted MACsec frame; false if an EtherType follows the tag.
  mutating func printMACSecurity(
    _ packet: Packet, _ header: EthernetHeader, _ frame: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    guard header.typeOrLength == EtherType.macSecurity.rawValue else { return false }
    if options.showsLinkHeader {
      printEtherType(.macSecurity)
      printFrameLength(packet.wireLength)
    }
    if case .invalid(.macSecurity, .version, _)? = packet.stop {
      printInvalid()
      return true
    }
    guard let tag = packet.macSecurity else {
      printTruncation("macsec")
      return true
    }
    if options.showsLinkHeader { printMACSecurityTag(tag) }
    switch packet.stop {
    case .truncated(.macSecurity, _, _)?:
      printTruncation("macsec")
      return true
    case .invalid(.macSecurity, .length, _)?:
      line.append(" [caplen 1 < 2]")
      return true
    case .truncated(.ethernet, _, _)?: throw EarlyEnd(name: "ether")
    default: break
    }
    guard tag.isConfidential else { return false }
    if !options.showsLinkHeader {
      printAddress(header.source)
      line.append(" > ")
      printAddress(header.destination)
      line.append(" 802.1AE MACsec, ")
      printMACSecurityTag(tag)
    }
    printUnknown(frame.extracting(packet.networkOffset..<packet.end))
    return true
  }

  /// Appends the fields of a SecTAG.
  private mutating func printMACSecurityTag(_ tag: MACSecurityTag) {
    line.append("an ")
    line.append(decimal: UInt32(tag.association))
    line.append(", pn ")
    line.append(decimal: tag.packetNumber)
    line.append(", flags ")
    if tag.control & 0x7c == 0 { line.append("none") }
    if tag.control & 0x08 != 0 { line.append("E") }
    if tag.control & 0x04 != 0 { line.append("C") }
    if tag.control & 0x40 != 0 { line.append("S") }
    if tag.control & 0x10 != 0 { line.append("B") }
    if tag.control & 0x20 != 0 { line.append("I") }
    if tag.shortLength != 0 {
      line.append(", sl ")
      line.append(decimal: UInt32(tag.shortLength))
    }
    if let channel = tag.secureChannel {
      line.append(", sci ")
      line.append(hex: UInt32(truncatingIfNeeded: channel >> 32), digits: 8)
      line.append(hex: UInt32(truncatingIfNeeded: channel), digits: 8)
    }
    line.append(", ")
  }
}
