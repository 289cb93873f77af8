import InternetTypes
import PacketDissection
import TextOutput

// Control protocols of PPP.
extension PacketPrinter {
  /// Prints a packet of a control protocol (RFC 1661, section 5), whose number is in the two bytes before it.
  mutating func printPPPControl(
    _ number: UInt16, _ bytes: Span<UInt8>, at start: Int, length: Int
  ) throws(EarlyEnd) {
    let name = Self.pointToPointProtocol(number) ?? ""
    line.put(name, ", ")
    let packet = PointToPointControl(Fields(bytes, from: start, length: length, in: "ppp"))
    guard length >= PointToPointControl.headerByteCount, packet.fields.has(2) else {
      return line.put("[|", name, "]")
    }
    let code = try packet.code
    line.put(Self.controlCode(code), " (0x", Hex(code, 2), "), id ", try packet.identifier)
    line.put(", length ", length + 2)
    guard options.verbosity > 0 else { return }
    let stated = try packet.length
    line.put("\n\tencoded length ", stated)
    if stated < 4 { return line.append(" (< 4))") }
    if stated > length { return line.put(" (> packet length ", length, "))") }
    line.put(" (=Option(s) length ", stated - 4, ")")
    if stated == 4 { return }
    if options.verbosity > 1 {
      printUnknownData(bytes, at: start - 2, length: 6, indent: "\n\t")
    }
    switch code {
    case 1...4: try printPPPOptions(number, packet.options)
    case 0, 5...13: try printPPPControlData(code, packet, stated, name)
    default:
      if options.verbosity <= 1 {
        printUnknownData(bytes, at: start - 2, length: stated + 2, indent: "\n\t  ")
      }
    }
  }

  private mutating func printPPPControlData(
    _ code: UInt8, _ packet: PointToPointControl, _ length: Int, _ name: String
  ) throws(EarlyEnd) {
    let needed =
      switch code {
      case 0: 11
      case 8: 6
      case 9, 10, 11, 12: 8
      case 13: 12
      default: 0
      }
    guard needed > 0, length >= needed else { return }
    if code == 8 {
      let rejected = try packet.rejectedProtocol
      line.put("\n\t  Rejected ", Self.pointToPointProtocol(rejected) ?? "unknown")
      line.put(" Protocol (0x", Hex(rejected, 4), ")")
      guard length > 6 else { return }
      line.append("\n\t  Rejected Packet")
      // So many bytes as the packet has without the protocol's number, its header included.
      return printUnknownData(packet.data(at: 6, count: length - 2), indent: "\n\t    ")
    }
    line.put("\n\t  Magic-Num 0x", Hex(try packet.magicNumber, 8))
    switch code {
    case 0:
      let vendor = try packet.vendor
      line.put(" Vendor: ", organizationName(vendor) ?? "Unknown", " (", vendor, ")")
    case 12:
      guard length > 8 else { return }
      line.append("\n\t  Message\n\t    ")
      let text = packet.data(at: 8, count: length - 4)
      line.append(visible: text.bytes)
      if text.isCut { line.put("[|", name, "]") }
    case 13: line.put(", Seconds-Remaining ", try packet.remainingSeconds, "s")
    default:
      guard length > 8 else { return }
      line.append("\n\t  -----trailing data-----")
      let data = packet.data(at: 8, count: length - 8)
      if data.isCut { return line.put("[|", name, "]") }
      printUnknownData(data, indent: "\n\t  ")
    }
  }

  /// Prints the options of a configuration.
  private mutating func printPPPOptions(
    _ number: UInt16, _ all: PointToPointOptions
  ) throws(EarlyEnd) {
    let name: String
    switch number {
    case 0xc021: name = "lcp"
    case 0x8021: name = "ipcp"
    case 0x8057: name = "ip6cp"
    case 0x80fd: name = "ccp"
    case 0xc02b: name = "bacp"
    default: return
    }
    var options = all
    while let option = try options.next() {
      guard try printPPPOption(number, option) else { return }
      guard options.skip(option.length) else {
        line.put(" [remaining options length ", options.left, " < ", option.length, "]")
        return printInvalid()
      }
    }
    if options.isCut { line.put("[|", name, "]") }
  }

  /// Prints an option's name and length, then its value; false if no other can follow.
  private mutating func printPPPOption(
    _ number: UInt16, _ option: PointToPointOption
  ) throws(EarlyEnd) -> Bool {
    let name = Self.controlOptionName(number, option.type)
    if number == 0xc021, name == nil {
      line.put("\n\tunknown LCP option 0x", Hex(option.type, 2))
      return option.length >= 2
    }
    line.put("\n\t  ", name ?? (number == 0x80fd || number == 0xc02b ? "Unknown" : "unknown"))
    line.put(" Option (0x", Hex(option.type, 2), "), length ", option.length)
    guard option.length >= 2 else {
      line.append(" (length bogus, should be >= 2)")
      return false
    }
    let result =
      number == 0xc021
      ? try printLinkOption(option) : try printNetworkOption(number, option)
    switch result {
    case .ended: return false
    case .wrongLength: return true
    case .shown, .shownUp: if options.verbosity <= 1 { return true }
    case .unknown: break
    }
    guard case .shownUp(let offset) = result else {
      printUnknownData(option.value, indent: "\n\t    ")
      return true
    }
    let wrong = option.fields.part(at: offset + 2, length: option.length - 2)
    printUnknownData(wrong, indent: "\n\t    ")
    return true
  }

  /// The name of a control protocol's code (RFC 1661, section 5; RFC 1570, 1962, 2153).
  private static func controlCode(_ code: UInt8) -> String {
    switch code {
    case 0: "Vendor-Extension"
    case 1: "Conf-Request"
    case 2: "Conf-Ack"
    case 3: "Conf-Nack"
    case 4: "Conf-Reject"
    case 5: "Term-Request"
    case 6: "Term-Ack"
    case 7: "Code-Reject"
    case 8: "Prot-Reject"
    case 9: "Echo-Request"
    case 10: "Echo-Reply"
    case 11: "Disc-Req"
    case 12: "Ident"
    case 13: "Time-Rem"
    case 14: "Reset-Req"
    case 15: "Reset-Ack"
    default: "Unknown Opcode"
    }
  }
}
