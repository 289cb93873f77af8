import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a frame with the header that Juniper's routers add to captured packets.
  mutating func printJuniper(
    _ type: LinkType, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    try bytes.require(4, at: start, in: "juniper")
    let flags = bytes[start + 3]
    guard bytes.uint24(at: start) == 0x4d4743 else {
      line.append("no magic-number found!")
      return
    }
    if options.showsLinkHeader { line.append(flags & 1 != 0 ? " In " : "Out ") }
    if options.verbosity > 1 {
      line.append("\n\tJuniper PCAP Flags [")
      printFlagNames(
        UInt32(flags),
        [(0x80, "Ext"), (0x40, "Filter"), (0x04, "IIF"), (0x02, "no-L2"), (0x01, "In")],
        separator: ", ", none: "none")
      line.append("]")
    }
    var size = 4
    if flags & 0x80 != 0 {
      let extensions = Int(try bytes.uint16(at: start + 4, in: "juniper"))
      size += 2 + extensions
      guard bytes.has(size, at: start) else {
        printTruncation("juniper")
        return
      }
    }
    if flags & 0x02 != 0 {
      if options.showsLinkHeader { line.append("no-L2-hdr, ") }
      try bytes.require(size + 5, at: start, in: "juniper")
      if try !printVersioned(bytes, at: start + size + 4, length: length - size - 4) {
        line.append("no IP-hdr found!")
      }
      dumpOffset += size + 4
      return
    }
    if options.showsLinkHeader { try printJuniperHeader(type, bytes, at: start, size) }
    try printJuniperContent(type, bytes, at: start + size, length: length - size)
    dumpOffset += size
  }

  /// Appends the size of the header, and its information about the content.
  private mutating func printJuniperHeader(
    _ type: LinkType, _ bytes: Span<UInt8>, at start: Int, _ size: Int
  ) throws(EarlyEnd) {
    var number: UInt16 = 0
    if type == .juniperPPPoE || type == .juniperPPPoEATM {
      line.append(
        type == .juniperPPPoE ? "PPPoE-PIC, cookie-len 0: " : "PPPoE ATM-PIC, cookie-len 0: ")
      number = try bytes.uint16(at: start + size, in: "juniper")
    }
    line.append("hlen ")
    line.append(decimal: size)
    line.append(", proto 0x")
    line.append(hex: UInt32(number), digits: 4)
    line.append(", ")
  }

  private mutating func printJuniperContent(
    _ type: LinkType, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    switch type {
    case .juniperEthernet: try printEthernetFrame(bytes, at: start, length: length)
    case .juniperPPPoE: try printInnerEthernet(bytes, at: start, length: length)
    case .juniperPPP: try printPPP(bytes, at: start, length: length)
    case .juniperHDLC: _ = try printCiscoHDLC(bytes, at: start, length: length)
    case .juniperFrameRelay: _ = try printFrameRelay(bytes, at: start, length: length)
    default:
      let inner = EtherType(rawValue: try bytes.uint16(at: start, in: "juniper"))
      if try !printPayload(inner, bytes, at: start + 2, length: length - 2) {
        line.append("unknown ethertype 0x")
        line.append(hex: UInt32(inner.rawValue), digits: 4)
      }
    }
  }
}
