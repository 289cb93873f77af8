import InternetTypes
import PacketDissection
import TextOutput

// Reachability elements of IS-IS.
extension PacketPrinter {
  /// Prints reachable systems with wide metrics (RFC 5305), for several topologies (RFC 5120) or as aliases.
  mutating func printExtendedISReachability(_ element: ISISElement) throws(EarlyEnd) {
    var rest = element.value
    if element.type == 222 {
      if rest.length < 2 { return }
      printTopologyIdentifier(try rest.uint16(at: 0), "\n\t      ")
      rest = rest.dropping(2)
    }
    while rest.length >= 8 {
      try rest.require(7)
      line.append("\n\t      IS Neighbor: ")
      try printISISIdentifier(rest, at: 0, count: 7)
      rest = rest.dropping(7)
      if element.type != 24 {
        if rest.length < 3 { return }
        line.append(", Metric: ", decimal: try rest.uint24(at: 0))
        rest = rest.dropping(3)
      }
      if rest.length < 1 { return }
      let count = Int(try rest.byte(at: 0))
      line.append(count == 0 ? ", no sub-TLVs present" : ", sub-TLVs present")
      if count > 0 {
        line.append(" (", decimal: count, ")")
        var parts = ISISElements(rest.part(at: 1, length: min(count, rest.length - 1)))
        while let part = try parts.next() { try printReachabilityPart(part) }
      }
      rest = rest.dropping(1 + count)
    }
  }

  private static func reachabilityPartName(_ type: UInt8) -> String? {
    switch type {
    case 3: "Administrative groups"
    case 4: "Link Local/Remote Identifier"
    case 5: "Link Remote Identifier"
    case 6: "IPv4 interface address"
    case 8: "IPv4 neighbor address"
    case 9: "Maximum link bandwidth"
    case 10: "Reservable link bandwidth"
    case 11: "Unreserved bandwidth"
    case 18: "Traffic Engineering Metric"
    case 19: "Link Attribute"
    case 20: "Link Protection Type"
    case 21: "Interface Switching Capability"
    case 22: "Bandwidth Constraints"
    case 29: "SPB Metric"
    case 32: "LAN Adjacency Segment Identifier"
    case 250, 251: "Reserved for cisco specific extensions"
    case 252: "Bandwidth Constraints (old)"
    case 255: "Reserved for future expansion"
    default: nil
    }
  }

  private mutating func printReachabilityPart(_ part: ISISElement) throws(EarlyEnd) {
    let indent = "\n\t        "
    let value = part.value
    line.append(indent)
    line.append(Self.reachabilityPartName(part.type) ?? "unknown subTLV")
    line.append(" subTLV #", decimal: part.type, ", length: ")
    line.append(decimal: UInt32(part.length))
    try value.require(value.length)
    switch part.type {
    case 3, 4, 5:
      if value.length >= 4 {
        line.append(", 0x", hex: try value.uint32(at: 0), digits: 8)
        if value.length == 8 { line.append(", 0x", hex: try value.uint32(at: 4), digits: 8) }
      }
    case 6, 8:
      if value.length >= 4 {
        line.append(", ")
        printAddress(try value.ipv4Address(at: 0))
      }
    case 9, 10: if value.length >= 4 { printBandwidth(", ", try value.float(at: 0)) }
    case 11:
      if value.length >= 32 {
        for index in 0..<8 {
          line.append(indent)
          line.append("  TE-Class ", decimal: index)
          printBandwidth(": ", try value.float(at: index * 4))
        }
      }
    case 18: if value.length >= 3 { line.append(", ", decimal: try value.uint24(at: 0)) }
    case 19:
      if value.length == 2 {
        let attributes = try value.uint16(at: 0)
        line.append(", [ ")
        printFlagNames(
          UInt32(attributes) & 3,
          [
            (1, "Local Protection Available"), (2, "Link excluded from local protection path"),
          ], separator: ", ", none: "none")
        line.append(" ] (0x", hex: attributes, digits: 4, ")")
      }
    case 20:
      if value.length >= 2 {
        line.append(", ")
        printLinkProtection(try value.byte(at: 0))
        line.append(", Priority ", decimal: try value.byte(at: 1))
      }
    case 21: try printReachabilitySwitching(value, indent)
    case 22, 252:
      if value.length == 0 { return }
      let model = try value.byte(at: 0)
      line.append(indent)
      line.append("Bandwidth Constraints Model ID: ")
      line.append(Self.bandwidthModelName(model) ?? "unknown")
      line.append(" (", decimal: model, ")")
      var offset = 1
      while value.length - offset >= 4 {
        line.append(indent)
        line.append("  Bandwidth constraint CT", decimal: offset / 4)
        printBandwidth(": ", try value.float(at: offset))
        offset += 4
      }
    case 29:
      if value.length >= 6 {
        line.append(", LM: ", decimal: try value.uint24(at: 0), ", P: ")
        line.append("", decimal: try value.byte(at: 3), ", P-ID: ")
        line.append(decimal: UInt32(try value.uint16(at: 4)))
      }
    default: printUnknownData(value, indent: "\n\t\t    ")
    }
  }

