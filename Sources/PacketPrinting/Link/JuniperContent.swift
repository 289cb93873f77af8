import InternetTypes
import PacketDissection
import TextOutput

// What follows Juniper's header, by the interface that the frame was captured on.
extension PacketPrinter {
  /// Prints the content of a frame behind Juniper's header.
  mutating func printJuniperContent(
    _ frame: JuniperFrame, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let (start, length) = (frame.start, frame.length)
    switch frame.type {
    case .juniperEthernet: try printEthernetFrame(bytes, at: start, length: length)
    case .juniperPPPoE: try printInnerEthernet(bytes, at: start, length: length)
    case .juniperPPP: try printPPP(bytes, at: start, length: length)
    case .juniperHDLC: _ = try printCiscoHDLC(bytes, at: start, length: length)
    case .juniperFrameRelay: _ = try printFrameRelay(bytes, at: start, length: length)
    case .juniperPPPoEATM:
      let type = EtherType(rawValue: try bytes.uint16(at: start, in: frame.name))
      if try !printPayload(type, bytes, at: start + 2, length: length - 2) {
        line.put("unknown ethertype 0x", Hex(type.rawValue, 4))
      }
    case .juniperATM1, .juniperATM2: try printJuniperATM(frame, bytes)
    case .juniperMLPPP: try printJuniperMLPPP(frame, bytes)
    case .juniperMFR: try printJuniperMFR(frame, bytes)
    case .juniperMLFR: try printJuniperBundle(frame, bytes)
    default: try printJuniperService(frame, bytes)
    }
  }

  /// Prints a frame of ATM: a cell of operation and maintenance, LLC, an OSI protocol, Ethernet, PPP or IP.
  private mutating func printJuniperATM(
    _ frame: JuniperFrame, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let (start, length) = (frame.start, frame.length)
    let isSecond = frame.type == .juniperATM2
    if isSecond ? frame.cookie.byte(7) & 0x70 != 0 : frame.cookie.byte(0) == 0x80 {
      return try printMaintenanceCell(
        MaintenanceCell(
          Fields(bytes, from: start, length: length, in: "oam"), hasHeaderChecksum: false))
    }
    let first = try bytes.uint24(at: start, in: frame.name)
    if first == 0xfefe03 || first == 0xaaaa03 {
      _ = try printLLC(bytes, at: start, length: length, nil)
    } else if isSecond && !frame.isIncoming && frame.cookie.value >> 32 & 0x3f != 0 {
      try printInnerEthernet(bytes, at: start, length: length)
    } else if bytes[start] == 0x03 {
      try printISOPayload(bytes, at: start + 1, length: length - 1)
    } else if isSecond, Self.isJuniperPPP(bytes.uint16(at: start)) {
      try printPPP(bytes, at: start, length: length)
    } else {
      _ = try printGuessedIP(bytes, at: start, length: length)
    }
  }

  /// Whether a number is one of the PPP protocols that Juniper's routers send over ATM.
  private static func isJuniperPPP(_ number: UInt16) -> Bool {
    switch number {
    case 0x0021, 0x0023, 0x003d, 0x0057, 0x0281, 0x0283, 0x8021, 0x8023, 0x8057, 0x8281, 0xc021,
      0xc023, 0xc223:
      true
    default: false
    }
  }

  /// Prints the payload of a network protocol as a services card numbers it; false for another number.
  private mutating func printServicesPayload(
    _ frame: JuniperFrame, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    let (start, length) = (frame.start, frame.length)
    let place = min(start, bytes.count)..<bytes.count
    switch frame.protocolNumber {
    case 0x00: try printInner(.ipv4, bytes, in: place, length: length)
    case 0x10: try printInner(.ipv6, bytes, in: place, length: length)
    case 0x20: try printMPLS(bytes, at: start, length: length)
    case 0x30: try printISOPayload(bytes, at: start, length: length)
    default: return false
    }
    return true
  }

  /// Prints a frame of a multilink PPP bundle.
  private mutating func printJuniperMLPPP(
    _ frame: JuniperFrame, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let first = UInt16(truncatingIfNeeded: frame.cookie.value >> 48)
    // On a link of the bundle, a PPP header is where the cookie would be.
    if options.showsLinkHeader && first != 0x0023 && first != 0xff03 {
      line.put("Bundle-ID ", frame.cookie.bundle, ": ")
    }
    if frame.protocolNumber == 0 && frame.cookie.byte(4) == 0x0c {
      // Without a cookie to the routing engine: IS-IS over PPP.
      try printPPP(bytes, at: frame.start, length: frame.length)
    } else if try !printServicesPayload(frame, bytes) {
      let skipped = first == 0x0023 ? 2 : 0
      try printPPP(bytes, at: frame.start - skipped, length: frame.length + skipped)
    }
  }

