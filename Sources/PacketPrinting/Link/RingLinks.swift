import InternetTypes
import PacketDissection
import TextOutput

/// FDDI, token ring, and IP over Fibre Channel.
extension PacketPrinter {
  /// Prints an FDDI frame (ISO 9314-2).
  mutating func printFDDI(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    guard bytes.count - start >= 13 else {
      printTruncation("fddi")
      dumpOffset += max(bytes.count - start, 0)
      return
    }
    let control = bytes[start]
    let addresses = EthernetHeader(
      destination: MACAddress(rawValue: bytes.uint48(at: start + 1)),
      source: MACAddress(rawValue: bytes.uint48(at: start + 7)), typeOrLength: 0)
    if options.showsLinkHeader { printFDDIHeader(control, addresses, length: length) }
    dumpOffset += 13
    switch control & 0xf0 {
    case 0x50:
      dumpOffset += try printLLC(bytes, at: start + 13, length: length - 13, addresses)
    case 0x40: line.append("<SMT printer not yet implemented>")
    default:
      if !options.showsLinkHeader { printFDDIHeader(control, addresses, length: length) }
      printUnknown(bytes.extracting(droppingFirst: start + 13))
    }
  }

  private mutating func printFDDIHeader(
    _ control: UInt8, _ addresses: EthernetHeader, length: Int
  ) {
    if options.quietness == 0 { printFDDIControl(control) }
    printPair(addresses, length: length)
  }

  /// Appends `SRC > DST, length N: `.
  private mutating func printPair(_ addresses: EthernetHeader, length: Int) {
    printAddress(addresses.source)
    line.append(" > ")
    printAddress(addresses.destination)
    printFrameLength(length)
  }

  /// Appends the frame control byte in words.
  private mutating func printFDDIControl(_ control: UInt8) {
    switch control {
    case 0x40: line.append("void ")
    case 0x80: line.append("nrt ")
    case 0xc0: line.append("rt ")
    case 0x41: line.append("info ")
    case 0x4f: line.append("nsa ")
    case 0xc2: line.append("beacon ")
    case 0xc3: line.append("claim ")
    default:
      switch control & 0xf0 {
      case 0xc0: line.append("mac")
      case 0x40: line.append("smt")
      case 0x50: line.append("async")
      case 0xd0: line.append("sync")
      case 0x60: line.append("imp_async")
      case 0xe0: line.append("imp_sync")
      default:
        line.append(hex: UInt32(control), digits: 2)
        line.append(" ")
        return
      }
      line.append(hex: UInt32(control & 0x0f))
      line.append(" ")
    }
  }

  /// Prints a token ring frame (IEEE 802.5), with its source route.
  mutating func printTokenRing(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    let captured = bytes.count - start
    var size = 14
    dumpOffset += size
    guard captured >= size else {
      printTruncation("token-ring")
      return
    }
    let isRouted = bytes[start + 8] & 0x80 != 0
    let source = bytes.uint48(at: start + 8)
    let addresses = EthernetHeader(
      destination: MACAddress(rawValue: bytes.uint48(at: start + 2)),
      source: MACAddress(rawValue: isRouted ? source & 0x7fff_ffff_ffff : source), typeOrLength: 0)
    let header = bytes.uint16(at: start)
    if options.showsLinkHeader { printTokenRingHeader(header, addresses, length: length) }
    if isRouted {
      guard captured >= 16 else {
        printTruncation("token-ring")
        return
      }
      let route = Int(bytes[start + 14] & 0x1f)
      size += route
      dumpOffset += route
      guard captured >= size else {
        printTruncation("token-ring")
        return
      }
      try printTokenRoute(bytes, at: start + 14, byteCount: route)
    }
    if header & 0xc0 == 0x40 {
      dumpOffset += try printLLC(bytes, at: start + size, length: length - size, addresses)
    } else {
      if !options.showsLinkHeader { printTokenRingHeader(header, addresses, length: length) }
      printUnknown(bytes.extracting(droppingFirst: start + size))
    }
  }

  private mutating func printTokenRingHeader(
    _ header: UInt16, _ addresses: EthernetHeader, length: Int
  ) {
    if options.quietness == 0 {
      line.append(hex: UInt32(header >> 8), digits: 2)
      line.append(" ")
      line.append(hex: UInt32(header & 0xff), digits: 2)
      line.append(" ")
    }
    printPair(addresses, length: length)
  }

  /// Appends the rings and bridges on the way (IEEE 802.1D, annex C).
  private mutating func printTokenRoute(
    _ bytes: Span<UInt8>, at start: Int, byteCount: Int
  ) throws(EarlyEnd) {
    let control = bytes.uint16(at: start)
    let segments = max((byteCount - 2) / 2, 0)
    if options.verbosity > 0 {
      switch control >> 13 {
      case 0...3: line.append("Non-Broadcast ")
      case 4, 5: line.append("All-routes ")
      default: line.append("Single-route ")
      }
      line.append(control & 0x80 == 0 ? "Forward" : "Backward")
    } else {
      line.append("rt = ")
      line.append(hex: UInt32(control))
    }
    for index in 0..<segments {
      let segment = try bytes.uint16(at: start + 2 + index * 2, in: "token-ring")
      if options.verbosity > 0 {
        line.append(" [")
        line.append(decimal: UInt32(segment >> 4))
        line.append(":")
        line.append(decimal: UInt32(segment & 0x0f))
        line.append("]")
      } else {
        line.append(":")
        line.append(hex: UInt32(segment))
      }
    }
    let sizes = ["516", "1500", "2052", "4472", "8144", "11407", "17800", "??"]
    line.append(" (")
    line.append(sizes[Int(control >> 4 & 7)])
    line.append(") ")
  }

  /// Prints a frame of IP over Fibre Channel (RFC 2625): addresses of eight bytes, then LLC.
  mutating func printFibreChannel(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    try bytes.require(16, at: start, in: "ipfc")
    let addresses = EthernetHeader(
      destination: MACAddress(rawValue: bytes.uint48(at: start + 2)),
      source: MACAddress(rawValue: bytes.uint48(at: start + 10)), typeOrLength: 0)
    if options.showsLinkHeader { printPair(addresses, length: length) }
    let size = try printLLC(bytes, at: start + 16, length: length - 16, addresses)
    dumpOffset += 16 + size
  }
}
