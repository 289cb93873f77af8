import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints what begins with an LLC header; `addresses` is the header with the frame's addresses, if there is one.
  mutating func printLogicalLink(
    _ packet: Packet, _ addresses: EthernetHeader?, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    guard let start = packet.logicalLinkOffset else { return }
    let bytes = frame.extracting(start..<packet.end)
    guard let header = packet.logicalLink else {
      printTruncation("llc")
      line.append(hexAndASCIIDump: bytes)
      return
    }
    if header.isNovellRaw {
      try printNovellRaw(packet, frame)
      return
    }
    if options.showsLinkHeader { printLLCHeader(header) }
    if header.announcesSubnetworkAccess {
      if try printSubnetworkAccess(packet, addresses, frame) { return }
    } else if packet.etherType != nil {
      try printNetworkLayer(packet, frame)
      return
    } else if try printLinkProtocol(packet, header, frame) {
      return
    } else if printLLCMessage(packet, header, addresses, frame) {
      return
    }
    // In a cooked capture an LLC header with an undecoded payload stays in the dump.
    if addresses == nil, case .linuxCooked = packet.link { dumpOffset = start }
    printUnknown(bytes)
  }

  /// Appends `SRC > DST ` where the link layer has addresses.
  private mutating func printLinkPair(_ addresses: EthernetHeader?) {
    guard let addresses else { return }
    printAddress(addresses.source)
    line.append(" > ")
    printAddress(addresses.destination)
    line.append(" ")
  }

  /// Prints all fields of the LLC header.
  private mutating func printLLCHeader(_ header: LLCHeader) {
    line.append("LLC, dsap ")
    printAccessPoint(header.destinationAccessPoint)
    line.append(header.isGroup ? " Group, ssap " : " Individual, ssap ")
    printAccessPoint(header.sourceAccessPoint)
    line.append(header.isResponse ? " Response, ctrl 0x" : " Command, ctrl 0x")
    line.append(hex: UInt32(header.control), digits: header.format == .unnumbered ? 2 : 4)
    line.append(": ")
  }

  /// Appends `NAME (0x12)`.
  private mutating func printAccessPoint(_ number: UInt8) {
    line.append(Self.accessPointName(number) ?? "Unknown")
    line.append(" (0x")
    line.append(hex: UInt32(number), digits: 2)
    line.append(")")
  }

  /// Prints what begins with a SNAP header at `start`, without an LLC header; false if it is not decoded.
  mutating func printSNAP(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Bool {
    guard depth < Self.maximumDepth, bytes.has(0, at: start) else {
      line.append("[nested too deep]")
      return true
    }
    depth += 1
    let inner = Packet(
      decodingSubnetworkAccess: bytes, in: start..<bytes.count, wireLength: max(length, 0))
    let isDecoded = try printSubnetworkAccess(inner, nil, bytes)
    depth -= 1
    return isDecoded
  }

  /// Prints a SNAP header and what follows; false if that is not decoded.
  private mutating func printSubnetworkAccess(
    _ packet: Packet, _ addresses: EthernetHeader?, _ frame: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    guard let header = packet.subnetworkAccess else {
      printTruncation("snap")
      return true
    }
    if options.showsLinkHeader { printSNAPHeader(header, packet, isFull: true) }
    if packet.etherType?.isDecoded == true {
      try printNetworkLayer(packet, frame)
      return true
    }
    if try printLinkProtocol(packet, packet.logicalLink, frame) { return true }
    if !options.showsLinkHeader {
      printLinkPair(addresses)
      line.append("SNAP, ")
      printSNAPHeader(header, packet, isFull: header.organization != 0)
    }
    return false
  }

  /// Appends the fields of a SNAP header, the organization only where `isFull`.
  private mutating func printSNAPHeader(_ header: SNAPHeader, _ packet: Packet, isFull: Bool) {
    if isFull {
      line.append("oui ")
      line.append(organizationName(header.organization) ?? "Unknown")
      line.append(" (0x")
      line.append(hex: header.organization, digits: 6)
      line.append("), ")
    }
    line.append(header.organization == 0 ? "ethertype " : "pid ")
    line.append(header.protocolName ?? "Unknown")
    line.append(" (0x")
    line.append(hex: UInt32(header.protocolIdentifier), digits: 4)
    line.append("), length ")
    line.append(decimal: packet.networkLength)
    line.append(": ")
  }

  /// Prints an LLC frame whose payload is not decoded; true if the payload is empty.
  private mutating func printLLCMessage(
    _ packet: Packet, _ header: LLCHeader, _ addresses: EthernetHeader?, _ frame: Span<UInt8>
  ) -> Bool {
    if !options.showsLinkHeader { printAccessPoints(header, addresses) }
    switch header.format {
    case .unnumbered:
      line.append("Unnumbered, ")
      if let name = header.unnumberedName {
        line.append(name)
      } else {
        line.append(hex: UInt32(header.unnumberedFunction), digits: 2)
      }
    case .supervisory:
      line.append("Supervisory, ")
      switch header.supervisoryFunction {
      case 0: line.append("Receiver Ready")
      case 1: line.append("Receiver not Ready")
      case 2: line.append("Reject")
      default: line.append("?")
      }
    case .information:
      line.append("Information, send seq ")
      line.append(decimal: UInt32(header.sendSequence))
    }
    if header.format != .unnumbered {
      line.append(", rcv seq ")
      line.append(decimal: UInt32(header.receiveSequence))
    }
    switch (header.isPollOrFinal, header.isResponse) {
    case (false, false): line.append(", Flags [Command], length ")
    case (false, true): line.append(", Flags [Response], length ")
    case (true, false): line.append(", Flags [Poll], length ")
    case (true, true): line.append(", Flags [Final], length ")
    }
    line.append(decimal: packet.networkLength + header.byteCount)
    if header.isExchangeIdentification { return printExchangeIdentification(packet, frame) }
    return header.format == .supervisory
  }

  /// Appends the addresses of the frame, if it has some, and the access points.
  private mutating func printAccessPoints(_ header: LLCHeader, _ addresses: EthernetHeader?) {
    if header.sourceAccessPoint == header.destinationAccessPoint {
      printLinkPair(addresses)
    } else {
      if let addresses {
        printAddress(addresses.source)
        line.append(" ")
      }
      if let name = Self.accessPointName(header.sourceAccessPoint) {
        line.append(name)
      } else {
        line.append("Unknown SSAP 0x")
        line.append(hex: UInt32(header.sourceAccessPoint), digits: 2)
      }
      line.append(" > ")
      if let addresses {
        printAddress(addresses.destination)
        line.append(" ")
      }
    }
    if let name = Self.accessPointName(header.destinationAccessPoint) {
      line.append(name)
    } else {
      line.append("Unknown DSAP 0x")
      line.append(hex: UInt32(header.destinationAccessPoint), digits: 2)
    }
    line.append(" ")
  }

  /// Prints the two bytes of an XID in the standard format; true unless it is in another one.
  private mutating func printExchangeIdentification(
    _ packet: Packet, _ frame: Span<UInt8>
  ) -> Bool {
    if packet.networkLength == 0 { return true }
    let data = frame.extracting(packet.networkOffset..<packet.end)
    guard data.count > 0 else {
      printTruncation("llc")
      return true
    }
    guard data[0] == 0x81 else { return false }
    if data.count < 3 {
      printTruncation("llc")
      line.append(hexAndASCIIDump: data)
    } else {
      line.append(": ")
      line.append(hex: UInt32(data[1]), digits: 2)
      line.append(" ")
      line.append(hex: UInt32(data[2]), digits: 2)
    }
    return true
  }

  /// The name of an LLC service access point.
  static func accessPointName(_ number: UInt8) -> String? {
    switch number {
    case 0x00: "Null"
    case 0x02: "802.1B I"
    case 0x04: "SNA"
    case 0x06: "IP"
    case 0x0e: "ProWay NM"
    case 0x42: "STP"
    case 0x4e: "RS511"
    case 0x7e: "ISO8208"
    case 0x8e: "ProWay"
    case 0xaa: "SNAP"
    case 0xe0: "IPX"
    case 0xf0: "NetBeui"
    case 0xfe: "OSI"
    default: nil
    }
  }
}

