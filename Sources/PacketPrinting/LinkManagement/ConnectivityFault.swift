import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a message of connectivity fault management (IEEE 802.1Q, clause 21).
  mutating func printConnectivityFault(_ message: ConnectivityFaultMessage) throws(EarlyEnd) {
    let length = message.fields.length
    let header = ConnectivityFaultMessage.headerByteCount
    guard length >= header else { return printShortConnectivityFault() }
    try message.fields.require(header)
    let version = try message.version
    guard version == 0 else { return line.put("CFMv", version, " not supported, length ", length) }
    let operation = try message.operation
    line.append("CFMv0 ")
    line.append(name: Self.faultOperationName(operation), or: "unknown (", operation, ")")
    line.put(", MD Level ", try message.level, ", length ", length)
    guard options.verbosity > 0 else { return }
    let (offset, room) = (try message.bodyLength, length - header)
    line.put("\n\tFirst TLV offset ", offset)
    if offset > room { return line.put(" (too large, must be <= ", room, ")") }
    guard try printFaultBody(message, operation, offset, room) else { return }
    var elements = try message.elements
    while let element = try elements.next() {
      guard try printFaultElement(element) else { return }
    }
  }

  private mutating func printShortConnectivityFault() {
    line.append("\n\t\t packet is too short")
  }

  /// Prints what a message has before its elements; false if that is all.
  private mutating func printFaultBody(
    _ message: ConnectivityFaultMessage, _ operation: UInt8, _ offset: Int, _ room: Int
  ) throws(EarlyEnd) -> Bool {
    let needed =
      switch operation {
      case 1: 70
      case 4: 6
      case 5: 17
      default: 0
      }
    if offset < needed {
      // The number after "small" is tcpdump's own.
      line.put(" (too small ", operation == 1 ? 1 : operation == 5 ? 4 : 5, ", must be >= ")
      line.put(needed, ")")
      return false
    }
    guard room >= needed else {
      printShortConnectivityFault()
      return false
    }
    if needed > 0 { try message.body.require(needed) }
    switch operation {
    case 1: return try printContinuityCheck(message)
    case 4:
      line.append(", Flags [")
      printFlagNames(
        UInt32(try message.flags),
        [(0x80, "UseFDB Only"), (0x40, "FwdYes"), (0x20, "Terminal MEP")], separator: ", ",
        none: "none")
      let action = try message.relayAction
      line.put("]\n\t  Transaction-ID 0x", Hex(try message.sequence, 8), ", ttl ")
      line.put(try message.timeToLive, "\n\t  Replay-Action ")
      switch action {
      case 1: line.append("Exact Match")
      case 2: line.append("Filtering DB")
      case 3: line.append("MIP CCM DB")
      default: line.append("Unknown")
      }
      line.put(" (", action, ")")
    case 5:
      line.append(
        try message.flags & 0x80 != 0 ? ", Flags [Use Forwarding-DB only]" : ", Flags [none]")
      line.put("\n\t  Transaction-ID 0x", Hex(try message.sequence, 8), ", ttl ")
      line.put(try message.timeToLive, "\n\t  Original-MAC ")
      printAddress(try message.origin)
      line.append(", Target-MAC ")
      printAddress(try message.target)
    default:
      printUnknownData(message.body.part(at: 0, length: room - offset), indent: "\n\t  ")
    }
    return true
  }

  /// Prints a continuity check and the names in it; false if one of them is too long.
  private mutating func printContinuityCheck(
    _ message: ConnectivityFaultMessage
  ) throws(EarlyEnd) -> Bool {
    let flags = try message.flags
    let interval = flags & 7
    line.put(", Flags [CCM Interval ", interval, flags & 0x80 != 0 ? ", RDI]" : "]")
    if interval > 0 {
      // In single precision, as tcpdump computes them.
      let seconds: [8 of Float] = [0, 0.003333, 0.01, 0.1, 1, 10, 60, 600]
      let base = Double(seconds[Int(interval)])
      line.append("\n\t  CCM Interval ")
      line.append(base, decimals: 3)
      line.append("s, min CCM Lifetime ")
      line.append(base * 3.25, decimals: 3)
      line.append("s, max CCM Lifetime ")
      line.append(base * 3.5, decimals: 3)
      line.append("s")
    }
    line.put("\n\t  Sequence Number 0x", Hex(try message.sequence, 8), ", MA-End-Point-ID 0x")
    line.put(Hex(try message.endPoint, 4))
    let domain = try MaintenanceName(message.names, isDomain: true)
    line.append("\n\t  MD Name Format ")
    switch domain.format {
    case 0: line.append("IEEE 802.1")
    case 1: line.append("No MD Name present")
    case 2: line.append("DNS string")
    case 3: line.append("MAC + 16Bit Integer")
    case 4: line.append("Character string")
    default: line.append("Unknown")
    }
    line.put(" (", domain.format, ")")
    if let count = domain.length {
      line.put(", MD Name length ", count)
      if count > domain.room - 3 {
        line.put(" (too large, must be <= ", domain.room - 2, ")")
        return false
      }
      line.append("\n\t  MD Name: ")
      switch domain.format {
      case 2, 4: try printText(domain.value)
      case 3:
        line.append("\n\t  MAC ")
        if count == 6 {
          printAddress(try domain.value.macAddress(at: 0))
        } else {
          line.append("(length invalid)")
        }
      default: printUnknownData(domain.value, indent: "\n\t    ")
      }
    }
    return try printMaintenanceAssociation(MaintenanceName(domain.rest, isDomain: false))
  }

  private mutating func printMaintenanceAssociation(
    _ name: MaintenanceName
  ) throws(EarlyEnd) -> Bool {
    line.append("\n\t  MA Name-Format ")
    switch name.format {
    case 0: line.append("IEEE 802.1")
    case 1: line.append("Primary VID")
    case 2: line.append("Character string")
    case 3: line.append("16Bit Integer")
    case 4: line.append("RFC2685 VPN-ID")
    default: line.append("Unknown")
    }
    let count = name.length ?? 0
    line.put(" (", name.format, "), MA name length ", count)
    if count > name.room {
      line.put(" (too large, must be <= ", name.room, ")")
      return false
    }
    line.append("\n\t  MA Name: ")
    if name.format == 2 {
      try printText(name.value)
    } else {
      printUnknownData(name.value, indent: "\n\t    ")
    }
    return true
  }

  private static func faultOperationName(_ operation: UInt8) -> String? {
    switch operation {
    case 1: "Continuity Check Message"
    case 2: "Loopback Reply"
    case 3: "Loopback Message"
    case 4: "Linktrace Reply"
    case 5: "Linktrace Message"
    default: nil
    }
  }
}
