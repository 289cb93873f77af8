import InternetTypes
import PacketDissection
import TextOutput

// The elements of IS-IS.
extension PacketPrinter {
  static func isisElementName(_ type: UInt8) -> String? {
    switch type {
    case 1: "Area address(es)"
    case 2: "IS Reachability"
    case 3: "ES Neighbor(s)"
    case 4: "Partition DIS"
    case 5: "Prefix Neighbors"
    case 6: "IS Neighbor(s)"
    case 7: "Instance Identifier"
    case 8: "Padding"
    case 9: "LSP entries"
    case 10: "Authentication"
    case 12: "Checksum"
    case 13: "Purge Originator Identifier"
    case 14: "LSP Buffersize"
    case 22: "Extended IS Reachability"
    case 24: "IS Alias ID"
    case 42: "DECnet Phase IV"
    case 66: "Lucent Proprietary"
    case 128: "IPv4 Internal Reachability"
    case 129: "Protocols supported"
    case 130: "IPv4 External Reachability"
    case 131: "Inter-Domain Information Type"
    case 132: "IPv4 Interface address(es)"
    case 133: "IPv4 authentication (deprecated)"
    case 134: "Traffic Engineering Router ID"
    case 135: "Extended IPv4 Reachability"
    case 136: "Application specific"
    case 137: "Hostname"
    case 138: "Shared Risk Link Group"
    case 143: "Multi-Topology-Aware Port Capability"
    case 144: "Multi-Topology Capability"
    case 176: "Nortel Proprietary"
    case 177: "Nortel Proprietary"
    case 211: "Restart Signaling"
    case 222: "Multi Topology IS Reachability"
    case 229: "Multi Topology"
    case 232: "IPv6 Interface address(es)"
    case 235: "Multi-Topology IPv4 Reachability"
    case 236: "IPv6 reachability"
    case 237: "Multi-Topology IP6 Reachability"
    case 240: "Point-to-point Adjacency State"
    case 241: "Hello PDU Sequence Number"
    case 242: "IS-IS Router Capability"
    case 250: "Vendor Private"
    default: nil
    }
  }

  /// Prints an element's value, of which what does not fit is left out; false if it ended the PDU.
  mutating func printISISElement(
    _ element: ISISElement, _ message: ISISMessage
  ) throws(EarlyEnd) -> Bool {
    if element.type == 128 || element.type == 130 { return try printISISNetworks(element.value) }
    try printISISValue(element, message)
    return true
  }

  private mutating func printISISValue(
    _ element: ISISElement, _ message: ISISMessage
  ) throws(EarlyEnd) {
    let value = element.value
    switch element.type {
    case 1: try printAreaAddresses(value)
    case 2, 3, 4, 6, 9, 132, 134, 232: try printISISList(element.type, value)
    case 5: try printPrefixNeighbors(value)
    case 7: try printInstance(value)
    case 8: break
    case 10: try printISISAuthentication(value)
    case 12:
      if value.length < 2 { return }
      let checksum = try value.uint16(at: 0)
      line.put("\n\t      checksum: 0x", Hex(checksum, 4), " ")
      let offset = message.fields.bytes.count - element.following.bytes.count
      printISOChecksum(checksum, message.fields, at: offset)
    case 13: try printPurgeOriginator(value)
    case 14:
      if value.length >= 2 { line.put("\n\t      LSP Buffersize: ", try value.uint16(at: 0)) }
    case 22, 24, 222: try printISISNeighbors(element)
    case 129: try printNetworkProtocols(value)
    case 131: try printInterDomain(value)
    case 135, 235, 236, 237: try printISISPrefixes(element)
    case 137:
      line.append("\n\t      Hostname: ")
      try printText(value)
    case 138: try printSharedRiskGroup(value)
    case 143: try printPortCapability(element)
    case 144: try printTopologyCapability(element)
    case 211: try printRestart(value)
    case 229: try printTopologies(value)
    case 240: try printAdjacency(value)
    case 241:
      if value.length >= 4 { line.put("\n\t      Sequence number: ", try value.uint32(at: 0)) }
    case 242: try printRouterCapability(element)
    case 250:
      if value.length < 3 { return }
      let vendor = try value.uint24(at: 0)
      line.put("\n\t      Vendor: ", organizationName(vendor) ?? "Unknown", " (", vendor, ")")
      if value.length > 3 { try printISISBytes(value.dropping(3), indent: "\n\t\t") }
    default:
      if options.verbosity <= 1 { try printISISBytes(value, indent: "\n\t\t") }
    }
  }

