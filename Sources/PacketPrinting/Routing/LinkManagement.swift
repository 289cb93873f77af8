import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of LMP: its type, and its objects when verbose.
  mutating func printLinkManagement(_ message: LinkManagementMessage) throws(EarlyEnd) {
    try message.fields.check(LinkManagementMessage.headerByteCount, at: 0)
    let (version, type) = (try message.version, try message.type)
    guard version == 1 else {
      return line.put("LMP version ", version, " packet not supported")
    }
    let name = Self.linkManagementType(type)
    guard options.verbosity > 0 else {
      line.append("LMPv1 ")
      if let name { line.append(name) } else { line.put("unknown (", type, ")") }
      return line.put(" Message, length: ", message.fields.length)
    }
    line.append("\n\tLMPv1, msg-type: ")
    if let name { line.append(name) } else { line.put("unknown, type: ", type) }
    line.append(", Flags: [")
    printFlagNames(
      UInt32(try message.flags), [(1, "Control Channel Down"), (2, "LMP restart")],
      separator: ", ", none: "none")
    let length = Int(try message.length)
    line.put("], length: ", length)
    if length < LinkManagementMessage.headerByteCount { return line.append(" (too short)") }
    if length > message.fields.length { return line.append(" (too long)") }
    try printLinkManagementObjects(message, length)
  }

  private mutating func printLinkManagementObjects(
    _ message: LinkManagementMessage, _ length: Int
  ) throws(EarlyEnd) {
    var rest = message.fields.dropping(LinkManagementMessage.headerByteCount)
    var left = length - LinkManagementMessage.headerByteCount
    while left > 0 {
      let object = try LinkManagementObject(rest)
      printLinkManagementHeader(object)
      if object.length < LinkManagementObject.headerByteCount {
        return line.append(" (too short)")
      }
      if object.length % 4 != 0 { return line.append(" (not a multiple of 4)") }
      try rest.check(object.length, at: 0)
      let isDumped: Bool
      switch try printLinkManagementValue(object) {
      case .shown: isDumped = options.verbosity > 1
      case .wrongLength:
        line.append(" (not correct for object)")
        isDumped = options.verbosity > 1
      case .unknown: isDumped = true
      }
      if isDumped { printUnknownData(object.value, indent: "\n\t    ") }
      guard left >= object.length else {
        line.put(" [remaining objects length ", left, " < ", object.length, "]")
        return printInvalid()
      }
      rest = rest.dropping(object.length)
      left -= object.length
    }
  }

  private mutating func printLinkManagementHeader(_ object: LinkManagementObject) {
    line.put("\n\t  ", Self.linkManagementClass(object.objectClass) ?? "Unknown", " Object (")
    line.put(object.objectClass, "), Class-Type: ")
    line.append(Self.linkManagementSubclass(object.objectClass, object.type) ?? "Unknown")
    line.put(" (", object.type, ") Flags: [", object.isNegotiable ? "" : "non-")
    line.put("negotiable], length: ", object.length)
  }

  private static func linkManagementType(_ type: UInt8) -> String? {
    switch type {
    case 1: "Config"
    case 2: "Config ACK"
    case 3: "Config NACK"
    case 4: "Hello"
    case 5: "Begin Verify"
    case 6: "Begin Verify ACK"
    case 7: "Begin Verify NACK"
    case 8: "End Verify"
    case 9: "End Verify ACK"
    case 10: "Test"
    case 11: "Test Status Success"
    case 12: "Test Status Failure"
    case 13: "Test Status ACK"
    case 14: "Link Summary"
    case 15: "Link Summary ACK"
    case 16: "Link Summary NACK"
    case 17: "Channel Status"
    case 18: "Channel Status ACK"
    case 19: "Channel Status Request"
    case 20: "Channel Status Response"
    case 50: "Service Config"
    case 51: "Service Config ACK"
    case 52: "Service Config NACK"
    default: nil
    }
  }

  private static func linkManagementClass(_ number: UInt8) -> String? {
    switch number {
    case 1: "Control Channel ID"
    case 2: "Node ID"
    case 3: "Link ID"
    case 4: "Interface ID"
    case 5: "Message ID"
    case 6: "Configuration"
    case 7: "Hello"
    case 8: "Verify Begin"
    case 9: "Verify Begin ACK"
    case 10: "Verify ID"
    case 11: "TE Link"
    case 12: "Data Link"
    case 13: "Channel Status"
    case 14: "Channel Status Request"
    case 20: "Error Code"
    case 51: "Service Config"
    default: nil
    }
  }

  private static func linkManagementSubclass(_ number: UInt8, _ type: UInt8) -> String? {
    switch (number, type) {
    case (1...2, 1): "Local"
    case (1...2, 2): "Remote"
    case (3...4, 1): "IPv4 Local"
    case (3...4, 2): "IPv4 Remote"
    case (3...4, 3): "IPv6 Local"
    case (3...4, 4): "IPv6 Remote"
    case (3...4, 5): "Unnumbered Local"
    case (3...4, 6): "Unnumbered Remote"
    case (11...14, 1): "IPv4"
    case (11...14, 2): "IPv6"
    case (11...14, 3): "Unnumbered"
    case (5...10, 1), (20, 1), (51, 1): "1"
    case (5, 2), (20, 2), (51, 2): "2"
    case (51, 3): "3"
    case (51, 4): "4"
    default: nil
    }
  }
}