  private mutating func printReachabilitySwitching(
    _ value: Fields, _ indent: String
  ) throws(EarlyEnd) {
    guard value.length >= 36 else { return }
    let capability = try value.byte(at: 0)
    line.append(indent)
    line.append("  Interface Switching Capability:")
    line.append(Self.switchingName(capability) ?? "Unknown")
    line.append(", LSP Encoding: ")
    line.append(Self.encodingName(try value.byte(at: 1)) ?? "Unknown")
    line.append(indent)
    line.append("  Max LSP Bandwidth:")
    for index in 0..<8 {
      line.append(indent)
      line.append("    priority level ", decimal: index)
      printBandwidth(": ", try value.float(at: 4 + index * 4))
    }
    switch capability {
    case 1...4:
      if value.length < 42 { return }
      line.append(indent)
      line.append("  Min LSP Bandwidth")
      printBandwidth(": ", try value.float(at: 36))
      line.append(indent)
      line.append("  Interface MTU: ", decimal: try value.uint16(at: 40))
    case 100:
      if value.length < 44 { return }
      line.append(indent)
      line.append("  Min LSP Bandwidth")
      printBandwidth(": ", try value.float(at: 36))
      line.append(indent)
      line.append("  Indication ")
      let indication = try value.byte(at: 43)
      line.append(
        name: indication == 0
          ? "Standard SONET/SDH" : indication == 1 ? "Arbitrary SONET/SDH" : nil,
        or: "Unknown (", indication, ")")
    default:
      if value.length > 36 { printUnknownData(value.dropping(36), indent: "\n\t\t    ") }
    }
  }

  /// Prints reachable networks with narrow metrics (RFC 1195).
  mutating func printIPReachability(_ value: Fields) throws(EarlyEnd) {
    var rest = value
    while rest.length > 0 {
      guard rest.length >= 12 else {
        line.append("short IPv4 Reachability (", decimal: rest.length, " vs 12)")
        return
      }
      try rest.require(12)
      let mask = try rest.uint32(at: 8)
      let prefixLength = (~mask).leadingZeroBitCount
      line.append("\n\t      IPv4 prefix: ")
      let isContiguous = prefixLength == 32 || mask << UInt32(prefixLength) == 0
      if isContiguous {
        line.append(try rest.ipv4Address(at: 4), width: 15)
        line.append("/", decimal: prefixLength)
      } else {
        line.append(try rest.ipv4Address(at: 4), dot: false)
        line.append(" mask ", address: IPv4Address(rawValue: mask))
      }
      let metric = try rest.byte(at: 0)
      line.append(metric & 0x80 != 0 ? ", Distribution: down" : ", Distribution: up")
      line.append(", Metric: ", decimal: metric & 0x3f)
      line.append(metric & 0x40 != 0 ? ", External" : ", Internal")
      let names: [3 of String] = ["Delay", "Expense", "Error"]
      for index in 0..<3 {
        let other = try rest.byte(at: 1 + index)
        if other & 0x80 != 0 { continue }
        line.append("\n\t        ")
        line.append(names[index])
        line.append(" Metric:   ", decimal: other & 0x3f)
        line.append(other & 0x40 != 0 ? ", External" : ", Internal")
      }
      rest = rest.dropping(12)
    }
  }

