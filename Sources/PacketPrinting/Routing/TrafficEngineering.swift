import InternetTypes
import PacketDissection
import TextOutput

// Traffic engineering in OSPF, and the names that it shares with RSVP and IS-IS.
extension PacketPrinter {
  /// Prints an advertisement of traffic engineering (RFC 3630).
  mutating func printTrafficEngineering(_ body: Fields) throws(EarlyEnd) {
    var elements = LinkStateElements(body)
    while let element = try elements.next() {
      line.append("\n\t    ")
      switch element.type {
      case 1: line.append("Router Address")
      case 2: line.append("Link")
      default: line.append("unknown")
      }
      line.append(" TLV (", decimal: element.type, "), length: ")
      line.append(decimal: element.length)
      if element.length > element.room {
        line.append("\n\t    Bogus length ", decimal: element.length, " > ")
        line.append(decimal: element.room)
        throw body.end
      }
      switch element.type {
      case 1:
        if element.length < 4 {
          line.append("\n\t    TLV length ", decimal: element.length, " < 4")
          throw body.end
        }
        let address = try element.address
        line.append(", ")
        printAddress(address)
      case 2:
        var parts = element.elements
        while let part = try parts.next() { try printLinkProperty(part) }
        if parts.rest.length > 0 {
          line.append("\n\t    Remaining TLV length ", decimal: parts.rest.length, " < 4")
          throw body.end
        }
      default:
        if options.verbosity <= 1 { printUnknownData(element.value, indent: "\n\t      ") }
      }
    }
    if elements.rest.length > 0 {
      line.append("\n\t    Remaining LS length ", decimal: elements.rest.length, " < 4")
      throw body.end
    }
  }

  private static func linkPropertyName(_ type: UInt16) -> String? {
    switch type {
    case 1: "Link Type"
    case 2: "Link ID"
    case 3: "Local Interface IP address"
    case 4: "Remote Interface IP address"
    case 5: "Traffic Engineering Metric"
    case 6: "Maximum Bandwidth"
    case 7: "Maximum Reservable Bandwidth"
    case 8: "Unreserved Bandwidth"
    case 9: "Administrative Group"
    case 11: "Link Local/Remote Identifier"
    case 14: "Link Protection Type"
    case 15: "Interface Switching Capability"
    case 16: "Shared Risk Link Group"
    case 17: "Bandwidth Constraints"
    default: nil
    }
  }

  private mutating func printLinkProperty(_ part: LinkStateElement) throws(EarlyEnd) {
    line.append("\n\t      ")
    line.append(Self.linkPropertyName(part.type) ?? "unknown")
    line.append(" subTLV (", decimal: part.type, "), length: ")
    line.append(decimal: part.length)
    try part.value.require(part.length)
    let needed = Self.linkPropertyLength(part.type)
    if part.type == 2 || part.type == 11 {
      guard part.length == 4 || part.length == 8 else {
        line.append(" != 4 && != 8")
        throw part.value.end
      }
    } else if let needed, part.length != needed {
      line.append(" != ", decimal: needed)
      throw part.value.end
    }
    switch part.type {
    case 9: line.append(", 0x", hex: try part.uint32, digits: 8)
    case 2, 11:
      line.append(", ")
      printAddress(try part.address)
      line.append(" (0x", hex: try part.uint32, digits: 8, ")")
      if part.length == 8 {
        let second = try part.secondUInt32
        line.append(", ")
        printAddress(IPv4Address(rawValue: second))
        line.append(" (0x", hex: second, digits: 8, ")")
      }
    case 3, 4:
      line.append(", ")
      printAddress(try part.address)
    case 6, 7: printBandwidth(", ", try part.bandwidth(0))
    case 8:
      for index in 0..<8 {
        line.append("\n\t\tTE-Class ", decimal: index)
        printBandwidth(": ", try part.bandwidth(index))
      }
    case 17: try printBandwidthConstraints(part)
    case 5: line.append(", Metric ", decimal: try part.uint32)
    case 14:
      line.append(", ")
      printLinkProtection(try part.byte)
      line.append(", Priority ", decimal: try part.secondByte)
    case 15: try printSwitchingCapability(part)
    case 1:
      let type = try part.byte
      line.append(", ")
      line.append(type == 1 ? "Point-to-point" : type == 2 ? "Multi-Access" : "unknown")
      line.append(" (", decimal: type, ")")
    case 16:
      let count = part.length / 4
      if count > 0 { line.append("\n\t\t  Shared risk group: ") }
      for index in 0..<count {
        line.append("0x", hex: try part.number(index), digits: 8)
        if index < count - 1 { line.append(", ") }
      }
    default:
      if options.verbosity <= 1 { printUnknownData(part.value, indent: "\n\t\t") }
    }
  }

