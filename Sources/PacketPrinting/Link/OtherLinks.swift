import InternetTypes
import PacketDissection
import TextOutput

/// Dispatch of the rarer link types to their printers.
extension PacketPrinter {
  /// Prints a frame of one of the rarer link types, from its first byte at `start` on.
  ///
  /// It adds the bytes of link-layer headers to `dumpOffset`, so that a dump omits them.
  mutating func printOtherLink(
    _ type: LinkType, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    switch type {
    case .ppp, .pppDirection: try printPPPFrame(bytes, at: start, length: length)
    case .pppSerial: try printSerialPPP(bytes, at: start, length: length)
    case .pppoe: dumpOffset += try printPPPoE(bytes, at: start, length: length)
    case .ciscoHDLC: dumpOffset += try printCiscoHDLC(bytes, at: start, length: length)
    case .frameRelay: try printFrameRelayFrame(bytes, at: start, length: length)
    case .arcnet, .arcnetLinux:
      try printARCNET(bytes, at: start, length: length, isLinux: type == .arcnetLinux)
    case .fddi: try printFDDI(bytes, at: start, length: length)
    case .tokenRing: try printTokenRing(bytes, at: start, length: length)
    case .fibreChannel: try printFibreChannel(bytes, at: start, length: length)
    case .infiniBand: try printInfiniBand(bytes, at: start, length: length)
    case .firewire: try printFireWire(bytes, at: start, length: length)
    case .symantec: try printSymantec(bytes, at: start, length: length)
    case .broadcomTag, .broadcomTagFirst, .marvellTag, .marvellTypeTag:
      try printTaggedEthernet(type, bytes, at: start, length: length)
    case .netAnalyzer, .netAnalyzerTransparent:
      try printAnalyzedEthernet(type, bytes, at: start, length: length)
    case .netfilterLog: try printNetfilterLog(bytes, at: start, length: length)
    case .packetFilterLog: try printPacketFilterLog(bytes, at: start, length: length)
    case .encapsulation: try printEncapsulation(bytes, at: start, length: length)
    case .ipnet: try printIPNET(bytes, at: start, length: length)
    case .slip, .slipBSD: try printSLIP(type, bytes, at: start, length: length)
    case .atm: try printATM(bytes, at: start, length: length)
    case .atmClassical: try printClassicalATM(bytes, at: start, length: length)
    case .packetTap, .user2: try printPacketTap(bytes, at: start, length: length)
    case .perPacketInformation: try printPerPacketInformation(bytes, at: start, length: length)
    case .wireless: dumpOffset += try printWireless(bytes, at: start, length: length)
    case .wirelessAVS: dumpOffset += try printAVS(bytes, at: start, length: length)
    case .prism: try printPrism(bytes, at: start, length: length)
    case .radiotap: dumpOffset += try printRadiotap(bytes, at: start, length: length)
    default:
      if try printRareLink(type, bytes, at: start, length: length) { return }
      line.append("UNSUPPORTED")
      line.append(hexAndASCIIDump: bytes.extracting(droppingFirst: start))
    }
  }

  /// Prints a frame of LocalTalk.
  private mutating func printLocalTalkFrame(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    do throws(EarlyEnd) {
      let frame = LocalTalkFrame(Fields(bytes, from: start, length: length, in: "llap"))
      let size = try printLocalTalk(frame)
      dumpOffset += size == 0 ? bytes.count - start : size
    } catch {
      try settle(error)
    }
  }

