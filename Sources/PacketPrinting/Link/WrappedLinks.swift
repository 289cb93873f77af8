import InternetTypes
import PacketDissection
import TextOutput

// Headers that name the link type of the frame after them.
extension PacketPrinter {
  /// Prints a packet of Apple's PKTAP.
  mutating func printPacketTap(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    guard length >= 108 else {
      line.append(" (packet too short, ")
      line.append(decimal: length)
      line.append(" < 108)")
      printInvalid()
      return
    }
    try bytes.require(12, at: start, in: "pktap")
    let number = bytes.uint32(at: start + 8).byteSwapped
    let size = Int(bytes.uint32(at: start).byteSwapped)
    guard size >= 108 else {
      line.append(" (pkt_len too small, ")
      line.append(decimal: size)
      line.append(" < 108)")
      printInvalid()
      return
    }
    guard size <= length else {
      line.append(" (pkt_len too big, ")
      line.append(decimal: size)
      line.append(" > ")
      line.append(decimal: length)
      line.append(")")
      printInvalid()
      return
    }
    try bytes.require(size, at: start, in: "pktap")
    if options.showsLinkHeader { printWrapper("", number, size, length: length) }
    switch bytes.uint32(at: start + 4).byteSwapped {
    case 0: line.append("no data")
    case 1:
      let type = LinkType(rawValue: Int32(truncatingIfNeeded: number))
      if try printNestedLink(type, bytes, at: start + size, length: length - size) {
        // tcpdump counts the inner header twice.
        dumpOffset += dumpOffset
      } else {
        if !options.showsLinkHeader { printWrapper("", number, size, length: length) }
        printUnknown(bytes.extracting(droppingFirst: start + size))
      }
    default: break
    }
    dumpOffset += size
  }

  /// Prints a packet after a PPI header.
  mutating func printPerPacketInformation(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    let captured = bytes.count - start
    guard captured >= 8 else {
      printTruncation("ppi")
      dumpOffset += max(captured, 0)
      return
    }
    let size = Int(bytes.uint16(at: start + 2).byteSwapped)
    guard size >= 8, size <= 65_532 else {
      line.append(" [length ")
      line.append(decimal: size)
      line.append(" < 8 or > 65532]")
      printInvalid()
      dumpOffset += captured
      return
    }
    guard captured >= size else {
      printTruncation("ppi")
      dumpOffset += captured
      return
    }
    let number = bytes.uint32(at: start + 4).byteSwapped
    let version = "V.\(bytes[start]) "
    if options.showsLinkHeader { printWrapper(version, number, size, length: length) }
    let type = LinkType(rawValue: Int32(truncatingIfNeeded: number))
    if try printNestedLink(type, bytes, at: start + size, length: length - size) {
      // tcpdump counts the inner header twice.
      dumpOffset += dumpOffset
    } else {
      if !options.showsLinkHeader { printWrapper(version, number, size, length: length) }
      printUnknown(bytes.extracting(droppingFirst: start + size))
    }
    dumpOffset += size
  }

  /// Appends which link type follows, by libpcap's name.
  private mutating func printWrapper(
    _ version: String, _ number: UInt32, _ size: Int, length: Int
  ) {
    let name = LinkType(rawValue: Int32(truncatingIfNeeded: number)).name ?? "UNKNOWN"
    if options.quietness == 0 {
      line.append(version)
      line.append("DLT ")
      line.append(name)
      line.append(" (")
      line.append(decimal: number)
      line.append(") len ")
      line.append(decimal: size)
    } else {
      line.append(name)
    }
    printFrameLength(length)
  }
}

extension LinkType {
  /// libpcap's name; nil for types that are not decoded.
  fileprivate var name: String? {
    switch self {
    case .null: "NULL"
    case .ethernet: "EN10MB"
    case .tokenRing: "IEEE802"
    case .arcnet: "ARCNET"
    case .slip: "SLIP"
    case .ppp: "PPP"
    case .fddi: "FDDI"
    case .raw: "RAW"
    case .pppSerial: "PPP_SERIAL"
    case .pppoe: "PPP_ETHER"
    case .ciscoHDLC: "C_HDLC"
    case .wireless: "IEEE802_11"
    case .frameRelay: "FRELAY"
    case .loop: "LOOP"
    case .linuxCooked: "LINUX_SLL"
    case .prism: "PRISM_HEADER"
    case .radiotap: "IEEE802_11_RADIO"
    case .wirelessAVS: "IEEE802_11_RADIO_AVS"
    case .perPacketInformation: "PPI"
    case .ipv4: "IPV4"
    case .ipv6: "IPV6"
    case .infiniBand: "IPOIB"
    default: nil
    }
  }
}
