import InternetTypes
import PacketDissection
import TextOutput

/// PPP links, and Cisco's HDLC with SLARP.
extension PacketPrinter {
  /// Prints a frame of a PPP link.
  mutating func printPPPFrame(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    guard bytes.count - start >= 4 else {
      printTruncation("ppp")
      dumpOffset += bytes.count - start
      return
    }
    dumpOffset += 4
    try printPPP(bytes, at: start, length: length)
  }

  /// Prints a frame of PPP in HDLC-like framing, or of Cisco's HDLC.
  mutating func printSerialPPP(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    let captured = bytes.count - start
    guard captured >= 2 else {
      printTruncation("ppp_hdlc")
      dumpOffset += max(captured, 0)
      return
    }
    let address = bytes[start]
    if address == 0x0f || address == 0x8f {
      dumpOffset += try printCiscoHDLC(bytes, at: start, length: length)
      return
    }
    guard captured >= 4 else {
      printTruncation("ppp_hdlc")
      dumpOffset += captured
      return
    }
    if options.showsLinkHeader {
      line.append(hex: UInt32(address), digits: 2)
      line.append(" ")
      line.append(hex: UInt32(bytes[start + 1]), digits: 2)
      line.append(" ")
      line.append(decimal: length)
      line.append(" ")
    }
    guard address == 0xff else {
      line.append("unknown addr ")
      line.append(hex: UInt32(bytes[start + 2]), digits: 2)
      line.append("; ctrl ")
      line.append(hex: UInt32(bytes[start + 3]), digits: 2)
      dumpOffset += 2
      return
    }
    let number = bytes.uint16(at: start + 2)
    if let name = Self.pointToPointProtocol(number) {
      line.append(name)
    } else {
      line.append("unknown PPP protocol (0x")
      line.append(hex: UInt32(number), digits: 4)
      line.append(")")
    }
    line.append(": ")
    try printPPPPayload(number, bytes, at: start + 4, length: length - 4)
    dumpOffset += 4
  }

  /// Prints a frame of Cisco's HDLC and returns the size of its header.
  mutating func printCiscoHDLC(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Int {
    guard length >= 4 else {
      printTruncation("chdlc")
      return max(bytes.count - start, 0)
    }
    let type = EtherType(rawValue: try bytes.uint16(at: start + 2, in: "chdlc"))
    if options.showsLinkHeader {
      switch bytes[start] {
      case 0x0f: line.append("unicast")
      case 0x8f: line.append("bcast")
      default:
        line.append("0x")
        line.append(hex: UInt32(bytes[start]), digits: 2)
      }
      line.append(", ethertype ")
      line.append(type.name ?? "Unknown")
      line.append(" (0x")
      line.append(hex: UInt32(type.rawValue), digits: 4)
      line.append(")")
      printFrameLength(length)
    }
    switch type {
    case .ipv4, .ipv6:
      try printInner(type, bytes, in: (start + 4)..<bytes.count, length: length - 4)
    case .mpls, .mplsUpstream: try printMPLS(bytes, at: start + 4, length: length - 4)
    case .reverseARP: try printSLARP(bytes, at: start + 4, length: length - 4)
    case .osi:
      guard length >= 6 else {
        printTruncation("chdlc")
        return max(bytes.count - start, 0)
      }
      // Some senders put a byte of padding before the identifier of an ISO protocol.
      let second = try bytes.byte(at: start + 5, in: "chdlc")
      let pad = second >= 0x81 && second <= 0x83 ? 1 : 0
      try printISOPayload(bytes, at: start + 4 + pad, length: length - 4 - pad)
    default:
      if !options.showsLinkHeader {
        line.append("unknown CHDLC protocol (0x")
        line.append(hex: UInt32(type.rawValue), digits: 4)
        line.append(")")
      }
    }
    return 4
  }

  /// Prints a packet of SLARP, by which routers on a serial line learn addresses and that the other is alive.
  private mutating func printSLARP(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    line.append("SLARP (length: ")
    line.append(decimal: length)
    line.append("), ")
    guard length >= 14, bytes.has(14, at: start) else {
      printTruncation("chdlc_slarp")
      return
    }
    let code = bytes.uint32(at: start)
    // The offset of the undecoded rest, as in tcpdump: after the uptime, if there is one.
    var rest = start + 4
    switch code {
    case 0: line.append("request")
    case 1:
      line.append("reply ")
      printAddress(IPv4Address(rawValue: bytes.uint32(at: start + 4)))
      line.append("/")
      printAddress(IPv4Address(rawValue: bytes.uint32(at: start + 8)))
    case 2:
      line.append("keepalive: mineseen=0x")
      line.append(hex: bytes.uint32(at: start + 4), digits: 8)
      line.append(", yourseen=0x")
      line.append(hex: bytes.uint32(at: start + 8), digits: 8)
      line.append(", reliability=0x")
      line.append(hex: UInt32(bytes.uint16(at: start + 12)), digits: 4)
      if length >= 18 {
        rest = start + 18
        printUptime(try bytes.uint32(at: start + 14, in: "chdlc_slarp") / 1000)
      }
    default:
      line.append("0x")
      line.append(hex: code, digits: 2)
      line.append(" unknown")
      if options.verbosity <= 1 {
        printUnknownData(bytes, at: start + 4, length: length - 4, indent: "\n\t")
      }
    }
    if length > 18 && options.verbosity > 0 {
      line.append(", (trailing junk: ")
      line.append(decimal: length - 18)
      line.append(" bytes)")
    }
    if options.verbosity > 1 {
      printUnknownData(bytes, at: rest, length: length - 4, indent: "\n\t")
    }
  }

  /// Appends how long a link has been up.
  private mutating func printUptime(_ seconds: UInt32) {
    line.append(", link uptime=")
    line.append(decimal: seconds / 86_400)
    line.append("d")
    line.append(decimal: seconds / 3_600 % 24)
    line.append("h")
    line.append(decimal: seconds / 60 % 60)
    line.append("m")
    line.append(decimal: seconds % 60)
    line.append("s")
  }
}
