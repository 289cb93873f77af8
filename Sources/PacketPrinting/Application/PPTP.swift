import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a control message of the Point-to-Point Tunneling Protocol (RFC 2637).
  mutating func printPPTP(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    let message = PPTPMessage(at: payload.start)
    let isVerbose = options.verbosity > 0
    line.append(": pptp")
    if isVerbose {
      line.put(" Length=", try message.length(bytes))
      switch try message.kind(bytes) {
      case 1: line.append(" CTRL-MSG")
      case 2: line.append(" MGMT-MSG")
      default: line.append(" UNKNOWN-MSG-TYPE")
      }
    }
    let cookie = try message.cookie(bytes)
    let isExpected = cookie == PPTPMessage.magicCookie
    if !isExpected { line.put(" UNEXPECTED Magic-Cookie!!(", Hex(cookie, 8), ")") }
    if isVerbose || !isExpected { line.put(" Magic-Cookie=", Hex(cookie, 8)) }
    let type = try message.type(bytes)
    if Int(type) < Self.pptpMessageNames.count {
      line.put(" CTRL_MSGTYPE=", Self.pptpMessageNames[Int(type)])
    } else {
      line.put(" UNKNOWN_CTRL_MSGTYPE(", type, ")")
    }
    printPPTPReserved(UInt32(try message.reserved(bytes)))
    for field in PPTPMessage.fields(of: type) {
      try printPPTPField(field, of: message, type: type, bytes)
    }
  }

  private mutating func printPPTPReserved(_ value: UInt32) {
    if value != 0 { line.put(" [ERROR: reserved=", value, " must be zero]") }
  }

  private mutating func printPPTPField(
    _ field: PPTPMessage.Field, of message: PPTPMessage, type: UInt16, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    switch field.meaning {
    case .hostName, .vendor, .phoneNumber, .subaddress, .dialedNumber, .dialingNumber,
      .callStatistics:
      line.put(" ", Self.pptpFieldName(field.meaning), "(")
      try printPaddedText(bytes, try message.text(field, bytes), in: PPTPMessage.name)
      line.append(")")
      return
    case .reserved:
      printPPTPReserved(try message.number(field, bytes))
      return
    default: break
    }
    let value = try message.number(field, bytes)
    line.put(" ", Self.pptpFieldName(field.meaning), "(")
    switch field.meaning {
    case .protocolVersion: line.put(value >> 8, ".", value & 0xff)
    case .framingCapabilities:
      if value & 1 != 0 { line.append("A") }
      if value & 2 != 0 { line.append("S") }
    case .bearerCapabilities:
      if value & 2 != 0 { line.append("D") }
      if value & 1 != 0 { line.append("A") }
    case .bearerType: line.append(Self.pptpType(value, ["A", "D", "Any"]))
    case .framingType: line.append(Self.pptpType(value, ["A", "S", "E"]))
    case .sendCharacterMap, .receiveCharacterMap: line.put("0x", Hex(value, 8))
    default: line.append(decimal: value)
    }
    if options.verbosity > 0 {
      switch field.meaning {
      case .resultCode: line.put(":", Self.pptpResult(value, type))
      case .errorCode: line.put(":", Self.pptpError(value))
      case .reason: line.put(":", Self.pptpReason(value))
      default: break
      }
    }
    line.append(")")
  }

  private static let pptpMessageNames = [
    "NOT_DEFINED", "SCCRQ", "SCCRP", "StopCCRQ", "StopCCRP", "ECHORQ", "ECHORP", "OCRQ", "OCRP",
    "ICRQ", "ICRP", "ICCN", "CCRQ", "CDN", "WEN", "SLI",
  ]

  /// The name of a type that counts from 1.
  private static func pptpType(_ value: UInt32, _ names: [String]) -> String {
    value > 0 && value <= UInt32(names.count) ? names[Int(value) - 1] : "?"
  }

  private static func pptpFieldName(_ meaning: PPTPMessage.Meaning) -> String {
    switch meaning {
    case .protocolVersion: "PROTO_VER"
    case .resultCode: "RESULT_CODE"
    case .errorCode: "ERR_CODE"
    case .framingCapabilities: "FRAME_CAP"
    case .bearerCapabilities: "BEARER_CAP"
    case .maximumChannels: "MAX_CHAN"
    case .firmwareRevision: "FIRM_REV"
    case .hostName: "HOSTNAME"
    case .vendor: "VENDOR"
    case .reason: "REASON"
    case .identifier: "ID"
    case .callID: "CALL_ID"
    case .peerCallID: "PEER_CALL_ID"
    case .callSerialNumber: "CALL_SER_NUM"
    case .minimumSpeed: "MIN_BPS"
    case .maximumSpeed: "MAX_BPS"
    case .bearerType: "BEARER_TYPE"
    case .framingType: "FRAME_TYPE"
    case .receiveWindow: "RECV_WIN"
    case .processingDelay: "PROC_DELAY"
    case .phoneNumberLength: "PHONE_NO_LEN"
    case .phoneNumber: "PHONE_NO"
    case .subaddress: "SUB_ADDR"
    case .causeCode: "CAUSE_CODE"
    case .connectionSpeed: "CONN_SPEED"
    case .physicalChannel: "PHY_CHAN_ID"
    case .dialedNumberLength: "DIALED_NO_LEN"
    case .dialingNumberLength: "DIALING_NO_LEN"
    case .dialedNumber: "DIALED_NO"
    case .dialingNumber: "DIALING_NO"
    case .callStatistics: "CALL_STATS"
    case .checksumErrors: "CRC_ERR"
    case .framingErrors: "FRAMING_ERR"
    case .hardwareOverruns: "HARDWARE_OVERRUN"
    case .bufferOverruns: "BUFFER_OVERRUN"
    case .timeouts: "TIMEOUT_ERR"
    case .alignmentErrors: "ALIGN_ERR"
    case .sendCharacterMap: "SEND_ACCM"
    case .receiveCharacterMap: "RECV_ACCM"
    case .reserved: ""
    }
  }

  /// The meaning of a result code in a message of `type` (RFC 2637, sections 2.2, 2.4, 2.6, 2.8, 2.10 and 2.13).
  private static func pptpResult(_ code: UInt32, _ type: UInt16) -> String {
    switch (type, code) {
    case (2, 1): "Successful channel establishment"
    case (2, 2): "General error"
    case (2, 3): "Command channel already exists"
    case (2, 4): "Requester is not authorized to establish a command channel"
    case (2, 5): "The protocol version of the requester is not supported"
    case (4, 1), (6, 1): "OK"
    case (8, 1): "Connected"
    case (10, 1): "Connect"
    case (13, 1): "Lost Carrier"
    case (4, 2), (6, 2), (8, 2), (10, 2), (13, 2): "General Error"
    case (8, 3): "No Carrier"
    case (8, 4): "Busy"
    case (8, 5): "No Dial Tone"
    case (8, 6): "Time-out"
    case (8, 7), (10, 3): "Do Not Accept"
    case (13, 3): "Admin Shutdown"
    case (13, 4): "Request"
    default: "?"
    }
  }

  /// The meaning of a general error code (RFC 2637, section 2.16).
  private static func pptpError(_ code: UInt32) -> String {
    switch code {
    case 0: "None"
    case 1: "Not-Connected"
    case 2: "Bad-Format"
    case 3: "Bad-Value"
    case 4: "No-Resource"
    case 5: "Bad-Call-ID"
    case 6: "PAC-Error"
    default: "?"
    }
  }

  /// Why a control connection is closed (RFC 2637, section 2.3).
  private static func pptpReason(_ reason: UInt32) -> String {
    switch reason {
    case 1: "None"
    case 2: "Stop-Protocol"
    case 3: "Stop-Local-Shutdown"
    default: "?"
    }
  }
}
