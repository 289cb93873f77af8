import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a control frame of the Lightweight Access Point Protocol; an access point's begins with its address.
  mutating func printLWAPPControl(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    let name = "lwapp_control"
    let isFromAccessPoint = payload.sourcePort != 12_223
    let start = payload.start + (isFromAccessPoint ? 6 : 0)
    let header = try LWAPPHeader(bytes, at: start, in: name)
    guard printLWAPPHeader(header, length: payload.length) else { return }
    line.put(", Radio-id ", header.radio, ", Flags [")
    printLWAPPFlags(header)
    line.put("], Frag-id ", header.fragment, ", length ", header.length)
    if isFromAccessPoint {
      line.append("\n\tAP identity: ")
      printAddress(MACAddress(rawValue: bytes.uint48(at: payload.start)))
    }
    var offset = start + LWAPPHeader.byteCount
    var left = header.length
    while left > 0 {
      let message = try LWAPPMessage(bytes, at: offset, in: name)
      guard left >= LWAPPMessage.headerByteCount + message.length else {
        line.append("\n\t  Msg goes past end of PDU")
        return
      }
      line.append("\n\t  Msg type: ")
      line.append(Self.lwappMessageName(message.type) ?? "Unknown")
      line.put(" (", message.type, "), Seqnum: ", message.sequence, ", Msg len: ")
      line.put(message.length, ", Session: 0x", Hex(message.session, 8))
      try bytes.require(message.length, at: offset, in: name)
      offset += LWAPPMessage.headerByteCount + message.length
      left -= LWAPPMessage.headerByteCount + message.length
    }
  }

  /// Prints a data frame of the Lightweight Access Point Protocol; the frame that it carries when verbose, as a dump.
  mutating func printLWAPPData(
    _ bytes: Span<UInt8>, _ payload: ApplicationPayload
  ) throws(EarlyEnd) {
    let header = try LWAPPHeader(bytes, at: payload.start, in: "lwapp_data")
    guard printLWAPPHeader(header, length: payload.length) else { return }
    line.put(", Radio-id  ", header.radio, ", Flags [")
    printLWAPPFlags(header)
    guard header.length >= LWAPPHeader.byteCount else {
      line.put("], length ", header.length, " < transport header length")
      return
    }
    line.put("], Frag-id  ", header.fragment, ", length ", header.length)
    printUnknownData(
      bytes, at: payload.start + LWAPPHeader.byteCount,
      length: header.length - LWAPPHeader.byteCount, indent: "\n\t")
  }

  /// Prints the kind of the frame, or the whole line if not verbose; returns whether there is more to print.
  private mutating func printLWAPPHeader(_ header: LWAPPHeader, length: Int) -> Bool {
    guard header.version == 0 else {
      line.put("LWAPP version ", header.version, " packet not supported")
      return false
    }
    line.put("LWAPPv", header.version, header.isControl ? ", Control frame" : ", Data frame")
    if options.verbosity > 0 { return true }
    line.append(", Flags [")
    printLWAPPFlags(header)
    line.put("], length ", length)
    return false
  }

  private mutating func printLWAPPFlags(_ header: LWAPPHeader) {
    printFlagNames(UInt32(header.flags), Self.lwappFlags, separator: ", ", none: "none")
  }

  private static let lwappFlags: [(UInt32, String)] = [
    (1, "Last Fragment Bit"), (2, "Fragment Bit"), (4, "Control Bit"),
  ]

  private static func lwappMessageName(_ type: UInt8) -> String? {
    switch type {
    case 1: "Discovery req"
    case 2: "Discovery resp"
    case 3: "Join req"
    case 4: "Join resp"
    case 5: "Join ack"
    case 6: "Join confirm"
    case 10: "Configure req"
    case 11: "Configure resp"
    case 12: "Update req"
    case 13: "Update resp"
    case 14: "WTP event req"
    case 15: "WTP event resp"
    case 16: "Change state event req"
    case 17: "Change state event resp"
    case 22: "Echo req"
    case 23: "Echo resp"
    case 24: "Image data req"
    case 25: "Image data resp"
    case 26: "Channel status req"
    case 27: "Channel status resp"
    case 30: "Key update req"
    case 31: "Key update resp"
    case 32: "Primary discovery req"
    case 33: "Primary discovery resp"
    case 34: "Data transfer req"
    case 35: "Data transfer resp"
    case 36: "Clear config ind"
    case 37: "Wlan config req"
    case 38: "Wlan config resp"
    case 39: "Mobile config req"
    case 40: "Mobile config resp"
    default: nil
    }
  }
}