  /// Prints items of one size: identifiers, neighbors, entries of sequence numbers PDUs, addresses.
  private mutating func printISISList(_ type: UInt8, _ value: Fields) throws(EarlyEnd) {
    var first = value
    if type == 2 {
      guard value.length >= 1 else { return }
      let flag = try value.byte(at: 0)
      line.append("\n\t      ")
      switch flag {
      case 0: line.append("IsNotVirtual")
      case 1: line.append("IsVirtual")
      default: line.put("bogus virtual flag 0x", Hex(flag, 2))
      }
      first = value.dropping(1)
    }
    let size =
      switch type {
      case 2: 11
      case 3: 10
      case 4, 6: 6
      case 9: ISISEntry.byteCount
      case 132, 134: 4
      default: 16
      }
    var items = ISISItems(first, of: size)
    while let item = try items.next() {
      switch type {
      case 2:
        try item.require(11)
        line.append("\n\t      IS Neighbor: ")
        printISISIdentifier(try ISISIdentifier(item, at: 4, count: 7))
        printISISMetrics(try ISISMetrics(item, at: 0))
      case 3:
        try item.require(10)
        line.append("\n\t      ES Neighbor: ")
        printISISIdentifier(try ISISIdentifier(item, at: 4, count: 6))
        printISISMetrics(try ISISMetrics(item, at: 0))
      case 4, 6:
        let identifier = try ISISIdentifier(item, at: 0, count: 6)
        line.append(type == 4 ? "\n\t      " : "\n\t      SNPA: ")
        printISISIdentifier(identifier)
      case 9: try printISISEntry(item)
      case 132, 134:
        let address = try item.ipv4Address(at: 0)
        line.append(
          type == 132
            ? "\n\t      IPv4 interface address: " : "\n\t      Traffic Engineering Router ID: ")
        printAddress(address)
        if type == 134 { return }
      default:
        let address = try item.ipv6Address(at: 0)
        line.append("\n\t      IPv6 interface address: ")
        printAddress(address)
      }
    }
  }

  /// Prints the identifier also of an entry that is cut after it.
  private mutating func printISISEntry(_ item: Fields) throws(EarlyEnd) {
    let identifier = try ISISIdentifier(item, at: 2, count: 8)
    line.append("\n\t      lsp-id: ")
    printISISIdentifier(identifier)
    let entry = try ISISEntry(item)
    line.put(
      ", seq: 0x", Hex(entry.sequence, 8), ", lifetime: ", Padded(entry.lifetime, 5, fill: " "))
    line.put("s, chksum: 0x", Hex(entry.checksum, 4))
  }

  private mutating func printISISMetrics(_ metrics: ISISMetrics) {
    printISISMetric(", Default Metric: ", metrics.normal)
    // The high bit of the others says that they are not supported.
    if !metrics.delay.hasHighBit { printISISMetric("\n\t\t  Delay Metric: ", metrics.delay) }
    if !metrics.expense.hasHighBit { printISISMetric("\n\t\t  Expense Metric: ", metrics.expense) }
    if !metrics.error.hasHighBit { printISISMetric("\n\t\t  Error Metric: ", metrics.error) }
  }

  mutating func printISISMetric(_ label: String, _ metric: ISISMetrics.Metric) {
    line.put(label, metric.value, metric.isExternal ? ", External" : ", Internal")
  }

  private mutating func printAreaAddresses(_ value: Fields) throws(EarlyEnd) {
    var rest = value
    while rest.length > 0 {
      let count = Int(try rest.byte(at: 0))
      if rest.length - 1 < count { return }
      line.put("\n\t      Area address (length: ", count, "): ")
      try printNetworkServiceAddress(rest.part(at: 1, length: count))
      rest = rest.dropping(1 + count)
    }
  }

  /// Appends a network service access point (ISO 8348).
  mutating func printNetworkServiceAddress(_ address: Fields) throws(EarlyEnd) {
    guard address.length >= 1, address.length <= 20 else {
      line.append("isonsap_string: illegal length")
      return
    }
    try address.require(address.length)
    for index in 0..<address.length {
      line.append(hex: UInt32(address.bytes[index]), digits: 2)
      if index % 2 == 0 && index + 1 < address.length { line.append(".") }
    }
  }

  /// Prints neighbors with metrics and address prefixes, counted in half bytes (ISO 10589, section 9.9).
  private mutating func printPrefixNeighbors(_ value: Fields) throws(EarlyEnd) {
    guard value.length >= 4 else { return }
    try value.require(4)
    line.append("\n\t      Metric Block")
    printISISMetrics(try ISISMetrics(value, at: 0))
    var rest = value.dropping(4)
    while rest.length > 0 {
      let count = Int(try rest.byte(at: 0))
      if count < 2 {
        line.put("\n\t\tAddress: prefix length ", count, " < 2")
        return
      }
      if rest.length - 1 < count / 2 { return }
      line.append("\n\t\tAddress: ")
      try printNetworkServiceAddress(rest.part(at: 1, length: count / 2))
      line.put("/", count * 4)
      rest = rest.dropping(1 + count / 2)
    }
  }

  private mutating func printNetworkProtocols(_ value: Fields) throws(EarlyEnd) {
    line.append("\n\t      NLPID(s): ")
    for index in 0..<value.length {
      let number = try value.byte(at: index)
      if index > 0 { line.append(", ") }
      line.put(Self.networkProtocolName(number) ?? "unknown", " (0x", Hex(number, 2), ")")
    }
  }
}
