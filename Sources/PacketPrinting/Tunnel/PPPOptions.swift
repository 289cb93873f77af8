import InternetTypes
import PacketDissection
import TextOutput

/// What became of an option of PPP.
enum PointToPointResult {
  /// Its value is shown; its bytes follow when very verbose.
  case shown
  /// The same, but tcpdump takes the bytes from behind its suboptions for its own.
  case shownUp(to: Int)
  /// Only its bytes can be shown.
  case unknown
  /// Its length is wrong: nothing more of it is shown.
  case wrongLength
  /// Its length is wrong, and the options end.
  case ended
}

extension PacketPrinter {
  /// Reports a length that an option cannot have.
  private mutating func reportPPPLength(
    _ relation: String, _ needed: Int, ends: Bool
  ) -> PointToPointResult {
    line.put(" (length bogus, should be ", relation, " ", needed, ")")
    return ends ? .ended : .wrongLength
  }

  /// Prints the value of an option of LCP (RFC 1661, section 6; RFC 1570, 1990).
  mutating func printLinkOption(_ option: PointToPointOption) throws(EarlyEnd) -> PointToPointResult
  {
    let length = option.length
    switch option.type {
    case 0:
      if length < 6 { return reportPPPLength(">=", 6, ends: false) }
      let vendor = try option.uint24
      line.put(": Vendor: ", organizationName(vendor) ?? "Unknown", " (", vendor, ")")
    case 1:
      if length != 4 { return reportPPPLength("=", 4, ends: false) }
      line.put(": ", try option.uint16)
    case 2:
      if length != 6 { return reportPPPLength("=", 6, ends: false) }
      line.put(": 0x", Hex(try option.uint32, 8))
    case 3:
      if length < 4 { return reportPPPLength(">=", 4, ends: false) }
      try printAuthenticationProtocol(option)
    case 4:
      if length < 4 { return reportPPPLength(">=", 4, ends: true) }
      line.append(try option.uint16 == 0xc025 ? ": LQR" : ": unknown")
    case 5:
      if length != 6 { return reportPPPLength("=", 6, ends: true) }
      line.put(": 0x", Hex(try option.uint32, 8))
    case 7, 8: break
    case 13:
      if length < 3 { return reportPPPLength(">=", 3, ends: true) }
      let operation = try option.byte
      line.put(": : Callback Operation ", Self.callbackName(operation), " (", operation, ")")
    case 17:
      if length != 4 { return reportPPPLength("=", 4, ends: true) }
      line.put(": ", try option.uint16)
    case 19: return try printEndPoint(option)
    case 23:
      if length != 4 { return reportPPPLength("=", 4, ends: true) }
      line.put(": 0x", Hex(try option.uint16, 4))
    default: return .unknown
    }
    return .shown
  }

  private mutating func printAuthenticationProtocol(
    _ option: PointToPointOption
  ) throws(EarlyEnd) {
    let number = try option.uint16
    line.append(": ")
    // tcpdump 4.99.3 writes the name of its format here.
    line.append(Self.pointToPointProtocol(number) ?? "Unknown Auth Proto (0x04x)")
    switch number {
    case 0xc223:
      let algorithm = try option.algorithm
      switch algorithm {
      case 5: line.append(", MD5")
      case 128: line.append(", MS-CHAPv1")
      case 129: line.append(", MS-CHAPv2")
      default: line.put(", Unknown Auth Alg ", algorithm)
      }
    case 0xc023, 0xc227, 0xc027, 0xc123: break
    default:
      printUnknownData(option.fields.part(at: 0, length: option.length), indent: "\n\t")
    }
  }

  /// Prints the end point of a multilink bundle (RFC 1990, section 5.1.3).
  private mutating func printEndPoint(
    _ option: PointToPointOption
  ) throws(EarlyEnd) -> PointToPointResult {
    if option.length < 3 { return reportPPPLength(">=", 3, ends: true) }
    let kind = try option.byte
    switch kind {
    case 0: line.append(": Null")
    case 1: line.append(": Local")
    case 2:
      if option.length != 7 { return reportPPPLength("=", 7, ends: true) }
      let address = try option.endPointAddress
      line.append(": IPv4 ")
      printAddress(address)
    case 3:
      if option.length != 9 { return reportPPPLength("=", 9, ends: true) }
      let address = try option.endPointHardware
      line.append(": MAC ")
      printAddress(address)
    case 4: line.append(": Magic-Num-Block")
    case 5: line.append(": PSNDN")
    default: line.put(": Unknown class ", kind)
    }
    return .shown
  }

