import InternetTypes
import PacketDissection
import TextOutput

// The elements of connectivity fault management.
extension PacketPrinter {
  /// Prints an element; false if it is the last that can be read.
  mutating func printFaultElement(_ element: ConnectivityFaultElement) throws(EarlyEnd) -> Bool {
    line.append("\n\t")
    switch element.type {
    case 0: line.append("End")
    case 1: line.append("Sender ID")
    case 2: line.append("Port status")
    case 3: line.append("Interface status")
    case 4: line.append("Data")
    case 5: line.append("Reply Ingress")
    case 6: line.append("Reply Egress")
    case 31: line.append("Organization Specific")
    default: line.append("Unknown")
    }
    line.put(" TLV (0x", Hex(element.type, 2), ")")
    if element.type == 0 { return false }
    if element.isShort {
      line.append("\n\t\t packet is too short")
      return false
    }
    try element.fields.require(3)
    let length = try element.length
    line.put(", length ", length)
    if length > element.room {
      line.append("\n\t\t packet is too short")
      return false
    }
    let value = try element.value
    try value.require(length)
    let needed = element.type == 31 ? 4 : element.type == 2 || element.type == 3 ? 1 : 0
    if length < needed {
      line.put(" (too short, must be >= ", needed, ")")
      return false
    }
    switch element.type {
    case 2, 3: try printFaultStatus(element.type, value)
    case 31:
      let vendor = try value.uint24(at: 0)
      line.put(", Vendor: ", organizationName(vendor) ?? "Unknown", " (", vendor, "), Sub-Type ")
      line.put(try value.byte(at: 3))
    case 1: return try printSender(value)
    default: break
    }
    if options.verbosity > 1 || element.type != 2 && element.type != 3 {
      printUnknownData(value, indent: "\n\t  ")
    }
    return true
  }

  private mutating func printFaultStatus(_ type: UInt8, _ value: Fields) throws(EarlyEnd) {
    let status = try value.byte(at: 0)
    line.append(", Status: ")
    switch (type, status) {
    case (2, 1): line.append("Blocked")
    case (2, 2), (3, 1): line.append("Up")
    case (3, 2): line.append("Down")
    case (3, 3): line.append("Testing")
    case (3, 5): line.append("Dormant")
    case (3, 6): line.append("not present")
    case (3, 7): line.append("lower Layer down")
    default: line.append("Unknown")
    }
    line.put(" (", status, ")")
  }

  /// Prints who sent a message: a chassis and a management address; false if the address is cut.
  private mutating func printSender(_ value: Fields) throws(EarlyEnd) -> Bool {
    guard value.length >= 1 else {
      line.append(" (too short, must be >= 1)")
      return true
    }
    let count = Int(try value.byte(at: 0))
    var rest = value.dropping(1)
    var showsBytes = options.verbosity > 1
    if count > 0 {
      guard rest.length >= 1 else {
        line.append("\n\t  (TLV too short)")
        return true
      }
      let type = try rest.byte(at: 0)
      line.put("\n\t  Chassis-ID Type ", Self.chassisName(type), " (", type)
      line.put("), Chassis-ID length ", count)
      guard rest.length - 1 >= count else {
        line.append("\n\t  (TLV too short)")
        return true
      }
      if try printChassis(type, rest.part(at: 1, length: count)) { showsBytes = true }
      rest = rest.dropping(1 + count)
    }
    if rest.length > 0 {
      let domain = Int(try rest.byte(at: 0))
      line.put("\n\t  Management Address Domain Length ", domain)
      rest = rest.dropping(1)
      if domain > 0 {
        guard rest.length >= domain else {
          line.append("\n\t  (TLV too short)")
          return true
        }
        line.append(
          hexDump: try rest.bytes(at: 0, count: domain),
          indent: "\n\t  Management Address Domain: ")
        rest = rest.dropping(domain)
        if rest.length < 1 {
          line.append(" (Management Address Length is missing)")
          showsBytes = true
        } else {
          let length = Int(try rest.byte(at: 0))
          line.put("\n\t  Management Address Length ", length)
          rest = rest.dropping(1)
          guard rest.length >= length else {
            line.append("\n\t  (TLV too short)")
            return false
          }
          if length > 0 {
            line.append(
              hexDump: try rest.bytes(at: 0, count: length),
              indent: "\n\t  Management Address: ")
            rest = rest.dropping(length)
          }
        }
      }
    }
    // As many bytes as are left, from the value's first on.
    if showsBytes { printUnknownData(value.part(at: 0, length: rest.length), indent: "\n\t  ") }
    return true
  }

  private static func chassisName(_ type: UInt8) -> String {
    switch type {
    case 0: "Reserved"
    case 1: "Chassis component"
    case 2: "Interface alias"
    case 3: "Port component"
    case 4: "MAC address"
    case 5: "Network address"
    case 6: "Interface name"
    case 7: "Locally assigned"
    default: "Unknown"
    }
  }

  /// Prints a chassis; true if only its bytes can be shown.
  private mutating func printChassis(_ type: UInt8, _ value: Fields) throws(EarlyEnd) -> Bool {
    switch type {
    case 4:
      guard value.length == 6 else {
        line.append(" (invalid MAC address length)")
        return true
      }
      line.append("\n\t  MAC ")
      printAddress(try value.macAddress(at: 0))
    case 5:
      let family = try value.byte(at: 0)
      line.put("\n\t  Network Address Type ", Self.addressFamilyName(UInt16(family)) ?? "Unknown")
      line.put(" (", family, ")")
      guard family == 1 || family == 2 else { return true }
      guard value.length == (family == 1 ? 5 : 17) else {
        line.put("(invalid IPv", family == 1 ? 4 : 6, " address length ", value.length - 1, ")")
        return true
      }
      line.append(", ")
      if family == 1 {
        printAddress(try value.ipv4Address(at: 1))
      } else {
        printAddress(try value.ipv6Address(at: 1))
      }
    case 1, 2, 3, 6, 7: try printText(value)
    default: return true
    }
    return false
  }
}
