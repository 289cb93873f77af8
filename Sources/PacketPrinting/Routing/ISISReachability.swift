import InternetTypes
import PacketDissection
import TextOutput

// Reachability elements of IS-IS.
extension PacketPrinter {
  /// Prints reachable systems with wide metrics (RFC 5305), for several topologies (RFC 5120) or as aliases.
  mutating func printISISNeighbors(_ element: ISISElement) throws(EarlyEnd) {
    let isTopology = element.type == 222
    if isTopology { try printISISTopology(element) }
    let skipped = isTopology ? 2 : 0
    var neighbors = ISISNeighbors(
      element.following.dropping(skipped), length: element.length - skipped,
      hasMetric: element.type != 24)
    while let neighbor = try neighbors.next() {
      let node = try neighbor.node
      line.append("\n\t      IS Neighbor: ")
      printISISIdentifier(node)
      if let metric = try neighbor.metric { line.put(", Metric: ", metric) }
      let count = try neighbor.length
      line.append(count == 0 ? ", no sub-TLVs present" : ", sub-TLVs present")
      if count > 0 { line.put(" (", count, ")") }
      var parts = try neighbor.parts
      while let part = try parts.next() {
        line.put("\n\t        ", Self.reachabilityPartName(part.type) ?? "unknown")
        line.put(" subTLV #", part.type, ", length: ", part.length)
        if try parts.finish(part.length) { try printReachabilityPart(part) }
      }
      printISISFault(parts.fault)
      guard neighbors.skip(parts.byteCount) else {
        line.put(" [remaining tlv length ", neighbors.left, " < ", parts.byteCount, "]")
        return printInvalid()
      }
    }
  }

  /// Prints the topology that an element begins with.
  mutating func printISISTopology(_ element: ISISElement) throws(EarlyEnd) {
    guard element.length >= 2 else { throw element.following.end }
    printTopologyIdentifier(try element.following.uint16(at: 0), "\n\t      ")
  }

  private mutating func printISISFault(_ fault: ISISNeighborParts.Fault?) {
    switch fault {
    case .shortElement?:
      line.append("\n\t        Remaining data in TLV shorter than a subTLV header")
    case .shortParts?:
      line.append("\n\t        Remaining data in subTLVs shorter than a subTLV header")
    case .longPart?:
      line.append(" (remaining data in subTLVs shorter than the current subTLV)")
    case .longElement?: line.append(" (> remaining tlv length)")
    case nil: break
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
        try printPriorityBandwidths(value, at: 0, label: "\n\t          TE-Class ")
      }
    case 18: if value.length >= 3 { line.append(", ", decimal: try value.uint24(at: 0)) }
    case 19: if value.length == 2 { printLinkAttributes(try value.uint16(at: 0)) }
    case 20:
      if value.length >= 2 {
        line.append(", ")
        printLinkProtection(try value.byte(at: 0))
        line.append(", Priority ", decimal: try value.byte(at: 1))
      }
    case 21: try printReachabilitySwitching(value, indent)
    case 22, 252: if value.length > 0 { try printBandwidthConstraints(value, indent) }
    case 29:
      if value.length >= 6 {
        line.append(", LM: ", decimal: try value.uint24(at: 0), ", P: ")
        line.append("", decimal: try value.byte(at: 3), ", P-ID: ")
        line.append(decimal: UInt32(try value.uint16(at: 4)))
      }
    case 32: try printAdjacencySegment(part.following, length: part.length, indent)
    default: try printISISBytes(value, indent: "\n\t\t    ")
    }
  }

  /// Prints the bandwidth of each of the eight priorities or traffic engineering classes.
  private mutating func printPriorityBandwidths(
    _ value: Fields, at offset: Int, label: String
  ) throws(EarlyEnd) {
    for index in 0..<8 {
      line.append(label, decimal: index)
      printBandwidth(": ", try value.float(at: offset + index * 4))
    }
  }

  /// Prints the attributes of a link (RFC 5029).
  private mutating func printLinkAttributes(_ attributes: UInt16) {
    line.append(", [ ")
    printFlagNames(
      UInt32(attributes),
      [
        (1, "Local Protection Available"), (2, "Link excluded from local protection path"),
        (4, "Local maintenance required"),
      ], separator: ", ", none: "Unknown")
    line.append(" ] (0x", hex: attributes, digits: 4, ")")
  }

  /// Prints a model of bandwidth constraints and the constraint of each class type (RFC 4124, section 5.1).
  private mutating func printBandwidthConstraints(
    _ value: Fields, _ indent: String
  ) throws(EarlyEnd) {
    let model = try value.byte(at: 0)
    line.put(indent, "Bandwidth Constraints Model ID: ")
    line.put(Self.bandwidthModelName(model) ?? "unknown", " (", model, ")")
    var offset = 1
    while value.length - offset >= 4 {
      line.put(indent, "  Bandwidth constraint CT", offset / 4)
      printBandwidth(": ", try value.float(at: offset))
      offset += 4
    }
  }

  /// Prints the segment of an adjacency on a LAN (RFC 8667, section 2.2.2).
  private mutating func printAdjacencySegment(
    _ value: Fields, length: Int, _ indent: String
  ) throws(EarlyEnd) {
    guard length >= 8 else { return }
    let flags = try value.byte(at: 0)
    line.put(indent, "  Flags: [")
    printFlagNames(
      UInt32(flags),
      [
        (0x80, "Address family IPv6"), (0x40, "Backup"), (0x20, "Value"),
        (0x10, "Local significance"), (0x08, "Set of adjacencies"), (0x04, "Persistent"),
      ], separator: ", ", none: "none")
    line.put("]", indent, "  Weight: ", try value.byte(at: 1))
    let neighbor = try ISISIdentifier(value, at: 2, count: 6)
    line.put(indent, "  Neighbor System-ID: ")
    printISISIdentifier(neighbor)
    switch flags & 0x30 {
    case 0x30: line.put(indent, "  Label: ", try value.uint24(at: 8))
    case 0: line.put(indent, "  Index: ", try value.uint32(at: 8))
    default: printInvalid()
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
    try printPriorityBandwidths(value, at: 4, label: "\n\t            priority level ")
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
}
