import InternetTypes
import PacketDissection
import TextOutput

// Cisco's protocols between switches, except CDP and VTP.
extension PacketPrinter {
  /// Prints a message of unidirectional link detection (RFC 5171).
  mutating func printLinkDetection(_ message: LinkDetectionMessage) throws(EarlyEnd) {
    guard message.fields.length >= 4 else {
      printInvalid()
      return
    }
    let code = try message.code
    let flags = try message.flags
    begin("UDLDv")
    line.append("", decimal: try message.version, ", Code ")
    switch code {
    case 1: line.append("Probe message")
    case 2: line.append("Echo message")
    case 3: line.append("Flush message")
    default: line.append("Reserved")
    }
    line.append(" (", hex: code, "), Flags [")
    printFlagNames(
      UInt32(flags),
      [
        (1, "RT"), (2, "RSY"), (4, "MBZ-2"), (8, "MBZ-3"), (0x10, "MBZ-4"), (0x20, "MBZ-5"),
        (0x40, "MBZ-6"), (0x80, "MBZ-7"),
      ], separator: ", ", none: "none")
    line.append("] (0x", hex: flags, digits: 2, "), length ")
    line.append(decimal: message.fields.length)
    if options.verbosity == 0 {
      try message.fields.require(message.fields.length)
      return
    }
    begin("\n\tChecksum 0x")
    line.append("", hex: try message.checksum, digits: 4, " (unverified)")
    endStatement()
    var elements = message.elements
    while let element = try elements.next() {
      begin("\n\t")
      line.append(Self.linkDetectionName(element.type) ?? "Unknown")
      line.append(" (0x", hex: element.type, digits: 4, ") TLV, length ")
      line.append(decimal: UInt32(element.length))
      guard element.length >= 5, element.isInsideMessage,
        try printLinkDetectionValue(element)
      else {
        printInvalid()
        try elements.rest.require(elements.rest.length)
        return
      }
      endStatement()
    }
    if !elements.isAtEnd { printInvalid() }
  }

  private static func linkDetectionName(_ type: UInt16) -> String? {
    switch type {
    case 1: "Device-ID TLV"
    case 2: "Port-ID TLV"
    case 3: "Echo TLV"
    case 4: "Message Interval TLV"
    case 5: "Timeout Interval TLV"
    case 6: "Device Name TLV"
    case 7: "Sequence Number TLV"
    default: nil
    }
  }

  /// Prints the value of an element; false if it contradicts its type.
  private mutating func printLinkDetectionValue(_ element: LinkElement) throws(EarlyEnd) -> Bool {
    switch element.type {
    case 1, 2, 6:
      line.append(", ")
      try printText(element.value)
    case 3:
      line.append(", ")
      try printAllText(element.value)
    case 4, 5:
      guard element.value.length == 1 else { return false }
      begin(", ")
      line.append("", decimal: try element.byte, "s")
    case 7:
      guard element.value.length == 4 else { return false }
      begin(", ")
      line.append("", decimal: try element.uint32)
    default: break
    }
    return true
  }

  /// Prints a message of the dynamic trunking protocol: a version and elements.
  mutating func printDynamicTrunking(_ fields: Fields) throws(EarlyEnd) {
    guard fields.length >= 1 else {
      line.append("[zero packet length]")
      printInvalid()
      return
    }
    begin("DTPv")
    line.append("", decimal: try fields.byte(at: 0), ", length ")
    line.append(decimal: fields.length)
    if options.verbosity == 0 { return }
    var elements = LinkElements(fields.dropping(1))
    while let element = try elements.next() {
      begin("\n\t")
      switch element.type {
      case 1: line.append("Domain")
      case 2: line.append("Status")
      case 3: line.append("DTP type")
      case 4: line.append("Neighbor")
      default: line.append("Unknown")
      }
      line.append(" (0x", hex: element.type, digits: 4, ") TLV, length ")
      line.append(decimal: UInt32(element.length))
      guard element.length >= 4, element.isInsideMessage,
        try printDynamicTrunkingValue(element)
      else {
        endStatement()
        line.append("[invalid TLV length ", decimal: element.length, "]")
        printInvalid()
        try elements.rest.require(elements.rest.length)
        return
      }
    }
    if !elements.isAtEnd {
      endStatement()
      line.append("[", decimal: elements.rest.length, " bytes remaining]")
      printInvalid()
      try elements.rest.require(elements.rest.length)
    }
  }

  /// Prints the value of an element; false if its length contradicts its type.
  private mutating func printDynamicTrunkingValue(
    _ element: LinkElement
  ) throws(EarlyEnd) -> Bool {
    switch element.type {
    case 1:
      line.append(", ")
      try printText(element.value)
    case 2, 3:
      guard element.value.length == 1 else { return false }
      begin(", 0x")
      line.append(hex: UInt32(try element.byte))
    case 4:
      guard element.value.length == 6 else { return false }
      begin(", ")
      printAddress(try element.macAddress)
    default: break
    }
    return true
  }
}
