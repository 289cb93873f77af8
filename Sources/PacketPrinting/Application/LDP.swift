import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints PDUs of the Label Distribution Protocol (RFC 5036); their messages when verbose.
  mutating func printLDP(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    var offset = payload.start
    var left = payload.length
    while left > LDPPDU.headerByteCount + LDPMessage.headerByteCount {
      guard let count = try printLDPUnit(bytes, at: offset) else { return }
      guard left >= count else {
        line.put(" [remaining length ", left, " < ", count, "]")
        printInvalid()
        return
      }
      left -= count
      offset += count
    }
  }

  /// Prints a PDU and returns how many bytes it has; nil if nothing follows it.
  private mutating func printLDPUnit(
    _ bytes: Span<UInt8>, at start: Int
  ) throws(EarlyEnd) -> Int? {
    let unit = try LDPPDU(bytes, at: start)
    if options.verbosity > 0 { line.append("\n\t") }
    guard unit.version == 1 else {
      line.put("LDP version ", unit.version, " packet not supported")
      return nil
    }
    guard unit.length >= LDPPDU.headerByteCount - 4 else {
      line.put("LDP, pdu-length: ", unit.length, " (too short, < 6)")
      return nil
    }
    line.append("LDP, Label-Space-ID: ")
    printAddress(unit.router)
    line.put(":", unit.labelSpace, ", pdu-length: ", unit.length)
    guard options.verbosity > 0 else { return nil }
    var offset = start + LDPPDU.headerByteCount
    var left = unit.length - (LDPPDU.headerByteCount - 4)
    while left > 0 {
      let message = try LDPMessage(bytes, at: offset)
      let name = Self.ldpMessageName(message.type) ?? "Unknown"
      line.put("\n\t  ", name, " Message (0x", Hex(message.type, 4), "), length: ", message.length)
      guard message.length >= 4 else {
        line.append(" (too short, < 4)")
        return nil
      }
      line.put(", Message ID: 0x", Hex(message.identifier, 8), ", Flags: [")
      line.append(message.isIgnorable ? "continue processing" : "ignore")
      line.append(" if unknown]")
      try bytes.require(message.length, at: offset, in: LDPPDU.name)
      try printLDPMessage(message, bytes, at: offset)
      left -= message.length + 4
      offset += message.length + 4
    }
    return unit.length + 4
  }

  private mutating func printLDPMessage(
    _ message: LDPMessage, _ bytes: Span<UInt8>, at start: Int
  ) throws(EarlyEnd) {
    var offset = start + LDPMessage.headerByteCount
    var left = message.length - 4
    switch message.type {
    case 0x0001, 0x0100, 0x0200, 0x0201, 0x0300, 0x0301, 0x0400, 0x0402:
      while left >= 4 {
        let parameter = try LDPParameter(bytes, at: offset)
        guard parameter.length + 4 <= left else {
          line.append("\n\t\t TLV contents go past end of message")
          break
        }
        try printLDPParameter(parameter, bytes)
        left -= parameter.length + 4
        offset += parameter.length + 4
      }
    default:
      if options.verbosity <= 1 {
        printUnknownData(bytes, at: offset, length: left, indent: "\n\t  ")
      }
    }
    if options.verbosity > 1 {
      printUnknownData(
        bytes, at: start + LDPMessage.headerByteCount, length: message.length,
        indent: "\n\t  ")
    }
  }

  /// Checks that a parameter has the bytes that its type needs; reports it if not.
  private mutating func requireLDP(_ count: Int, of length: Int) -> Bool {
    if length >= count { return true }
    line.put(" [tlv length ", length, " < ", count, "]")
    printInvalid()
    return false
  }

  private mutating func printLDPParameter(
    _ parameter: LDPParameter, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let length = parameter.length
    let name = Self.ldpParameterName(parameter.type) ?? "Unknown"
    line.put("\n\t    ", name, " TLV (0x", Hex(parameter.type, 4), "), length: ", length)
    line.put(", Flags: [", parameter.isIgnorable ? "continue processing" : "ignore")
    line.put(" and ", parameter.isForwarded ? "do" : "don't", " forward if unknown]")
    switch parameter.type {
    case 0x0100: try printLDPClass(parameter, bytes)
    case 0x0101: try printLDPAddresses(parameter, bytes)
    case 0x0200 where requireLDP(4, of: length):
      line.put("\n\t      Label: ", try parameter.uint32(at: 0, bytes) & 0xfffff)
    case 0x0300 where requireLDP(8, of: length):
      let status = try parameter.uint32(at: 0, bytes)
      line.put("\n\t      Status: 0x", Hex(status & 0x3fff_ffff, 2), ", Flags: [")
      line.append(status & 0x8000_0000 != 0 ? "Fatal error" : "Advisory Notification")
      line.put(" and ", status & 0x4000_0000 != 0 ? "do" : "don't", " forward]")
      let cause = try parameter.uint32(at: 4, bytes)
      if cause != 0 { line.put(", causing Message ID: 0x", Hex(cause, 8)) }
    case 0x0400 where requireLDP(4, of: length):
      let hold = try parameter.uint16(at: 0, bytes)
      let flags = try parameter.uint16(at: 2, bytes)
      line.put("\n\t      Hold Time: ", hold, "s, Flags: [")
      line.put(flags & 0x8000 != 0 ? "Targeted" : "Link", " Hello")
      line.put(flags & 0x4000 != 0 ? ", Request for targeted Hellos" : "", "]")
    case 0x0401 where requireLDP(4, of: length):
      let address = try parameter.uint32(at: 0, bytes)
      line.append("\n\t      IPv4 Transport Address: ")
      printAddress(IPv4Address(rawValue: address))
    case 0x0402 where requireLDP(4, of: length):
      line.put("\n\t      Sequence Number: ", try parameter.uint32(at: 0, bytes))
    case 0x0403 where requireLDP(16, of: length):
      let address = try parameter.address6(at: 0, bytes)
      line.append("\n\t      IPv6 Transport Address: ")
      printAddress(address)
    case 0x0500 where requireLDP(8, of: length):
      line.put("\n\t      Version: ", try parameter.uint16(at: 0, bytes), ", Keepalive: ")
      let flags = try parameter.uint16(at: 6, bytes)
      line.put(try parameter.uint16(at: 2, bytes), "s, Flags: [Downstream ")
      line.append(flags & 0x8000 != 0 ? "On Demand" : "Unsolicited")
      line.put(", Loop Detection ", flags & 0x4000 != 0 ? "Enabled" : "Disabled", "]")
    case 0x0503 where requireLDP(12, of: length): try printLDPFaultTolerance(parameter, bytes)
    case 0x0601 where requireLDP(2, of: length):
      line.put("\n\t      MTU: ", try parameter.uint16(at: 0, bytes))
    case 0x0200, 0x0300, 0x0400, 0x0401, 0x0402, 0x0403, 0x0500, 0x0503, 0x0601: break
    default:
      if options.verbosity <= 1 {
        printUnknownData(bytes, at: parameter.start, length: length, indent: "\n\t      ")
      }
    }
  }

  private mutating func printLDPFaultTolerance(
    _ parameter: LDPParameter, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let flags = try parameter.uint16(at: 0, bytes)
    line.put("\n\t      Flags: [", flags & 0x8000 != 0 ? "" : "No ", "Reconnect, ")
    line.put(flags & 8 != 0 ? "" : "Don't ", "Save State, ", flags & 4 != 0 ? "" : "No ")
    line.append("All-Label Protection, ")
    line.append(flags & 2 != 0 ? "Sequence Numbered Label" : "All Labels")
    line.put(" Checkpoint, ", flags & 1 != 0 ? "" : "Don't ", "Re-Learn State]")
    let reconnect = try parameter.uint32(at: 4, bytes)
    if reconnect != 0 { line.put(", Reconnect Timeout: ", reconnect, "ms") }
    let recovery = try parameter.uint32(at: 8, bytes)
    if recovery != 0 { line.put(", Recovery Time: ", recovery, "ms") }
  }

  private mutating func printLDPAddresses(
    _ parameter: LDPParameter, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    guard requireLDP(2, of: parameter.length) else { return }
    let family = try parameter.uint16(at: 0, bytes)
    line.append("\n\t      Address Family: ")
    if let name = Self.addressFamilyName(family) {
      line.append(name)
    } else {
      line.put("Unknown (", family, ")")
    }
    line.append(", addresses")
    let size = family == 1 ? 4 : family == 2 ? 16 : 0
    guard size > 0 else { return }
    for index in stride(from: 2, through: parameter.length - size, by: size) {
      if size == 4 {
        let address = try parameter.uint32(at: index, bytes)
        line.append(" ")
        printAddress(IPv4Address(rawValue: address))
      } else {
        let address = try parameter.address6(at: index, bytes)
        line.append(" ")
        printAddress(address)
      }
    }
  }
}
