import InternetTypes
import PacketDissection
import TextOutput

// Link types of packet filters and of the IP layer itself: an address family, and an IP packet.
extension PacketPrinter {
  /// Prints a packet of Linux's netfilter log: fields, the packet among them.
  mutating func printNetfilterLog(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    guard bytes.count - start >= 4 else {
      printTruncation("nflog")
      dumpOffset += max(bytes.count - start, 0)
      return
    }
    dumpOffset += 4
    guard bytes[start + 1] == 0 else {
      line.append("version ")
      line.append(decimal: UInt32(bytes[start + 1]))
      line.append(" (unknown)")
      return
    }
    if options.showsLinkHeader { printNetfilterHeader(bytes, at: start, length: length) }
    var offset = start + 4
    var left = length - 4
    while left > 0 {
      // Fields are in the byte order of the host that captured.
      guard bytes.has(4, at: offset) else {
        printTruncation("nflog")
        dumpOffset += offset - start - 4
        return
      }
      let stated = Int(bytes[offset]) | Int(bytes[offset + 1]) << 8
      let size = (stated + 3) & ~3 & 0xffff
      guard size >= 4, bytes.has(size, at: offset) else {
        printTruncation("nflog")
        dumpOffset += offset - start - 4
        return
      }
      if bytes[offset + 2] == 9 && bytes[offset + 3] == 0 {
        offset += 4
        left -= 4
        break
      }
      offset += size
      left -= size
    }
    switch bytes[start] {
    case 2: try printInner(.ipv4, bytes, in: offset..<bytes.count, length: left)
    case 10: try printInner(.ipv6, bytes, in: offset..<bytes.count, length: left)
    default:
      if !options.showsLinkHeader { printNetfilterHeader(bytes, at: start, length: left + 4) }
      printUnknown(bytes.extracting(droppingFirst: offset))
    }
    dumpOffset += offset - start - 4
  }

  private mutating func printNetfilterHeader(_ bytes: Span<UInt8>, at start: Int, length: Int) {
    line.append("version ")
    line.append(decimal: UInt32(bytes[start + 1]))
    line.append(", resource ID ")
    line.append(decimal: UInt32(bytes.uint16(at: start + 2)))
    let family = bytes[start]
    let name = family == 2 ? "IPv4" : family == 10 ? "IPv6" : nil
    if options.quietness == 0 {
      line.append(", family ")
      line.append(name ?? "Unknown")
      line.append(" (")
      line.append(decimal: UInt32(family))
      line.append(")")
    } else if let name {
      line.append(", ")
      line.append(name)
    } else {
      line.append(", Unknown NFLOG (0x")
      line.append(hex: UInt32(family), digits: 2)
      line.append(")")
    }
    printFrameLength(length)
  }

  /// Prints a packet that OpenBSD's packet filter logged.
  mutating func printPacketFilterLog(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    guard bytes.has(1, at: start) else {
      printTruncation("pflog")
      return
    }
    guard bytes[start] >= 45 else {
      line.append("[pflog: invalid header length!]")
      dumpOffset += Int(bytes[start])
      return
    }
    let size = (Int(bytes[start]) + 3) & ~3
    dumpOffset += size
    guard bytes.has(size, at: start), bytes.has(64, at: start) else {
      printTruncation("pflog")
      return
    }
    if options.showsLinkHeader { printPacketFilterHeader(bytes, at: start) }
    let inside = start + size
    switch bytes[start + 1] {
    case 2: try printInner(.ipv4, bytes, in: inside..<bytes.count, length: length - size)
    case 24, 28, 30: try printInner(.ipv6, bytes, in: inside..<bytes.count, length: length - size)
    default:
      if !options.showsLinkHeader { printPacketFilterHeader(bytes, at: start) }
      printUnknown(bytes.extracting(droppingFirst: inside))
    }
  }

  private mutating func printPacketFilterHeader(_ bytes: Span<UInt8>, at start: Int) {
    let subrule = bytes.uint32(at: start + 40)
    line.append("rule ")
    line.append(decimal: bytes.uint32(at: start + 36))
    if subrule != .max {
      line.append(".")
      printPaddedName(bytes.extracting((start + 20)..<(start + 36)))
      line.append(".")
      line.append(decimal: subrule)
    }
    line.append("/")
    let reasons = [
      "match", "bad-offset", "fragment", "short", "normalize", "memory", "bad-timestamp",
      "congestion", "ip-option", "proto-cksum", "state-mismatch", "state-insert", "state-limit",
      "src-limit", "synproxy",
    ]
    let actions = [
      "pass", "block", "scrub", "nat", "nonat", "binat", "nobinat", "rdr", "nordr",
      "synproxy-drop",
    ]
    let reason = Int(bytes[start + 3])
    if reason < reasons.count {
      line.append(decimal: reason)
      line.append("(")
      line.append(reasons[reason])
      line.append(")")
    } else {
      printUnknownNumber(reason)
    }
    line.append(": ")
    let action = Int(bytes[start + 2])
    if action < actions.count { line.append(actions[action]) } else { printUnknownNumber(action) }
    line.append(" ")
    let direction = Int(bytes[start + 60])
    let directions = ["in/out", "in", "out"]
    if direction < 3 { line.append(directions[direction]) } else { printUnknownNumber(direction) }
    line.append(" on ")
    printPaddedName(bytes.extracting((start + 4)..<(start + 20)))
    line.append(": ")
  }

