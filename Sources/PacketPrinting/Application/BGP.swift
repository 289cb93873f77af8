import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the messages of the Border Gateway Protocol (RFC 4271) in a TCP segment; their fields when verbose.
  mutating func printBGP(_ bytes: Span<UInt8>, _ payload: ApplicationPayload) throws(EarlyEnd) {
    line.append(": BGP")
    guard options.verbosity > 0 else { return }
    var expected = payload.start
    var from = payload.start
    while let start = BGPMessage.marker(bytes, from: from) {
      let message = try BGPMessage(bytes, at: start)
      if start != expected { printTruncation(BGPMessage.name) }
      guard message.length >= BGPMessage.headerByteCount else {
        line.put("\nmessage length ", message.length, " < ", BGPMessage.headerByteCount)
        printInvalid()
        return
      }
      guard bytes.has(message.length, at: start) else {
        line.put("\n[|BGP ", Self.bgpMessageName(message.type) ?? "Unknown Message Type", "]")
        return
      }
      try printBGPMessage(message, bytes)
      from = message.end
      expected = from
    }
  }

  private mutating func printBGPMessage(
    _ message: BGPMessage, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    line.put("\n\t", Self.bgpMessageName(message.type) ?? "Unknown", " Message (")
    line.put(message.type, "), length: ", message.length)
    let isWhole: Bool
    switch message.type {
    case 1: isWhole = try printBGPOpen(message, bytes)
    case 2: isWhole = try printBGPUpdate(message, bytes)
    case 3:
      try printBGPNotification(message, bytes)
      isWhole = true
    case 4: isWhole = true
    case 5:
      try printBGPRouteRefresh(message, bytes)
      isWhole = true
    default:
      line.put("\n\t  no Message ", message.type, " decoder")
      printUnknownData(bytes, at: message.offset, length: message.length, indent: "\n\t  ")
      isWhole = true
    }
    if !isWhole { printTruncation(BGPMessage.name) }
  }

  /// Appends `AFI NAME (1), SAFI NAME (1)`.
  mutating func printBGPFamily(_ family: UInt16, _ subsequent: UInt8) {
    line.put("AFI ", Self.addressFamilyName(family) ?? "Unknown", " (", family, "), SAFI ")
    line.put(Self.bgpSubsequentFamilyName(subsequent) ?? "Unknown", " (", subsequent, ")")
  }

  /// Prints an OPEN message (RFC 4271, section 4.2); false if it is cut.
  private mutating func printBGPOpen(
    _ message: BGPMessage, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    guard message.length >= BGPOpen.byteCount, let open = BGPOpen(bytes, message) else {
      return false
    }
    line.put("\n\t  Version ", open.version, ", my AS ", open.system)
    line.put(", Holdtime ", open.holdTime, "s, ID ")
    printAddress(open.identifier)
    line.put("\n\t  Optional parameters, length: ", open.parameterLength)
    let start = message.offset + BGPOpen.byteCount
    var index = 0
    while index < open.parameterLength {
      guard let parameter = BGPParameter(bytes, at: start + index),
        message.length - BGPOpen.byteCount >= index + 2
      else { return false }
      let end = index + 2 + parameter.value.count
      guard end <= open.parameterLength else {
        line.put("\n\t     Option ", parameter.type, ", length: ", parameter.value.count)
        line.append(", goes past the end of the options")
        return true
      }
      line.append("\n\t    Option ")
      switch parameter.type {
      case 1: line.append("Authentication Information")
      case 2: line.append("Capabilities Advertisement")
      default: line.append("Unknown")
      }
      line.put(" (", parameter.type, "), length: ", parameter.value.count)
      if parameter.type == 2 {
        try printBGPCapabilities(bytes, parameter.value)
      } else {
        line.put("\n\t      no decoder for option ", parameter.type)
      }
      index = end
    }
    return true
  }

  private mutating func printBGPCapabilities(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard let capability = BGPParameter(bytes, at: offset) else {
        printTruncation(BGPMessage.name)
        return
      }
      let length = capability.value.count
      line.put("\n\t      ", Self.bgpCapabilityName(capability.type) ?? "Unknown", " (")
      line.put(capability.type, "), length: ", length)
      guard bytes.has(length, at: capability.value.lowerBound) else {
        printTruncation(BGPMessage.name)
        return
      }
      guard try printBGPCapability(capability, bytes) else { return }
      if options.verbosity > 1 && length > 0 {
        printUnknownData(bytes, at: capability.value.lowerBound, length: length, indent: "\n\t\t")
      }
      offset = capability.value.upperBound
    }
  }

  /// Prints the value of a capability; false if it is too short, which ends the list.
  private mutating func printBGPCapability(
    _ capability: BGPParameter, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    let length = capability.value.count
    switch capability.type {
    case 1:
      guard length >= 4 else {
        line.append(" (too short, < 4)")
        return false
      }
      line.append("\n\t\t")
      printBGPFamily(
        try capability.uint16(at: 0, bytes), try capability.byte(at: 3, bytes))
    case 8:
      for index in stride(from: 0, to: length - 3, by: 4) {
        line.append("\n\t\t")
        printBGPFamily(
          try capability.uint16(at: index, bytes), try capability.byte(at: index + 2, bytes))
        line.put(", Count: ", try capability.byte(at: index + 3, bytes))
      }
    case 64: return try printBGPGracefulRestart(capability, bytes)
    case 2, 71, 128: break
    case 65:
      guard length >= 4 else {
        line.append(" (too short, < 4)")
        return false
      }
      line.put("\n\t\t 4 Byte AS ", try capability.uint32(at: 0, bytes))
    case 69:
      guard length > 0 else {
        line.append(" (bogus)")
        break
      }
      for index in stride(from: 0, to: length, by: 4) {
        guard length - index >= 4 else {
          printInvalid()
          break
        }
        line.append("\n\t\t")
        printBGPFamily(
          try capability.uint16(at: index, bytes), try capability.byte(at: index + 2, bytes))
        line.append(", Send/Receive: ")
        switch try capability.byte(at: index + 3, bytes) {
        case 1: line.append("Receive")
        case 2: line.append("Send")
        case 3: line.append("Both")
        case let value: line.put("Bogus (0x", Hex(value, 2), ")")
        }
      }
    default:
      line.put("\n\t\tno decoder for Capability ", capability.type)
      if options.verbosity <= 1 {
        printUnknownData(bytes, at: capability.value.lowerBound, length: length, indent: "\n\t\t")
      }
    }
    return true
  }

  /// Prints the capability of RFC 4724, section 3.
  private mutating func printBGPGracefulRestart(
    _ capability: BGPParameter, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    guard capability.value.count >= 2 else {
      line.append(" (too short, < 2)")
      return false
    }
    let flags = try capability.uint16(at: 0, bytes)
    line.append("\n\t\tRestart Flags: [")
    printFlagNames(
      UInt32(flags >> 12), Self.bgpRestartFlags, separator: ", ", none: "none")
    line.put("], Restart Time ", flags & 0x0fff, "s")
    for index in stride(from: 2, to: capability.value.count - 3, by: 4) {
      line.append("\n\t\t  ")
      printBGPFamily(
        try capability.uint16(at: index, bytes), try capability.byte(at: index + 2, bytes))
      let isKept = try capability.byte(at: index + 3, bytes) & 0x80 != 0
      line.put(", Forwarding state preserved: ", isKept ? "yes" : "no")
    }
    return true
  }

  private static let bgpRestartFlags: [(UInt32, String)] = [(8, "R")]

  /// Prints a ROUTE-REFRESH message (RFC 2918).
  private mutating func printBGPRouteRefresh(
    _ message: BGPMessage, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    guard message.length >= 23 else { return }
    let request = BGPRouteRefresh(bytes, message)
    line.append("\n\t  ")
    printBGPFamily(request.family, request.subsequent)
    if options.verbosity > 1 {
      printUnknownData(bytes, at: message.offset, length: message.length, indent: "\n\t  ")
    }
  }

  /// Prints a NOTIFICATION message (RFC 4271, section 4.5; RFC 4486; RFC 9003).
  private mutating func printBGPNotification(
    _ message: BGPMessage, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    guard message.length >= BGPNotification.byteCount else { return }
    let notification = BGPNotification(bytes, message)
    let (code, subcode) = (notification.code, notification.subcode)
    line.put(", ", Self.bgpErrorName(code) ?? "Unknown Error", " (", code, ")")
    switch code {
    case 1, 2, 3, 5, 6, 7:
      line.append(code == 5 || code == 7 ? " subcode " : ", subcode ")
      line.put(Self.bgpSuberrorName(code, subcode) ?? "Unknown", " (", subcode, ")")
    default: break
    }
    guard code == 6 else { return }
    if subcode == 1, let limit = notification.prefixLimit(bytes) {
      line.append(", ")
      printBGPFamily(limit.family, limit.subsequent)
      line.put(", Max Prefixes: ", limit.count)
    }
    if subcode == 2 || subcode == 4 { try printBGPShutdown(notification, bytes) }
  }

  /// Prints the shutdown communication of an administrator (RFC 9003).
  private mutating func printBGPShutdown(
    _ notification: BGPNotification, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let data = notification.data
    guard !data.isEmpty else { return }
    let length = Int(bytes[data.lowerBound])
    var shown = 0
    if length > data.count - 1 {
      line.append(", invalid Shutdown Communication length")
    } else if length == 0 {
      line.append(", empty Shutdown Communication")
      shown = 1
    } else {
      line.put(", Shutdown Communication (length: ", length, "): \"")
      let start = data.lowerBound + 1
      try printText(bytes, start..<(start + length), in: BGPMessage.name)
      line.append("\"")
      shown = 1 + length
    }
    if data.count > shown {
      line.put(", Data: (length: ", data.count - shown, ")")
      printUnknownData(
        bytes, at: data.lowerBound + shown, length: data.count - shown, indent: "\n\t\t")
    }
  }
}
