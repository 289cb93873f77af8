import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of the Layer Two Tunneling Protocol (RFC 2661): attributes, or the PPP frame that it carries.
  mutating func printL2TP(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    let header = try L2TPHeader(bytes, at: payload.start)
    switch header.version {
    case 2: line.append(" l2tp:")
    case 1:
      line.append(" l2f:")
      return
    default:
      line.append(" Unknown Version, neither L2F(1) nor L2TP(2)")
      return
    }
    line.append("[")
    if header.isControl { line.append("T") }
    if header.hasLength { line.append("L") }
    if header.hasSequence { line.append("S") }
    if header.hasOffset { line.append("O") }
    if header.hasPriority { line.append("P") }
    line.append("]")
    let stated = try header.length(bytes)
    line.put("(", try header.tunnel(bytes), "/")
    line.put(try header.session(bytes), ")")
    if header.hasSequence {
      line.put("Ns=", try header.sent(bytes), ",")
      line.put("Nr=", try header.expected(bytes))
    }
    guard let size = try header.byteCount(bytes) else {
      printTruncation(L2TPHeader.name)
      return
    }
    let length = stated ?? payload.length
    guard length <= payload.length else {
      line.put(" Length ", length, " larger than packet")
      return
    }
    guard length >= size else {
      line.put(" Length ", length, " smaller than header length")
      return
    }
    guard header.isControl else {
      line.append(" {")
      try printPPP(bytes, at: payload.start + size, length: length - size)
      line.append("}")
      return
    }
    guard stated != nil else {
      line.append(" No length")
      return
    }
    if length == size { line.append(" ZLB") }
    try printL2TPAttributes(bytes, from: payload.start + size, to: payload.start + length)
  }

  private mutating func printL2TPAttributes(
    _ bytes: Span<UInt8>, from start: Int, to end: Int
  ) throws(EarlyEnd) {
    var offset = start
    while offset < end {
      line.append(" ")
      guard let attribute = try L2TPAttribute(bytes, at: offset, before: end) else {
        printTruncation(L2TPHeader.name)
        return
      }
      if attribute.isMandatory { line.append("*") }
      if attribute.isHidden { line.append("?") }
      if attribute.vendor != 0 {
        line.put("VENDOR", Hex(attribute.vendor, 4), ":ATTR", Hex(attribute.type, 4), "(")
        line.append(hexBytes: bytes.extracting(attribute.value))
      } else {
        if Int(attribute.type) < Self.l2tpAttributeNames.count,
          !Self.l2tpAttributeNames[Int(attribute.type)].isEmpty
        {
          line.append(Self.l2tpAttributeNames[Int(attribute.type)])
        } else {
          line.put("AVP-#", attribute.type)
        }
        line.append("(")
        if attribute.isHidden {
          line.append("???")
        } else if !printL2TPValue(attribute, bytes) {
          line.append("AVP too short")
        }
      }
      line.append(")")
      offset = attribute.value.upperBound
    }
  }

  /// Prints the value of an attribute of the IETF; false if it is too short.
  private mutating func printL2TPValue(_ attribute: L2TPAttribute, _ bytes: Span<UInt8>) -> Bool {
    switch attribute.type {
    case 0, 2, 29, 32, 6, 9, 10, 14:
      guard let number = attribute.uint16(at: 0, bytes) else { return false }
      printL2TPNumber(number, attribute.type)
    case 1: return printL2TPResult(attribute, bytes)
    case 3, 4, 18, 19:
      guard let flags = attribute.uint32(at: 0, bytes) else { return false }
      // Framing: synchronous and asynchronous. Bearer: analog and digital.
      let isFraming = attribute.type == 3 || attribute.type == 19
      if flags & 2 != 0 { line.append("A") }
      if flags & 1 != 0 { line.append(isFraming ? "S" : "D") }
    case 5, 13:
      let count = attribute.type == 5 ? 8 : 16
      guard attribute.value.count >= count else { return false }
      line.append(hexBytes: bytes.extracting(attribute.value).extracting(first: count))
    case 7, 8, 21, 22, 23, 30, 37: printL2TPText(attribute.value, bytes)
    case 11, 26, 27, 28, 31, 33, 36:
      line.append(hexBytes: bytes.extracting(attribute.value))
    case 12: return printL2TPCause(attribute, bytes)
    case 15, 16, 17, 24, 25, 38:
      guard let number = attribute.uint32(at: 0, bytes) else { return false }
      line.append(decimal: number)
    case 20: line.append("obsolete")
    case 34: return printL2TPNumbers(attribute, bytes, Self.l2tpCallErrors, isHexadecimal: false)
    case 35: return printL2TPNumbers(attribute, bytes, Self.l2tpCharacterMaps, isHexadecimal: true)
    case 46: return printL2TPDisconnection(attribute, bytes)
    default: break
    }
    return true
  }

  private mutating func printL2TPText(_ range: Range<Int>, _ bytes: Span<UInt8>) {
    for index in range { line.append(visible: bytes[index]) }
  }

  private mutating func printL2TPNumber(_ number: UInt16, _ type: UInt16) {
    switch type {
    case 0:
      if let name = Self.l2tpMessageName(number) {
        line.append(name)
      } else {
        line.put("MSGTYPE-#", number)
      }
    case 2: line.put(number >> 8, ".", number & 0xff)
    case 29:
      if let name = Self.l2tpAuthentication(number) {
        line.append(name)
      } else {
        line.put("AuthType-#", number)
      }
    case 32: line.append(decimal: UInt32(number & 0x00ff))
    default: line.append(decimal: UInt32(number))
    }
  }

  /// Prints a result code, an error code and a message, the last two if present.
  private mutating func printL2TPResult(_ attribute: L2TPAttribute, _ bytes: Span<UInt8>) -> Bool {
    guard let result = attribute.uint16(at: 0, bytes) else { return false }
    line.append(decimal: UInt32(result))
    if attribute.value.count == 2 { return true }
    guard let error = attribute.uint16(at: 2, bytes) else {
      line.append(" ")
      return false
    }
    line.put("/", error)
    if attribute.value.count > 4 {
      line.append(" ")
      printL2TPText(attribute.rest(from: 4), bytes)
    }
    return true
  }

  /// Prints a cause code, a message and an advisory message of Q.931.
  private mutating func printL2TPCause(_ attribute: L2TPAttribute, _ bytes: Span<UInt8>) -> Bool {
    guard attribute.value.count >= 3, let cause = attribute.uint16(at: 0, bytes) else {
      return false
    }
    line.put(cause, ", ", Hex(bytes[attribute.value.lowerBound + 2], 2))
    if attribute.value.count > 3 {
      line.append(" ")
      printL2TPText(attribute.rest(from: 3), bytes)
    }
    return true
  }

  /// Prints the numbers after two reserved bytes, each with its name.
  private mutating func printL2TPNumbers(
    _ attribute: L2TPAttribute, _ bytes: Span<UInt8>, _ names: [String], isHexadecimal: Bool
  ) -> Bool {
    var index = 2
    for name in names {
      guard let number = attribute.uint32(at: index, bytes) else { return false }
      line.put(name, "=")
      if isHexadecimal { line.append(hex: number, digits: 8) } else { line.append(decimal: number) }
      line.append(" ")
      index += 4
    }
    return true
  }

  /// Prints why PPP was disconnected (RFC 3145).
  private mutating func printL2TPDisconnection(
    _ attribute: L2TPAttribute, _ bytes: Span<UInt8>
  ) -> Bool {
    guard attribute.value.count >= 5, let code = attribute.uint16(at: 0, bytes),
      let number = attribute.uint16(at: 2, bytes)
    else { return false }
    line.put(Hex(code, 4), ", ", Hex(number, 4), " ")
    let direction = bytes[attribute.value.lowerBound + 4]
    switch direction {
    case 0: line.append("global error")
    case 1: line.append("at peer")
    case 2: line.append("at local")
    default: line.put("Direction-#", direction)
    }
    if attribute.value.count > 5 {
      line.append(" ")
      printL2TPText(attribute.rest(from: 5), bytes)
    }
    return true
  }

  private static let l2tpCallErrors = [
    "CRCErr", "FrameErr", "HardOver", "BufOver", "Timeout", "AlignErr",
  ]

  private static let l2tpCharacterMaps = ["send", "recv"]

  /// The names of attributes by their number (RFC 2661, section 4.4; RFC 3145).
  private static let l2tpAttributeNames = [
    "MSGTYPE", "RESULT_CODE", "PROTO_VER", "FRAMING_CAP", "BEARER_CAP", "TIE_BREAKER", "FIRM_VER",
    "HOST_NAME", "VENDOR_NAME", "ASSND_TUN_ID", "RECV_WIN_SIZE", "CHALLENGE", "Q931_CC",
    "CHALLENGE_RESP", "ASSND_SESS_ID", "CALL_SER_NUM", "MINIMUM_BPS", "MAXIMUM_BPS", "BEARER_TYPE",
    "FRAMING_TYPE", "PACKET_PROC_DELAY", "CALLED_NUMBER", "CALLING_NUMBER", "SUB_ADDRESS",
    "TX_CONN_SPEED", "PHY_CHANNEL_ID", "INI_RECV_LCP", "LAST_SENT_LCP", "LAST_RECV_LCP",
    "PROXY_AUTH_TYPE", "PROXY_AUTH_NAME", "PROXY_AUTH_CHAL", "PROXY_AUTH_ID", "PROXY_AUTH_RESP",
    "CALL_ERRORS", "ACCM", "RANDOM_VECTOR", "PRIVATE_GRP_ID", "RX_CONN_SPEED", "SEQ_REQUIRED", "",
    "", "", "", "", "", "PPP_DISCON_CC",
  ]

  private static func l2tpMessageName(_ type: UInt16) -> String? {
    switch type {
    case 1: "SCCRQ"
    case 2: "SCCRP"
    case 3: "SCCCN"
    case 4: "StopCCN"
    case 6: "HELLO"
    case 7: "OCRQ"
    case 8: "OCRP"
    case 9: "OCCN"
    case 10: "ICRQ"
    case 11: "ICRP"
    case 12: "ICCN"
    case 14: "CDN"
    case 15: "WEN"
    case 16: "SLI"
    default: nil
    }
  }

  private static func l2tpAuthentication(_ type: UInt16) -> String? {
    switch type {
    case 0: "Reserved"
    case 1: "Textual"
    case 2: "CHAP"
    case 3: "PAP"
    case 4: "No Auth"
    case 5: "MS-CHAPv1"
    default: nil
    }
  }
}
