import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a PPP frame (RFC 1661, section 2) with or without address and control field (RFC 1662); returns the
  /// bytes of its header.
  @discardableResult
  mutating func printPPP(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) -> Int {
    guard length >= 2 else {
      printTruncation("ppp")
      return 0
    }
    var size = 0
    switch try bytes.uint16(at: start, in: "ppp") {
    case 0x0003:
      if options.showsLinkHeader { line.append("In  ") }
      size = 2
    case 0x0103:
      if options.showsLinkHeader { line.append("Out ") }
      size = 2
    case 0xff03: size = 2
    default: break
    }
    guard length >= size + 2 else {
      printTruncation("ppp")
      return 0
    }
    var number = UInt16(try bytes.byte(at: start + size, in: "ppp"))
    // Only the last byte of a protocol number is odd, so an odd first byte is the whole number.
    if number & 1 == 1 {
      size += 1
    } else {
      number = try bytes.uint16(at: start + size, in: "ppp")
      size += 2
    }
    if options.showsLinkHeader {
      let name = Self.pointToPointProtocol(number)
      line.append(name ?? "unknown")
      line.append(" (0x")
      line.append(hex: UInt32(number), digits: 4)
      line.append("), length ")
      line.append(decimal: length)
      if name == nil { return size }
      line.append(": ")
    }
    try printPPPPayload(number, bytes, at: start + size, length: length - size)
    return size
  }

  /// Prints the payload of a PPP frame by its protocol number.
  mutating func printPPPPayload(
    _ number: UInt16, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    if number & 0xff00 == 0x7e00 {
      try printEscapedPPP(bytes, at: start - 1)
      return
    }
    switch number {
    case 0x0021, 0x002f, 0x0800:
      try printInner(.ipv4, bytes, in: start..<bytes.count, length: length)
    case 0x0057, 0x86dd:
      try printInner(.ipv6, bytes, in: start..<bytes.count, length: length)
    case 0x0023: try printISOPayload(bytes, at: start, length: length)
    case 0x002b: _ = try printEtherTypeProtocol(.ipx, bytes, at: start, length: length)
    case 0x0281, 0x0283: try printMPLS(bytes, at: start, length: length)
    case 0x00fd: line.append("compressed PPP data")
    case 0xc021, 0x8021, 0x8023, 0x8281, 0x8057, 0x80fd, 0xc02b:
      try printPPPControl(number, bytes, at: start, length: length)
    case 0x003d: try printMultilink(Fields(bytes, from: start, length: length, in: "ppp"))
    case 0xc223:
      try printChallengeAuthentication(
        PointToPointSecret(Fields(bytes, from: start, length: length, in: "ppp")))
    case 0xc023:
      try printPasswordAuthentication(
        PointToPointSecret(Fields(bytes, from: start, length: length, in: "ppp")))
    case 0xc02d: break
    default:
      if let name = Self.pointToPointProtocol(number) {
        line.append(name)
      } else {
        line.append("unknown PPP protocol (0x")
        line.append(hex: UInt32(number), digits: 4)
        line.append(")")
      }
      line.append(" ")
      printUnknownData(bytes, at: start, length: length, indent: "\n\t")
    }
  }

  /// Prints a frame with the escapes of asynchronous lines (RFC 1662, section 4.2).
  private mutating func printEscapedPPP(
    _ bytes: Span<UInt8>, at start: Int
  ) throws(EarlyEnd) {
    guard start < bytes.count else { return }
    guard depth < Self.maximumDepth else {
      line.append("[nested too deep]")
      return
    }
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count - start)
    var offset = start
    while offset < bytes.count {
      if bytes[offset] == 0x7d {
        offset += 1
        guard offset < bytes.count else { break }
        plain.append(bytes[offset] ^ 0x20)
      } else {
        plain.append(bytes[offset])
      }
      offset += 1
    }
    depth += 1
    try printGuessedPPP(plain.span)
    depth -= 1
  }

  /// Prints a frame that begins with a protocol number of one byte or two, or with address and control field.
  private mutating func printGuessedPPP(_ bytes: Span<UInt8>) throws(EarlyEnd) {
    if bytes.count >= 1, bytes[0] == 0x21 || bytes[0] == 0x57 {
      try printInner(
        bytes[0] == 0x21 ? .ipv4 : .ipv6, bytes, in: 1..<bytes.count, length: bytes.count - 1)
      return
    }
    guard bytes.count >= 2 else {
      printTruncation("ppp")
      return
    }
    var (size, number) = (2, bytes.uint16(at: 0))
    if number == 0xff03 {
      guard bytes.count >= 4 else {
        printTruncation("ppp")
        return
      }
      (size, number) = (4, bytes.uint16(at: 2))
    }
    guard number & 0xff00 != 0x7e00 else {
      line.append("(protocol 0x")
      line.append(hex: UInt32(number), digits: 4)
      line.append(" invalid)")
      return
    }
    try printPPPPayload(number, bytes, at: size, length: bytes.count - size)
  }

  /// The name of a PPP protocol number (IANA registry).
  static func pointToPointProtocol(_ number: UInt16) -> String? {
    switch number {
    case 0x0021: "IP"
    case 0x0023: "OSI"
    case 0x0025: "NS"
    case 0x0027: "DECNET"
    case 0x0029: "APPLE"
    case 0x002b: "IPX"
    case 0x002d: "VJC IP"
    case 0x002f: "VJNC IP"
    case 0x0031: "BRPDU"
    case 0x0033: "STII"
    case 0x0035: "VINES"
    case 0x003d: "MLPPP"
    case 0x0057: "IP6"
    case 0x00fd: "Compressed"
    case 0x0201: "HELLO"
    case 0x0231: "LUXCOM"
    case 0x0233: "SNS"
    case 0x0281, 0x0283: "MPLS"
    case 0x8021: "IPCP"
    case 0x8023: "OSICP"
    case 0x8025: "NSCP"
    case 0x8027: "DECNETCP"
    case 0x8029: "APPLECP"
    case 0x802b: "IPXCP"
    case 0x8033: "STIICP"
    case 0x8035: "VINESCP"
    case 0x8057: "IP6CP"
    case 0x80fd: "CCP"
    case 0x8281: "MPLSCP"
    case 0xc021: "LCP"
    case 0xc023: "PAP"
    case 0xc025: "LQM"
    case 0xc027: "SPAP"
    case 0xc02b: "BACP"
    case 0xc02d: "BAP"
    case 0xc03d: "MLPPP-CP"
    case 0xc123: "Old-SPAP"
    case 0xc223: "CHAP"
    case 0xc227: "EAP"
    default: nil
    }
  }
}
