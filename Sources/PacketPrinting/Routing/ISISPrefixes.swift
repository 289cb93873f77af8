import InternetTypes
import PacketDissection
import TextOutput

// Reachable networks.
extension PacketPrinter {
  /// Prints reachable networks with narrow metrics (RFC 1195); false if one is cut, which ends the PDU.
  mutating func printISISNetworks(_ value: Fields) throws(EarlyEnd) -> Bool {
    var rest = value
    while rest.length > 0 {
      guard rest.length >= ISISNetwork.byteCount else {
        line.put("short IPv4 Reachability (", rest.length, " vs 12)")
        return false
      }
      guard rest.has(ISISNetwork.byteCount) else { return false }
      let network = try ISISNetwork(rest)
      line.append("\n\t      IPv4 prefix: ")
      if let length = network.prefixLength {
        line.append(network.address, width: 15)
        line.put("/", length)
      } else {
        line.put(network.address, " mask ", network.mask)
      }
      let metrics = network.metrics
      line.append(
        metrics.normal.hasHighBit ? ", Distribution: down" : ", Distribution: up")
      printISISMetric(", Metric: ", metrics.normal)
      if !metrics.delay.hasHighBit { printISISMetric("\n\t        Delay Metric: ", metrics.delay) }
      if !metrics.expense.hasHighBit {
        printISISMetric("\n\t        Expense Metric: ", metrics.expense)
      }
      if !metrics.error.hasHighBit { printISISMetric("\n\t        Error Metric: ", metrics.error) }
      rest = rest.dropping(ISISNetwork.byteCount)
    }
    return true
  }

  /// Prints reachable networks with wide metrics (RFC 5305, RFC 5308), for several topologies too.
  mutating func printISISPrefixes(_ element: ISISElement) throws(EarlyEnd) {
    let isTopology = element.type == 235 || element.type == 237
    if isTopology { try printISISTopology(element) }
    let skipped = isTopology ? 2 : 0
    let isIPv6 = element.type == 236 || element.type == 237
    var prefixes = ISISPrefixes(
      element.following.dropping(skipped), length: element.length - skipped, isIPv6: isIPv6)
    while let prefix = try prefixes.next() {
      line.append(isIPv6 ? "\n\t      IPv6 prefix: " : "\n\t      IPv4 prefix: ")
      if prefix.isTooLong {
        line.put("bad bit length ", prefix.bitCount)
        throw element.following.end
      }
      if isIPv6 {
        printAddress(IPv6Address(rawValue: prefix.address))
      } else {
        let address = UInt32(truncatingIfNeeded: prefix.address >> 96)
        line.append(IPv4Address(rawValue: address), width: 15)
      }
      line.put("/", prefix.bitCount, prefix.isDown ? ", Distribution: down" : ", Distribution: up")
      line.put(", Metric: ", prefix.metric)
      if isIPv6 { line.append(prefix.isExternal ? ", External" : ", Internal") }
      if prefix.hasParts {
        line.append(", sub-TLVs present")
        line.put(" (", try prefix.partsLength, ")")
        var parts = try prefix.parts
        while let part = try parts.next() { try printPrefixPart(part) }
      }
      let count = try prefix.byteCount
      guard prefixes.skip(count) else {
        line.put(" [remaining tlv length ", prefixes.left, " < ", count, "]")
        return printInvalid()
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
    default: line.append("unknown")
    }
    line.put(" subTLV #", part.type, ", length: ", part.length)
    guard part.following.has(part.length) else {
      // tcpdump 4.99.3 says it twice.
      printTruncation(value.name)
      throw value.end
    }
    switch part.type {
    case 1, 117:
      for index in 0..<(value.length / 4) {
        let tag = try value.uint32(at: index * 4)
        line.put(", 0x", Hex(tag, 8), " (=", tag, ")")
      }
    case 2:
      for index in 0..<(value.length / 8) {
        line.put(", 0x", Hex(try value.uint64(at: index * 8), 16))
      }
    case 3: try printPrefixSegment(part)
    default: try printISISBytes(value, indent: "\n\t\t    ")
    }
  }

  /// Prints the segment of a prefix (RFC 8667, section 2.1).
  private mutating func printPrefixSegment(_ part: ISISElement) throws(EarlyEnd) {
    let value = part.following
    let flags = try value.byte(at: 0)
    let algorithm = try value.byte(at: 1)
    let isLabel = flags & 0x08 != 0
    guard part.length >= (isLabel ? 5 : 6) else {
      printTruncation(value.name)
      throw value.end
    }
    let number = isLabel ? try value.uint24(at: 2) : try value.uint32(at: 2)
    line.append(", Flags [")
    printFlagNames(
      UInt32(flags),
      [
        (0x80, "Readvertisement"), (0x40, "Node"), (0x20, "No-PHP"), (0x10, "Explicit NULL"),
        (0x08, "Value"), (0x04, "Local"),
      ], separator: ", ", none: "None")
    line.append("], Algo ")
    switch algorithm {
    case 0: line.append("SPF")
    case 1: line.append("strict-SPF")
    default: line.append("Unknown")
    }
    line.put(" (", algorithm, isLabel ? "), label " : "), index ", number)
  }
}
