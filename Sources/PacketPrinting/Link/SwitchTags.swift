import InternetTypes
import PacketDissection
import TextOutput

/// The vendor of a switch tag after the addresses of an Ethernet frame.
enum SwitchTagKind {
  case broadcom, marvell, marvellWithType
}

extension PacketPrinter {
  /// Prints an Ethernet frame with a switch's tag after its addresses, or before it.
  mutating func printTaggedEthernet(
    _ type: LinkType, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    guard type != .broadcomTagFirst else {
      try bytes.require(4, at: start, in: "brcm-tag-prepend")
      dumpOffset += 4
      if options.showsLinkHeader { printSwitchTag((.broadcom, start), bytes) }
      try printEthernetFrame(bytes, at: start + 4, length: length - 4)
      return
    }
    let size = type == .marvellTypeTag ? 8 : 4
    let inner = Packet(
      decodingEthernet: bytes, in: start..<bytes.count, wireLength: length,
      switchTagByteCount: size)
    let kind: SwitchTagKind =
      type == .broadcomTag ? .broadcom : type == .marvellTag ? .marvell : .marvellWithType
    switchTag = (kind, start + 12)
    try printLinkLayer(inner, bytes)
    dumpOffset += inner.networkOffset - start
  }

  /// Prints an Ethernet frame after the header of Hilscher's analyzers.
  mutating func printAnalyzedEthernet(
    _ type: LinkType, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    let size = type == .netAnalyzer ? 4 : 12
    try bytes.require(
      size, at: start, in: size == 4 ? "netanalyzer" : "netanalyzer_transparent")
    dumpOffset += size
    try printEthernetFrame(bytes, at: start + size, length: length - size)
  }

  /// Prints a switch's tag.
  mutating func printSwitchTag(_ tag: (kind: SwitchTagKind, offset: Int), _ bytes: Span<UInt8>) {
    let offset = tag.offset
    guard bytes.has(tag.kind == .marvellWithType ? 8 : 4, at: offset) else { return }
    switch tag.kind {
    case .broadcom: printBroadcomTag(bytes, at: offset)
    case .marvell:
      line.append(options.showsLinkHeader ? "Marvell DSA " : "DSA ")
      printMarvellTag(bytes, at: offset)
    case .marvellWithType:
      let type = EtherType(rawValue: bytes.uint16(at: offset))
      if options.showsLinkHeader {
        line.append("Marvell EDSA ethertype 0x")
        line.append(hex: UInt32(type.rawValue), digits: 4)
        line.append(" (")
        line.append(type.name ?? "Unknown")
        line.append("), rsvd ")
        line.append(decimal: UInt32(bytes[offset + 2]))
        line.append(" ")
        line.append(decimal: UInt32(bytes[offset + 3]))
        line.append(", ")
      } else {
        line.append("EDSA 0x")
        line.append(hex: UInt32(type.rawValue), digits: 4)
        line.append(", ")
      }
      printMarvellTag(bytes, at: offset + 4)
    }
  }

  private mutating func printBroadcomTag(_ bytes: Span<UInt8>, at offset: Int) {
    let (first, second) = (bytes[offset], bytes[offset + 1])
    line.append(first != 0 ? "BRCM tag OP: IG" : "BRCM tag OP: EG")
    if first & 0x20 != 0 {
      line.append(", TC: ")
      line.append(decimal: UInt32(second >> 2 & 7))
      line.append(", TE: ")
      line.append(["None", "Untag", "Header", "Reserved"][Int(second & 3)])
      line.append(", TS: ")
      line.append(decimal: UInt32(second >> 7))
      line.append(", DST map: 0x")
      line.append(hex: UInt32(bytes.uint16(at: offset + 2) & 0x1ff), digits: 4)
    } else {
      line.append(", CID: ")
      line.append(decimal: UInt32(second))
      line.append(", RC: ")
      switch bytes[offset + 2] {
      case 1: line.append("mirror")
      case 2: line.append("MAC learning")
      case 4: line.append("switching")
      case 8: line.append("prot term")
      case 16: line.append("prot snoop")
      case 32: line.append("exception")
      default: line.append("reserved")
      }
      line.append(", TC: ")
      line.append(decimal: UInt32(bytes[offset + 3] >> 5))
      line.append(", port: ")
      line.append(decimal: UInt32(bytes[offset + 3] & 0x1f))
    }
    line.append(", ")
  }

  private mutating func printMarvellTag(_ bytes: Span<UInt8>, at offset: Int) {
    let (first, second) = (bytes[offset], bytes[offset + 1])
    let device = UInt32(first & 0x1f)
    let port = UInt32(second >> 3)
    let network = UInt32(bytes.uint16(at: offset + 2) & 0x0fff)
    let isTagged = first & 0x20 != 0
    let isMarked = second & 4 != 0
    guard options.showsLinkHeader else {
      switch first >> 6 {
      case 0: printMarvellPort("port ", device, port, " > CPU, ")
      case 1: printMarvellPort("CPU > port ", device, port, ", ")
      case 2:
        printMarvellPort("port ", device, port, isMarked ? " > Rx Sniffer, " : " > Tx Sniffer, ")
      default: printMarvellPort(isMarked ? "Forward trunk " : "Forward port ", device, port, ", ")
      }
      line.append("VLAN ")
      line.append(decimal: network)
      line.append(isTagged ? "t, " : "u, ")
      return
    }
    line.append("mode ")
    line.append(["To CPU", "From CPU", "To Sniffer", "Forward"][Int(first >> 6)])
    line.append(first >> 6 == 3 ? ", dev " : first >> 6 == 1 ? ", target dev " : ", source dev ")
    line.append(decimal: device)
    line.append(first >> 6 == 3 && isMarked ? ", trunk " : ", port ")
    line.append(decimal: port)
    line.append(", ")
    if first >> 6 == 0 {
      line.append("code ")
      let code = Int(second >> 1 & 3) << 1 | Int(bytes[offset + 2] >> 4 & 1)
      let names = [
        "BPDU (MGMT) Trap", "Frame2Reg", "IGMP/MLD Trap", "Policy Trap", "ARP Mirror",
        "Policy Mirror",
      ]
      line.append(code < names.count ? names[code] : "reserved")
      line.append(", ")
    } else if first >> 6 == 2 {
      line.append(isMarked ? "ingress sniff, " : "egress sniff, ")
    }
    line.append(isTagged ? "tagged, " : "untagged, ")
    if second & 1 != 0 { line.append("CFI, ") }
    line.append("VID ")
    line.append(decimal: network)
    line.append(", FPri ")
    line.append(decimal: UInt32(bytes[offset + 2] >> 5))
    line.append(", ")
  }

  /// Appends `device.port` between two texts.
  private mutating func printMarvellPort(
    _ before: String, _ device: UInt32, _ port: UInt32, _ after: String
  ) {
    line.append(before)
    line.append(decimal: device)
    line.append(".")
    line.append(decimal: port)
    line.append(after)
  }
}