  /// Prints reachable networks with wide metrics (RFC 5305, RFC 5308), for several topologies too.
  mutating func printExtendedIPReachability(_ element: ISISElement) throws(EarlyEnd) {
    var rest = element.value
    if element.type == 235 || element.type == 237 {
      if rest.length < 2 { return }
      printTopologyIdentifier(try rest.uint16(at: 0), "\n\t      ")
      rest = rest.dropping(2)
    }
    let isIPv6 = element.type == 236 || element.type == 237
    while rest.length > 0 {
      let metric = try rest.uint32(at: 0)
      let status = try rest.byte(at: 4)
      let bitCount = isIPv6 ? Int(try rest.byte(at: 5)) : Int(status & 0x3f)
      let byteCount = (bitCount + 7) / 8
      let start = isIPv6 ? 6 : 5
      line.append(isIPv6 ? "\n\t      IPv6 prefix: " : "\n\t      IPv4 prefix: ")
      if bitCount > (isIPv6 ? 128 : 32) {
        line.append("bad bit length ", decimal: bitCount)
        return
      }
      try rest.require(byteCount, at: start)
      var number: UInt128 = 0
      for index in 0..<byteCount {
        number |= UInt128(try rest.byte(at: start + index)) << UInt128(120 - index * 8)
      }
      if isIPv6 {
        printAddress(IPv6Address(rawValue: number))
      } else {
        line.append(IPv4Address(rawValue: UInt32(truncatingIfNeeded: number >> 96)), width: 15)
      }
      line.append("/", decimal: bitCount)
      line.append(status & 0x80 != 0 ? ", Distribution: down" : ", Distribution: up")
      line.append(", Metric: ", decimal: metric)
      let hasParts = status & (isIPv6 ? 0x20 : 0x40) != 0
      if isIPv6 { line.append(status & 0x40 != 0 ? ", External" : ", Internal") }
      if hasParts { line.append(", sub-TLVs present") }
      rest = rest.dropping(start + byteCount)
      if hasParts {
        let count = Int(try rest.byte(at: 0))
        line.append(" (", decimal: count, ")")
        var parts = ISISElements(rest.part(at: 1, length: min(count, rest.length - 1)))
        while let part = try parts.next() { try printPrefixPart(part) }
        rest = rest.dropping(1 + count)
      }
    }
  }

  private mutating func printPrefixPart(_ part: ISISElement) throws(EarlyEnd) {
    let value = part.value
    line.append("\n\t        ")
    switch part.type {
    case 1: line.append("32-Bit Administrative tag")
    case 2: line.append("64-Bit Administrative tag")
    case 3: line.append("Prefix SID")
    case 117: line.append("Management Prefix Color")
    default: line.append("unknown subTLV")
    }
    line.append(" subTLV #", decimal: part.type, ", length: ")
    line.append(decimal: UInt32(part.length))
    try value.require(value.length)
    switch part.type {
    case 1, 117:
      var rest = value
      while rest.length >= 4 {
        let tag = try rest.uint32(at: 0)
        line.append(", 0x", hex: tag, digits: 8, " (=")
        line.append("", decimal: tag, ")")
        rest = rest.dropping(4)
      }
    case 2:
      var rest = value
      while rest.length >= 8 {
        line.append(", 0x", hex: try rest.uint32(at: 0), digits: 8)
        line.append("", hex: try rest.uint32(at: 4), digits: 8)
        rest = rest.dropping(8)
      }
    default: printUnknownData(value, indent: "\n\t\t    ")
    }
  }
}