extension LLCHeader {
  /// The name of the command or response of an unnumbered frame.
  fileprivate var unnumberedName: String? {
    switch unnumberedFunction {
    case 0x03: "ui"
    case 0x0f: "dm"
    case 0x43: "disc"
    case 0x63: "ua"
    case 0x6f: "sabme"
    case 0x87: "frmr"
    case 0xaf: "xid"
    case 0xe3: "test"
    default: nil
    }
  }

  /// Whether this is an XID command or response.
  fileprivate var isExchangeIdentification: Bool {
    format == .unnumbered && unnumberedFunction == 0xaf
  }
}

extension SNAPHeader {
  /// The name of the protocol, where its organization's numbers are known.
  fileprivate var protocolName: String? {
    switch organization {
    case 0, 0x0000f8, 0x080007: EtherType(rawValue: protocolIdentifier).name
    case 0x00000c: ciscoName
    case 0x0080c2: bridgedName
    default: nil
    }
  }

  private var ciscoName: String? {
    switch protocolIdentifier {
    case 0x2000: "CDP"
    case 0x2003: "VTP"
    case 0x2004: "DTP"
    case 0x0111: "UDLD"
    case 0x010b: "PVST"
    case 0x010c: "VLAN Bridge"
    default: nil
    }
  }

  private var bridgedName: String? {
    switch protocolIdentifier {
    case 0x01: "Ethernet + FCS"
    case 0x02: "802.4 + FCS"
    case 0x03: "Token Ring + FCS"
    case 0x04: "FDDI + FCS"
    case 0x05: "802.6 + FCS"
    case 0x07: "Ethernet w/o FCS"
    case 0x08: "802.4 w/o FCS"
    case 0x09: "Token Ring w/o FCS"
    case 0x0a: "FDDI w/o FCS"
    case 0x0b: "802.6 w/o FCS"
    case 0x0e: "BPDU"
    default: nil
    }
  }
}