  /// Appends a number that has no name.
  private mutating func printUnknownNumber(_ number: Int) {
    line.append("unkn(")
    line.append(decimal: number)
    line.append(")")
  }

  /// Appends text up to its first zero.
  private mutating func printPaddedName(_ bytes: Span<UInt8>) {
    for index in bytes.indices {
      if bytes[index] == 0 { return }
      line.append(visible: bytes[index])
    }
  }

  /// Prints a packet of OpenBSD's IPsec device: whether it was protected, and its security parameters index.
  mutating func printEncapsulation(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    try bytes.require(12, at: start, in: "enc")
    dumpOffset += 12
    var family = bytes.uint32(at: start).byteSwapped
    var flags = bytes.uint32(at: start + 8).byteSwapped
    // The byte order is that of the host that captured; families are small.
    if family & 0xffff_0000 != 0 {
      family = family.byteSwapped
      flags = flags.byteSwapped
    }
    line.append(flags == 0 ? "(unprotected): " : "(")
    for (bit, name) in [(0x0800, "authentic"), (0x0400, "confidential")] as [(UInt32, String)]
    where flags & bit != 0 {
      line.append(name)
      line.append(flags == bit ? "): " : ",")
      flags &= ~bit
    }
    line.append("SPI 0x")
    line.append(hex: bytes.uint32(at: start + 4), digits: 8)
    line.append(": ")
    switch family {
    case 2: try printInner(.ipv4, bytes, in: (start + 12)..<bytes.count, length: length - 12)
    case 24, 28, 30:
      try printInner(.ipv6, bytes, in: (start + 12)..<bytes.count, length: length - 12)
    default: break
    }
  }

  /// Prints a packet of Solaris's IPNET: zones, and an IP packet.
  mutating func printIPNET(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    try bytes.require(24, at: start, in: "ipnet")
    dumpOffset += 24
    if options.showsLinkHeader { printIPNETHeader(bytes, at: start, length: length) }
    switch bytes[start + 1] {
    case 2: try printInner(.ipv4, bytes, in: (start + 24)..<bytes.count, length: length - 24)
    case 26: try printInner(.ipv6, bytes, in: (start + 24)..<bytes.count, length: length - 24)
    default:
      if !options.showsLinkHeader { printIPNETHeader(bytes, at: start, length: length) }
      printUnknown(bytes.extracting(droppingFirst: start + 24))
    }
  }

  private mutating func printIPNETHeader(_ bytes: Span<UInt8>, at start: Int, length: Int) {
    line.append(decimal: bytes.uint32(at: start + 16))
    line.append(" > ")
    line.append(decimal: bytes.uint32(at: start + 20))
    let family = bytes[start + 1]
    let name = family == 2 ? "IPv4" : family == 26 ? "IPv6" : nil
    line.append(options.quietness == 0 ? ", family " : ", ")
    line.append(name ?? "Unknown")
    if options.quietness == 0 {
      line.append(" (")
      line.append(decimal: UInt32(family))
      line.append(")")
    }
    printFrameLength(length)
  }

  /// Prints a packet of a serial line without framing (RFC 1055), after the header that BSD puts before it.
  mutating func printSLIP(
    _ type: LinkType, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    try bytes.require(16, at: start, in: type == .slip ? "slip" : "slip_bsdos")
    dumpOffset += 16
    let inside = start + 16
    guard type == .slip else {
      try printInner(.ipv4, bytes, in: inside..<bytes.count, length: length - 16)
      return
    }
    let version = try bytes.byte(at: inside, in: "slip") >> 4
    if options.showsLinkHeader {
      switch bytes[start] {
      case 0: line.append("I ")
      case 1: line.append("O ")
      case let direction:
        line.append("Invalid direction ")
        line.append(decimal: UInt32(direction))
        line.append(" ")
      }
      if bytes[start + 1] & 0xf0 == 0x40 {
        line.append("ip ")
        line.append(decimal: length)
        line.append(": ")
      } else if bytes[start] <= 1 {
        line.append("slip-")
        line.append(decimal: UInt32(bytes[start + 1]))
        line.append("!: ")
      }
    }
    if try !printVersioned(bytes, at: inside, length: length - 16) {
      line.append("ip v")
      line.append(decimal: UInt32(version))
    }
  }
}
