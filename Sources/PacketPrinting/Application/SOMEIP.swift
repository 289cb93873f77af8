import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the header of a SOME/IP message (AUTOSAR PRS_SOMEIPProtocol).
  mutating func printSOMEIP(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    line.append("SOMEIP")
    let header = SOMEIPHeader(at: payload.start)
    guard payload.length >= SOMEIPHeader.byteCount else {
      printInvalid()
      return
    }
    let method = try header.value(.method, bytes)
    line.put(", service ", try header.value(.service, bytes))
    line.put(method & 0x8000 != 0 ? ", event " : ", method ", method & 0x7fff)
    let length = try header.length(bytes)
    line.put(", len ", length)
    let session = try header.value(.session, bytes)
    line.put(", client ", try header.value(.client, bytes), ", session ", session)
    line.put(", pver ", try header.value(.protocolVersion, bytes))
    line.put(", iver ", try header.value(.interfaceVersion, bytes))
    let type = try header.value(.messageType, bytes)
    line.append(", msgtype ")
    if let name = Self.someIPType(type) { line.append(name) } else { line.append("Unknown") }
    let code = try header.value(.returnCode, bytes)
    line.append(", retcode ")
    if Int(code) < Self.someIPCodes.count {
      line.append(Self.someIPCodes[Int(code)])
    } else {
      line.append("Unknown")
    }
    line.append("\n")
  }

  private static func someIPType(_ type: UInt8) -> String? {
    switch type {
    case 0x00: "REQUEST"
    case 0x01: "REQUEST_NO_RETURN"
    case 0x02: "NOTIFICATION"
    case 0x20: "TP_REQUEST"
    case 0x21: "TP_REQUEST_NO_RETURN"
    case 0x22: "TP_NOTIFICATION"
    case 0x40: "REQUEST_ACK"
    case 0x41: "REQUEST_NO_RETURN_ACK"
    case 0x42: "NOTIFICATION_ACK"
    case 0x80: "RESPONSE"
    case 0x81: "ERROR"
    case 0xa0: "TP_RESPONSE"
    case 0xa1: "TP_ERROR"
    case 0xc0: "RESPONSE_ACK"
    case 0xc1: "ERROR_ACK"
    default: nil
    }
  }

  private static let someIPCodes = [
    "E_OK", "E_NOT_OK", "E_UNKNOWN_SERVICE", "E_UNKNOWN_METHOD", "E_NOT_READY",
    "E_NOT_REACHABLE", "E_TIMEOUT", "E_WRONG_PROTOCOL_VERSION", "E_WRONG_INTERFACE_VERSION",
    "E_MALFORMED_MESSAGE", "E_WRONG_MESSAGE_TYPE", "E_E2E_REPEATED", "E_E2E_WRONG_SEQUENCE",
    "E_E2E", "E_E2E_NOT_AVAILABLE", "E_E2E_NO_NEW_DATA",
  ]
}
