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
      try printISOPayload(bytes, at: start + 1, length: length - 1)
      return
    }
    try bytes.require(3, at: start, in: "atm")
    var offset = start
    switch bytes.uint24(at: start) {
    case 0xaaaa03, 0xfefe03, 0x060603: break
    default:
      try bytes.require(20, at: start, in: "atm")
      if options.showsLinkHeader {
        for index in 0..<4 {
          line.append(hex: bytes.uint32(at: start + index * 4), digits: 8)
          if index & 1 == 1 { line.append(" ") }
        }
      }
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

  /// Prints a packet as SunATM's driver delivers it: direction and kind of traffic, VPI, VCI, and the packet.
  mutating func printSunATM(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    guard bytes.has(4, at: start) else {
      printTruncation("sunatm")
      dumpOffset += max(bytes.count - start, 0)
      return
    }
    if options.showsLinkHeader { line.append(bytes[start] & 0x80 != 0 ? "Tx: " : "Rx: ") }
    let (path, channel) = (bytes[start + 1], bytes.uint16(at: start + 2))
    if options.showsLinkHeader { line.put("VPI:", path, " VCI:", channel, " ") }
    let isEmulatedLAN = bytes[start] & 0x0f == 1
    let (offset, rest) = (start + 4, length - 4)
    let before = dumpOffset
    switch (path, channel) {
    case (0, 1): line.append("meta: ")
    case (0, 2): line.append("broadcast sig: ")
    case (0, 3), (0, 4):
      try printMaintenanceCell(
        MaintenanceCell(
          Fields(bytes, from: offset, length: rest, in: "oam"), hasHeaderChecksum: true))
    case (0, 5): try printATMSignalling(bytes, at: offset)
    case (0, 16):
      line.append("ilmi: ")
      try printSNMP(bytes, at: offset, length: rest)
    case _ where isEmulatedLAN: try printEmulatedLAN(bytes, at: offset, length: rest)
    default: _ = try printLLC(bytes, at: offset, length: rest, nil)
    }
    dumpOffset = before + 4
  }

  /// Prints a signalling message (ITU-T Q.2931), or that of another protocol over SSCOP.
  private mutating func printATMSignalling(
    _ bytes: Span<UInt8>, at start: Int
  ) throws(EarlyEnd) {
    let number = try bytes.byte(at: start, in: "atm")
    guard number == 0x09 else { return line.put("SSCOP, proto ", number, " ") }
    line.append("Q.2931")
    let type = try bytes.byte(at: start + 5, in: "atm")
    line.append(":")
    line.append(name: Self.atmSignallingName(type), or: "msgtype#", type)
    line.put(" CALL_REF:0x", Hex(bytes.uint24(at: start + 2), 6))
  }

  /// Prints a frame of LAN emulation: a control message, or an Ethernet frame after the emulated client's number.
  private mutating func printEmulatedLAN(
    _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    let client = try bytes.uint16(at: start, in: "lane")
    if client == 0xff00 {
      let operation = try bytes.uint16(at: start + 4, in: "lane")
      line.put("lec: proto ", Hex(bytes[start + 2]), " vers ", Hex(bytes[start + 3]), " ")
      line.append(name: Self.emulatedLANName(operation), or: "opcode-#", operation)
      return
    }
    line.put("lecid:", Hex(client), " ")
    try printInnerEthernet(bytes, at: start + 2, length: length - 2)
  }

  private static func atmSignallingName(_ type: UInt8) -> String? {
    switch type {
    case 0x02: "Call_proceeding"
    case 0x05: "Setup"
    case 0x07: "Connect"
    case 0x0f: "Connect_ack"
    case 0x46: "Restart"
    case 0x4d: "Release"
    case 0x4e: "Restart_ack"
    case 0x5a: "Release_complete"
    case 0x75: "Status_enquiry"
    case 0x7d: "Status"
    case 0x80: "Add_party"
    case 0x81: "Add_party_ack"
    case 0x82: "Add_party_reject"
    case 0x83: "Drop_party"
    case 0x84: "Drop_party_ack"
    default: nil
    }
  }

  private static func emulatedLANName(_ operation: UInt16) -> String? {
    switch operation {
    case 0x0001: "configure request"
    case 0x0101: "configure response"
    case 0x0002: "join request"
    case 0x0102: "join response"
    case 0x0003: "ready query"
    case 0x0103: "ready indication"
    case 0x0004: "register request"
    case 0x0104: "register response"
    case 0x0005: "unregister request"
    case 0x0105: "unregister response"
    case 0x0006: "ARP request"
    case 0x0106: "ARP response"
    case 0x0007: "flush request"
    case 0x0107: "flush response"
    case 0x0008: "NARP request"
    case 0x0009: "topology request"
    default: nil
    }
  }
}
