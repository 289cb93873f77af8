import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a GRE header (RFC 2784, RFC 2890; version 1: RFC 2637) and the packet after it.
  mutating func printGRE(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    guard length >= 2, bytes.has(2, at: start) else {
      printTruncation("gre")
      return
    }
    let flags = bytes.uint16(at: start)
    line.append("GREv")
    line.append(decimal: UInt32(flags & 7))
    guard flags & 7 <= 1 else {
      line.append(" ERROR: unknown-version")
      return
    }
    if options.verbosity > 0 {
      line.append(", Flags [")
      printFlagNames(UInt32(flags), Self.greFlags, separator: ", ", none: "none")
      line.append("]")
    }
    guard length >= 4, bytes.has(2, at: start + 2) else {
      printTruncation("gre")
      return
    }
    let type = bytes.uint16(at: start + 2)
    let fields =
      flags & 7 == 0
      ? printGREFields(flags, bytes, at: start, length: length)
      : printPPTPFields(flags, bytes, at: start, length: length)
    guard let fields else {
      printTruncation("gre")
      return
    }
    if options.showsLinkHeader { printTunnelProtocol(type) }
    line.append(words.length)
    line.append(decimal: length)
    if flags & 7 == 1 && flags & 0x1000 == 0 { return }
    line.append(options.verbosity < 1 ? ": " : "\n\t")
    try printGREPayload(
      type, version: flags & 7, bytes, at: start + fields, length: length - fields)
  }

  /// The bits of the first word and their names.
  private static var greFlags: [(UInt32, String)] {
    [
      (0x8000, "checksum present"), (0x4000, "routing present"), (0x2000, "key present"),
      (0x1000, "sequence# present"), (0x0800, "source routing present"), (0x0080, "ack present"),
    ]
  }

  /// Appends `, proto NAME (0x1234)`, the payload's EtherType.
  mutating func printTunnelProtocol(_ type: UInt16) {
    line.append(", proto ")
    line.append(EtherType(rawValue: type).name ?? "unknown")
    line.append(" (0x")
    line.append(hex: UInt32(type), digits: 4)
    line.append(")")
  }

  /// Prints the optional fields of version 0 and returns the header's size; nil if they are cut.
  private mutating func printGREFields(
    _ flags: UInt16, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) -> Int? {
    var size = 4
    if flags & 0xc000 != 0 {
      guard length >= size + 2, bytes.has(2, at: start + size) else { return nil }
      if options.verbosity > 0 {
        line.append(", sum 0x")
        line.append(hex: UInt32(bytes.uint16(at: start + size)))
      }
      guard length >= size + 4, bytes.has(2, at: start + size + 2) else { return nil }
      line.append(", off 0x")
      line.append(hex: UInt32(bytes.uint16(at: start + size + 2)))
      size += 4
    }
    if flags & 0x2000 != 0 {
      guard length >= size + 4, bytes.has(4, at: start + size) else { return nil }
      line.append(", key=0x")
      line.append(hex: bytes.uint32(at: start + size))
      size += 4
    }
    if flags & 0x1000 != 0 {
      guard length >= size + 4, bytes.has(4, at: start + size) else { return nil }
      line.append(", seq ")
      line.append(decimal: bytes.uint32(at: start + size))
      size += 4
    }
    guard flags & 0x4000 != 0 else { return size }
    return printGRERoutes(bytes, at: start, after: size, length: length)
  }

  /// Prints the fields of version 1 and returns the header's size; nil if they are cut.
  private mutating func printPPTPFields(
    _ flags: UInt16, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) -> Int? {
    var size = 4
    let fields: [(UInt16, String)] = [(0x2000, ", call "), (0x1000, ", seq "), (0x80, ", ack ")]
    for (bit, name) in fields where flags & bit != 0 {
      guard length >= size + 4, bytes.has(4, at: start + size) else { return nil }
      let value = bytes.uint32(at: start + size)
      line.append(name)
      // The key is the payload's length and the call's number.
      line.append(decimal: bit == 0x2000 ? value & 0xffff : value)
      size += 4
    }
    if flags & 0x1000 == 0 { line.append(", no-payload") }
    return size
  }

  /// Prints source route entries (RFC 1701) and returns where they end; nil if they are cut.
  private mutating func printGRERoutes(
    _ bytes: Span<UInt8>, at start: Int, after size: Int, length: Int
  ) -> Int? {
    var size = size
    while true {
      guard length >= size + 4, bytes.has(4, at: start + size) else { return nil }
      let family = bytes.uint16(at: start + size)
      let current = Int(bytes[start + size + 2])
      let count = Int(bytes[start + size + 3])
      size += 4
      if family == 0 && count == 0 { return size }
      switch family {
      case 0x0800, 0xfffe:
        line.append(family == 0x0800 ? ", (rtaf=ip" : ", (rtaf=asn")
        let isWhole = printGRERoute(
          bytes, at: start + size, count: count, current: current, room: length - size,
          unit: family == 0x0800 ? 4 : 2)
        line.append(")")
        guard isWhole else { return nil }
      default:
        line.append(", (rtaf=0x")
        line.append(hex: UInt32(family))
        line.append(")")
      }
      guard length >= size + count else { return nil }
      size += count
    }
  }

  /// Prints the addresses or system numbers of one source route; false if they are cut.
  private mutating func printGRERoute(
    _ bytes: Span<UInt8>, at start: Int, count: Int, current: Int, room: Int, unit: Int
  ) -> Bool {
    guard current & (unit - 1) == 0 else {
      line.append(", badoffset=")
      line.append(decimal: current)
      return true
    }
    guard count & (unit - 1) == 0 else {
      line.append(", badlength=")
      line.append(decimal: count)
      return true
    }
    guard current < count else {
      line.append(", badoff/len=")
      line.append(decimal: current)
      line.append("/")
      line.append(decimal: count)
      return true
    }
    var place = 0
    while place < count {
      guard bytes.has(unit, at: start + place), place + unit <= room else { return false }
      line.append(place == current ? " *" : " ")
      if unit == 4 {
        line.append(IPv4Address(rawValue: bytes.uint32(at: start + place)))
      } else {
        line.append(hex: UInt32(bytes.uint16(at: start + place)))
      }
      place += unit
    }
    return true
  }

  /// Prints the payload of GRE.
  private mutating func printGREPayload(
    _ type: UInt16, version: UInt16, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    switch (version, EtherType(rawValue: type)) {
    case (0, .ipv4), (0, .ipv6):
      try printInner(
        EtherType(rawValue: type), bytes, in: start..<bytes.count, length: length)
    case (0, .mpls): try printMPLS(bytes, at: start, length: length)
    case (0, .transparentEthernet): try printInnerEthernet(bytes, at: start, length: length)
    case (1, .pointToPoint): try printPPP(bytes, at: start, length: length)
    default:
      line.append("gre-proto-0x")
      line.append(hex: UInt32(type))
    }
  }
}