  /// The length that a kind of property always has.
  private static func linkPropertyLength(_ type: UInt16) -> Int? {
    switch type {
    case 1: 1
    case 3, 4, 5, 6, 7, 9: 4
    case 8: 32
    case 14: 4
    default: nil
    }
  }

  /// Appends `label` and a bandwidth in Mbit/s.
  mutating func printBandwidth(_ label: String, _ bytesPerSecond: Float) {
    line.append(label)
    line.append(Double(bytesPerSecond * 8 / 1_000_000), decimals: 3)
    line.append(" Mbps")
  }

  private mutating func printBandwidthConstraints(_ part: LinkStateElement) throws(EarlyEnd) {
    let model = try part.byte
    line.append("\n\t\tBandwidth Constraints Model ID: ")
    line.append(Self.bandwidthModelName(model) ?? "unknown")
    line.append(" (", decimal: model, ")")
    if part.length % 4 != 0 {
      line.append("\n\t\tlength ", decimal: part.length, " != N x 4")
      throw part.value.end
    }
    if part.length > 36 {
      line.append("\n\t\tlength ", decimal: part.length, " > 36")
      throw part.value.end
    }
    for index in 0..<max(part.length / 4 - 1, 0) {
      line.append("\n\t\t  Bandwidth constraint CT", decimal: index)
      printBandwidth(": ", try part.bandwidth(index, from: 4))
    }
  }

  static func bandwidthModelName(_ model: UInt8) -> String? {
    switch model {
    case 0: "maximum allocation"
    case 1: "Russian dolls"
    default: nil
    }
  }

  mutating func printLinkProtection(_ flags: UInt8) {
    printFlagNames(
      UInt32(flags) & 0x3f,
      [
        (0x01, "Extra Traffic"), (0x02, "Unprotected"), (0x04, "Shared"),
        (0x08, "Dedicated 1:1"), (0x10, "Dedicated 1+1"), (0x20, "Enhanced"),
      ], separator: ", ", none: "none")
  }

  private mutating func printSwitchingCapability(_ part: LinkStateElement) throws(EarlyEnd) {
    if part.length < 36 {
      line.append(" < 36")
      throw part.value.end
    }
    line.append("\n\t\tInterface Switching Capability: ")
    line.append(Self.switchingName(try part.byte) ?? "Unknown")
    line.append("\n\t\tLSP Encoding: ")
    line.append(Self.encodingName(try part.secondByte) ?? "Unknown")
    line.append("\n\t\tMax LSP Bandwidth:")
    for index in 0..<8 {
      line.append("\n\t\t  priority level ", decimal: index)
      printBandwidth(": ", try part.bandwidth(index, from: 4))
    }
  }

  /// The name of a switching capability (RFC 4203, section 1.4).
  static func switchingName(_ type: UInt8) -> String? {
    switch type {
    case 1: "Packet-Switch Capable-1"
    case 2: "Packet-Switch Capable-2"
    case 3: "Packet-Switch Capable-3"
    case 4: "Packet-Switch Capable-4"
    case 51: "Layer-2 Switch Capable"
    case 100: "Time-Division-Multiplex"
    case 150: "Lambda-Switch Capable"
    case 200: "Fiber-Switch Capable"
    default: nil
    }
  }

  /// The name of an encoding of a label switched path (RFC 3471, section 3.1.1).
  static func encodingName(_ type: UInt8) -> String? {
    switch type {
    case 1: "Packet"
    case 2: "Ethernet V2/DIX"
    case 3: "ANSI/ETSI PDH"
    case 4, 6, 10: "Reserved"
    case 5: "SDH ITU-T G.707/SONET ANSI T1.105"
    case 7: "Digital Wrapper"
    case 8: "Lambda (photonic)"
    case 9: "Fiber"
    case 11: "FiberChannel"
    default: nil
    }
  }
}