  /// Prints a frame of multilink frame relay.
  private mutating func printJuniperMFR(
    _ frame: JuniperFrame, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    switch frame.cookie.byteCount {
    case 0:
      _ = try printMultilinkFrameRelay(bytes, at: frame.start, length: frame.length)
    case 8: _ = try printServicesPayload(frame, bytes)
    default: try printJuniperBundle(frame, bytes)
    }
  }

  /// Prints a frame of a bundle of frame relay links, by control field and protocol identifier.
  private mutating func printJuniperBundle(
    _ frame: JuniperFrame, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    if options.showsLinkHeader && frame.cookie.value >> 32 != 1 {
      line.put("Bundle-ID ", frame.cookie.bundle, ", ")
    }
    let (start, length) = (frame.start, frame.length)
    switch (frame.protocolNumber, frame.type) {
    case (0xfefe, .juniperMFR):
      try bytes.require(1, at: start, in: frame.name)
      try printISOPayload(bytes, at: start + 1, length: length - 1)
    case (0x0003, .juniperMLFR), (0x0300, .juniperMLFR):
      try printISOPayload(bytes, at: start, length: length)
    case (0x0308, _), (0x03cc, _), (0x038e, _):
      try printISOPayload(bytes, at: start - 1, length: length + 1)
    default:
      line.put("unknown protocol 0x", Hex(frame.protocolNumber, 4), ", length ", length)
    }
  }

  /// Prints a frame of a card that provides services: IP, perhaps after a header of the card's own.
  private mutating func printJuniperService(
    _ frame: JuniperFrame, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let (start, length) = (frame.start, frame.length)
    switch frame.type {
    case .juniperES: return try printJuniperSecurity(frame, bytes)
    case .juniperGGSN: return try printJuniperGGSN(frame, bytes)
    case .juniperMonitor:
      try bytes.require(8, at: start, in: frame.name)
      if options.showsLinkHeader {
        line.put("service-id ", bytes.uint32(at: start + 4), ", iif ", bytes.uint16(at: start + 2))
        line.put(", pkt-type ", bytes[start], ": ")
      }
    default:
      try bytes.require(8, at: start, in: frame.name)
      if options.showsLinkHeader {
        line.put("service-id ", bytes[start], " flags 0x", Hex(bytes[start + 1], 2))
        line.put(" service-set-id 0x", Hex(bytes.uint16(at: start + 2), 4))
        line.put(" iif ", bytes.uint24(at: start + 5), ": ")
      }
    }
    // tcpdump looks for IP in the card's header, too.
    _ = try printGuessedIP(bytes, at: start, length: length)
  }

  /// Prints a frame of a gateway GPRS support node, by the protocol in the cookie.
  private mutating func printJuniperGGSN(
    _ frame: JuniperFrame, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let number = frame.cookie.byte(2)
    if options.showsLinkHeader {
      let name = number == 1 ? "Null" : number == 2 ? "IPv4" : number == 6 ? "IPv6" : "Unknown"
      line.put("proto ", name, " (", number, "), vlan ")
      line.put(UInt16(truncatingIfNeeded: frame.cookie.value >> 16), ": ")
    }
    let place = min(frame.start, bytes.count)..<bytes.count
    switch number {
    case 2: try printInner(.ipv4, bytes, in: place, length: frame.length)
    case 6: try printInner(.ipv6, bytes, in: place, length: frame.length)
    default:
      if !options.showsLinkHeader { line.put("unknown GGSN proto (", number, ")") }
    }
  }

  /// Prints a frame of an IPsec card: the security association, and the packet in it.
  private mutating func printJuniperSecurity(
    _ frame: JuniperFrame, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let start = frame.start
    try bytes.require(16, at: start, in: frame.name)
    let type = bytes[start + 3]
    let names: [6 of String] = [
      "", "ESP ENCR-AUTH", "ESP ENCR-AH AUTH", "ESP AUTH", "AH AUTH", "ESP ENCR",
    ]
    guard type > 0, type < 6 else {
      return line.put("ES Invalid type ", type, ", length ", frame.length)
    }
    let isBundle = type <= 2
    let size = isBundle ? 0 : 16
    let length = frame.length - size
    if options.showsLinkHeader {
      line.put("ES SA, index ", bytes.uint16(at: start), ", ttl ", bytes[start + 2])
      line.put(" type ", names[Int(type)], " (", type, ")")
      if !isBundle {
        line.put(", spi ", bytes.uint32(at: start + 4), ", Tunnel ")
        printAddress(IPv4Address(rawValue: bytes.uint32(at: start + 8)))
        line.append(words.between)
        printAddress(IPv4Address(rawValue: bytes.uint32(at: start + 12)))
      }
      line.put(", length ", length, "\n")
    }
    let place = min(start + size, bytes.count)..<bytes.count
    try printInner(.ipv4, bytes, in: place, length: length)
  }
}
