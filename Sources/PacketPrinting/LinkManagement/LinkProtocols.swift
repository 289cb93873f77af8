import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a protocol by its LLC or SNAP number, not an EtherType; false, and nothing is printed, if unknown.
  ///
  /// A SNAP header may come without one of LLC.
  mutating func printLinkProtocol(
    _ packet: Packet, _ header: LLCHeader?, _ frame: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    endStatement()
    do throws(EarlyEnd) {
      return try printLinkMessage(packet, header, frame)
    } catch {
      try settle(error)
      return true
    }
  }

  private mutating func printLinkMessage(
    _ packet: Packet, _ header: LLCHeader?, _ frame: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    let bytes = frame.extracting(first: packet.end)
    let start = packet.networkOffset
    let length = packet.networkLength
    if let access = packet.subnetworkAccess {
      switch (access.organization, access.protocolIdentifier) {
      case (0x00000c, 0x010b), (0x00000c, 0x010c), (0x0080c2, 0x000e):
        try printSpanningTree(
          BridgeProtocolUnit(Fields(bytes, from: start, length: length, in: "stp")))
      case (0x00000c, 0x2000):
        try printCiscoDiscovery(
          CiscoDiscoveryMessage(Fields(bytes, from: start, length: length, in: "cdp")))
      case (0x00000c, 0x2003):
        try printTrunking(TrunkingMessage(Fields(bytes, from: start, length: length, in: "vtp")))
      case (0x00000c, 0x2004):
        try printDynamicTrunking(Fields(bytes, from: start, length: length, in: "dtp"))
      case (0x00000c, 0x0111):
        try printLinkDetection(
          LinkDetectionMessage(Fields(bytes, from: start, length: length, in: "udld")))
      default: return false
      }
      return true
    }
    guard let header, header.control == LLCHeader.unnumberedInformation,
      header.sourceAccessPoint == header.destinationAccessPoint
    else { return false }
    switch header.sourceAccessPoint {
    case 0x42:
      try printSpanningTree(
        BridgeProtocolUnit(Fields(bytes, from: start, length: length, in: "stp")))
    case 0xfe:
      try printISONetwork(
        Fields(bytes, from: start, length: length, in: "isoclns"), bytes, at: start)
    case 0xe0:
      if options.showsLinkHeader { line.append("IPX 802.2: ") }
      try printIPX(IPXPacket(Fields(bytes, from: start, length: length, in: "ipx")))
    default: return false
    }
    return true
  }

  /// Prints an IPX packet without an LLC header, as Novell's 802.3 frames have it.
  mutating func printNovellRaw(
    _ packet: Packet, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    if options.showsLinkHeader { line.append("IPX 802.3: ") }
    endStatement()
    let fields = Fields(
      frame.extracting(first: packet.end), from: packet.networkOffset,
      length: packet.networkLength, in: "ipx")
    do throws(EarlyEnd) {
      try printIPX(IPXPacket(fields))
    } catch {
      try settle(error)
    }
  }
}
