import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a packet over ATM (RFC 2684) that begins with an LLC header, perhaps after one of IEEE 802.6.
  mutating func printATM(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    guard try bytes.byte(at: start, in: "atm") != 0x03 else {
      if options.showsLinkHeader { line.append("CNLPID ") }
      dumpOffset += 1
      printUnknown(bytes.extracting(droppingFirst: start + 1))
      return
    }
    try bytes.require(3, at: start, in: "atm")
    var offset = start
    switch bytes.uint24(at: start) {
    case 0xaaaa03, 0xfefe03, 0x060603: break
    default:
      if options.showsLinkHeader {
        try bytes.require(16, at: start, in: "atm")
        for index in 0..<4 {
          line.append(hex: bytes.uint32(at: start + index * 4), digits: 8)
          if index & 1 == 1 { line.append(" ") }
        }
      }
      try bytes.require(20, at: start, in: "atm")
      offset += 20
    }
    dumpOffset += offset - start
    dumpOffset += try printLLC(bytes, at: offset, length: length - (offset - start), nil)
  }

  /// Prints a packet of classical IP over ATM (RFC 2225): after LLC and SNAP, or without them.
  mutating func printClassicalATM(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    if options.showsLinkHeader {
      line.append(decimal: length)
      line.append(": ")
    }
    try bytes.require(6, at: start, in: "cip")
    if bytes.uint48(at: start) == 0xaaaa_0300_0000 {
      dumpOffset += try printLLC(bytes, at: start, length: length, nil)
    } else {
      try printInner(.ipv4, bytes, in: start..<bytes.count, length: length)
    }
  }
}
