import PacketDissection
import TextOutput

// Authentication and multilink of PPP, and the names of options.
extension PacketPrinter {
  /// Prints a packet of PAP (RFC 1334).
  mutating func printPasswordAuthentication(_ packet: PointToPointSecret) throws(EarlyEnd) {
    let room = packet.fields.length
    guard room >= 4 else { return try printShortSecret("pap", packet) }
    let code = try packet.code
    line.append("PAP, ")
    switch code {
    case 1: line.append("Auth-Req")
    case 2: line.append("Auth-ACK")
    case 3: line.append("Auth-NACK")
    default: line.append("unknown")
    }
    line.put(" (0x", Hex(code, 2), ")")
    line.put(", id ", try packet.identifier)
    let length = try packet.length
    if length > room { return line.put(", length ", length, " > packet size") }
    if length < 4 { return line.put(", length ", length, " < PAP header length") }
    switch code {
    case 1:
      if length < 6 { return line.append("[|pap]") }
      guard let peer = try packet.text(at: 4, end: length) else { return }
      line.append(", Peer ")
      try printSecretText(packet, peer)
      guard let password = try packet.text(at: peer.upperBound, end: length) else { return }
      line.append(", Name ")
      try printSecretText(packet, password)
    case 2, 3:
      if length < 5 { return line.append("[|pap]") }
      guard let message = try packet.text(at: 4, end: length) else { return }
      line.append(", Msg ")
      try printSecretText(packet, message)
    default: break
    }
  }

  /// Prints a packet of CHAP (RFC 1994).
  mutating func printChallengeAuthentication(_ packet: PointToPointSecret) throws(EarlyEnd) {
    guard packet.fields.length >= 4 else { return try printShortSecret("chap", packet) }
    let code = try packet.code
    line.append("CHAP, ")
    switch code {
    case 1: line.append("Challenge")
    case 2: line.append("Response")
    case 3: line.append("Success")
    case 4: line.append("Fail")
    default: line.append("unknown")
    }
    line.put(" (0x", Hex(code, 2), ")")
    line.put(", id ", try packet.identifier)
    let length = try packet.length
    switch code {
    case 1, 2:
      guard let value = try packet.text(at: 4, end: packet.fields.length) else { return }
      line.append(", Value ")
      for index in value { line.put(Hex(try packet.fields.byte(at: index), 2)) }
      line.append(", Name ")
      try printSecretRest(packet, value.upperBound, length)
    case 3, 4:
      line.append(", Msg ")
      try printSecretRest(packet, 4, length)
    default: break
    }
  }

  private mutating func printShortSecret(
    _ name: String, _ packet: PointToPointSecret
  ) throws(EarlyEnd) {
    guard packet.fields.length >= 1 else { return line.put("[|", name, "]") }
    let code = try packet.code
    line.put("[|", name, " 0x", Hex(code, 2), "]")
  }

  /// Prints a text, as much as was captured; a cut one ends the packet.
  private mutating func printSecretText(
    _ packet: PointToPointSecret, _ range: Range<Int>
  ) throws(EarlyEnd) {
    let text = packet.fields.part(at: range.lowerBound, length: range.count)
    line.append(visible: text.bytes)
    if text.isCut { throw EarlyEnd(name: text.name) }
  }

  /// Prints the bytes up to the stated length; a length before them is read to the end of the packet.
  private mutating func printSecretRest(
    _ packet: PointToPointSecret, _ offset: Int, _ length: Int
  ) throws(EarlyEnd) {
    let count = length >= offset ? length - offset : Int(UInt32.max)
    line.append(visible: packet.fields.part(at: offset, length: count).bytes)
    if !packet.fields.has(count, at: offset) { throw EarlyEnd(name: packet.fields.name) }
  }

  /// Prints the header of a multilink fragment (RFC 1990, section 3).
  mutating func printMultilink(_ fields: Fields) throws(EarlyEnd) {
    if !options.showsLinkHeader { line.append("MLPPP, ") }
    guard fields.length >= 2, fields.has(2) else { return line.append("[|mlppp]") }
    let header = try fields.uint16(at: 0)
    line.put("seq 0x", Hex(header & 0xfff, 3), ", Flags [")
    printFlagNames(
      UInt32(header >> 8) & 0xc0, [(0x80, "begin"), (0x40, "end")],
      separator: ", ", none: "none")
    line.put("], length ", fields.length)
  }

  /// The name of an option of a control protocol; nil if it has none.
  static func controlOptionName(_ number: UInt16, _ type: UInt8) -> String? {
    switch number {
    case 0xc021: type < linkOptionNames.count ? linkOptionNames[Int(type)] : nil
    case 0x8021: addressOptionName(type)
    case 0x8057: type == 1 ? "Interface-ID" : nil
    case 0xc02b: type == 1 ? "Favored-Peer" : nil
    default: compressionOptionName(type)
    }
  }

  private static let linkOptionNames = [
    "Vend-Ext", "MRU", "ACCM", "Auth-Prot", "Qual-Prot", "Magic-Num", "deprecated(6)", "PFC",
    "ACFC", "FCS-Alt", "SDP", "Num-Mode", "deprecated(12)", "Call-Back", "deprecated(14)",
    "deprecated(15)", "deprecated(16)", "MRRU", "12-Bit seq #", "End-Disc", "Proprietary",
    "DCE-Id", "MP+", "Link-Disc", "LCP-Auth-Opt", "COBS", "Prefix-elision",
    "Multilink-header-Form", "I18N", "SDL-over-SONET/SDH", "PPP-Muxing",
  ]

  private static func addressOptionName(_ type: UInt8) -> String? {
    switch type {
    case 1: "IP-Addrs"
    case 2: "IP-Comp"
    case 3: "IP-Addr"
    case 4: "Home-Addr"
    case 129: "Pri-DNS"
    case 130: "Pri-NBNS"
    case 131: "Sec-DNS"
    case 132: "Sec-NBNS"
    default: nil
    }
  }

  private static func compressionOptionName(_ type: UInt8) -> String? {
    switch type {
    case 0: "OUI"
    case 1: "Pred-1"
    case 2: "Pred-2"
    case 3: "Puddle"
    case 16: "HP-PPC"
    case 17: "Stac-LZS"
    case 18: "MPPC"
    case 19: "Gand-FZA"
    case 20: "V.42bis"
    case 21: "BSD-Comp"
    case 23: "LZS-DCP"
    case 24: "MVRCA"
    case 25: "DEC"
    case 26: "Deflate"
    case 255: "Reserved"
    default: nil
    }
  }
}