  /// Prints a frame of a rarer link type; false if it is of none.
  private mutating func printRareLink(
    _ type: LinkType, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Bool {
    switch type {
    case .juniperEthernet, .juniperPPP, .juniperPPPoE, .juniperPPPoEATM, .juniperHDLC,
      .juniperFrameRelay, .juniperATM1, .juniperATM2, .juniperES, .juniperGGSN, .juniperMFR,
      .juniperMLFR, .juniperMLPPP, .juniperMonitor, .juniperServices:
      try printJuniper(type, bytes, at: start, length: length)
    case .multilinkFrameRelay:
      dumpOffset += try printMultilinkFrameRelay(bytes, at: start, length: length)
    case .sunATM: try printSunATM(bytes, at: start, length: length)
    case .localTalk: try printLocalTalkFrame(bytes, at: start, length: length)
    case .lowRateWireless, .lowRateWirelessUnchecked:
      let frame = LowRateFrame(
        Fields(bytes, from: start, length: bytes.count - start, in: "802.15.4"))
      dumpOffset += try printLowRateFrame(frame)
    case .lowRateWirelessTap: try printLowRateTap(bytes, at: start, length: length)
    default: return false
    }
    return true
  }

  /// Prints a link layer inside another one, by `printOtherLink` or by a printer of its own.
  ///
  /// False, and nothing is printed, if the type is not decoded.
  mutating func printNestedLink(
    _ type: LinkType, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Bool {
    guard depth < Self.maximumDepth else {
      line.append("[nested too deep]")
      return true
    }
    depth += 1
    switch type {
    case .ethernet: try printEthernetFrame(bytes, at: start, length: length)
    case .raw, .ipv4, .ipv6:
      if options.showsLinkHeader { line.append("ip: ") }
      if try !printVersioned(bytes, at: start, length: length) {
        line.append("unknown ip ")
        line.append(decimal: UInt32(try bytes.byte(at: start, in: "raw") >> 4))
      }
    case .null, .loop, .linuxCooked, .linuxCooked2, .packetTap, .perPacketInformation: return false
    default:
      guard Self.isDecoded(type) else {
        depth -= 1
        return false
      }
      try printOtherLink(type, bytes, at: start, length: length)
    }
    depth -= 1
    return true
  }

  /// Whether `printOtherLink` knows a link type.
  private static func isDecoded(_ type: LinkType) -> Bool {
    switch type {
    case .ppp, .pppSerial, .pppoe, .ciscoHDLC, .frameRelay, .arcnet, .fddi, .tokenRing, .infiniBand,
      .wireless, .wirelessAVS, .prism, .radiotap:
      true
    default: false
    }
  }

  /// Prints an Ethernet frame, and counts its header.
  mutating func printEthernetFrame(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    try printInnerEthernet(bytes, at: start, length: length)
    let inner = Packet(decodingEthernet: bytes, in: start..<bytes.count, wireLength: length)
    dumpOffset += inner.networkOffset - start
  }

  /// Prints the IP packet at `start` by the version in its first byte; false if it is of neither.
  mutating func printVersioned(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Bool {
    guard bytes.has(1, at: start) else { return false }
    switch bytes[start] >> 4 {
    case 4: try printInner(.ipv4, bytes, in: start..<bytes.count, length: length)
    case 6: try printInner(.ipv6, bytes, in: start..<bytes.count, length: length)
    default: return false
    }
    return true
  }

  /// Prints what begins with an LLC header at `start`, and returns how many bytes of headers it has.
  mutating func printLLC(
    _ bytes: Span<UInt8>, at start: Int, length: Int, _ addresses: EthernetHeader?
  ) throws(EarlyEnd) -> Int {
    guard depth < Self.maximumDepth, bytes.has(0, at: start) else {
      line.append("[nested too deep]")
      return 0
    }
    depth += 1
    let inner = Packet(
      decodingLogicalLink: bytes, in: start..<bytes.count, wireLength: max(length, 0))
    try printLogicalLink(inner, addresses, bytes)
    depth -= 1
    return inner.networkOffset - start
  }

  /// Appends `, ethertype NAME (0x1234), length N: `, or less when quiet.
  mutating func printTypeAndLength(_ type: EtherType, length: Int) {
    line.append(", ethertype ")
    line.append(type.name ?? "Unknown")
    if options.quietness == 0 {
      line.append(" (0x")
      line.append(hex: UInt32(type.rawValue), digits: 4)
      line.append(")")
    }
    printFrameLength(length)
  }
}