  private static func callbackName(_ operation: UInt8) -> String {
    switch operation {
    case 0: "UserAuth"
    case 1: "DialString"
    case 2: "LocalID"
    case 3: "E.164"
    case 4: "X.500"
    case 6: "CBCP"
    default: "Unknown"
    }
  }

  /// Prints the value of an option of IPCP, IPV6CP, CCP or BACP (RFC 1332, 1877, 5072, 1962, 2125).
  mutating func printNetworkOption(
    _ number: UInt16, _ option: PointToPointOption
  ) throws(EarlyEnd) -> PointToPointResult {
    let length = option.length
    switch (number, option.type) {
    case (0x8021, 1):
      if length != 10 { return reportPPPLength("=", 10, ends: false) }
      line.append(": src ")
      printAddress(try option.address)
      line.append(", dst ")
      printAddress(try option.secondAddress)
    case (0x8021, 2): return try printHeaderCompression(option)
    case (0x8021, 3...4), (0x8021, 129...132):
      if length != 6 { return reportPPPLength("=", 6, ends: true) }
      let address = try option.address
      line.append(": ")
      printAddress(address)
    case (0x8057, 1):
      if length != 10 { return reportPPPLength("=", 10, ends: false) }
      guard option.fields.has(8, at: 2) else {
        line.append("[|ip6cp]")
        return .ended
      }
      let interface = try option.interface
      line.put(": ", Hex(interface >> 48, 4), ":", Hex(interface >> 32 & 0xffff, 4))
      line.put(":", Hex(interface >> 16 & 0xffff, 4), ":", Hex(interface & 0xffff, 4))
    case (0x80fd, 21):
      if length < 3 { return reportPPPLength(">=", 3, ends: false) }
      let byte = try option.byte
      line.put(": Version: ", byte >> 5, ", Dictionary Bits: ", byte & 0x1f)
    case (0x80fd, 24):
      if length < 4 { return reportPPPLength(">=", 4, ends: false) }
      let (byte, second) = (try option.byte, try option.secondByte)
      line.put(": Features: ", byte >> 6, ", PxP: ", byte & 0x20 != 0 ? "Enabled" : "Disabled")
      line.put(", History: ", byte & 0x1f, ", #CTX-ID: ", second)
    case (0x80fd, 26):
      if length < 4 { return reportPPPLength(">=", 4, ends: false) }
      let (byte, second) = (try option.byte, try option.secondByte)
      line.put(": Window: ", byte >> 4, "K, Method: ", byte & 15 == 8 ? "zlib" : "unknown")
      line.put(" (0x", Hex(byte & 15), "), MBZ: ", second >> 2, ", CHK: ", second & 3)
    case (0xc02b, 1):
      if length != 6 { return reportPPPLength("=", 6, ends: false) }
      line.put(": Magic-Num 0x", Hex(try option.uint32, 8))
    default: return .unknown
    }
    return .shown
  }

  /// Prints IP-Compression-Protocol (RFC 1332, section 3.2; RFC 3544, section 2).
  private mutating func printHeaderCompression(
    _ option: PointToPointOption
  ) throws(EarlyEnd) -> PointToPointResult {
    if option.length < 4 { return reportPPPLength(">=", 4, ends: true) }
    let number = try option.uint16
    line.append(": ")
    line.append(
      number == 0x2d ? "VJ-Comp" : number == 0x61 ? "IP Header Compression" : "Unknown")
    line.put(" (0x", Hex(number, 2), "):")
    guard number == 0x61 else { return .shown }
    if option.length < 14 { return reportPPPLength(">=", 14, ends: true) }
    guard option.fields.has(14, at: 2) else {
      line.append("[|ipcp]")
      return .ended
    }
    line.put("\n\t    TCP Space ", try option.compressionNumber(0), ", non-TCP Space ")
    line.put(try option.compressionNumber(1), ", maxPeriod ", try option.compressionNumber(2))
    line.put(", maxTime ", try option.compressionNumber(3), ", maxHdr ")
    line.put(try option.compressionNumber(4))
    guard option.length > 14 else { return .shown }
    line.put("\n\t      Suboptions, length ", option.length - 14)
    var offset = 14
    while option.length - offset >= 2 {
      let (type, length) = try option.suboption(at: offset)
      if type == 0 || length == 0 { break }
      line.append("\n\t\t")
      line.append(
        type == 1 ? "RTP-Compression" : type == 2 ? "Enhanced RTP-Compression" : "Unknown")
      line.put(" Suboption #", type, ", length ", length)
      if option.length - offset < length {
        line.put(" [remaining suboptions length ", option.length - offset, " < ", length, "]")
        printInvalid()
        break
      }
      offset += length
    }
    return .shownUp(to: offset)
  }
}
