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

  /// Prints an element's value.
  mutating func printISISElement(_ element: ISISElement) throws(EarlyEnd) {
    let value = element.value
    switch element.type {
    case 1: try printAreaAddresses(value)
    case 2: try printISReachability(value)
    case 3: try printESNeighbors(value)
    case 4: try printISISList(value, "\n\t      ", count: 6)
    case 6: try printISISList(value, "\n\t      SNPA: ", count: 6)
    case 8: break
    case 9: try printLinkStateEntries(value)
    case 10: try printISISAuthentication(value)
    case 12:
      if value.length < 2 { return }
      line.append("\n\t      checksum: 0x", hex: try value.uint16(at: 0), digits: 4)
      line.append(" (unverified)")
    case 13: try printPurgeOriginator(value)
    case 14:
      if value.length < 2 { return }
      line.append("\n\t      LSP Buffersize: ", decimal: try value.uint16(at: 0))
    case 22, 24, 222: try printExtendedISReachability(element)
    case 128, 130: try printIPReachability(value)
    case 129:
      line.append("\n\t      NLPID(s): ")
      for index in 0..<value.length {
        let number = try value.byte(at: index)
        if index > 0 { line.append(", ") }
        line.append(Self.networkProtocolName(number) ?? "unknown")
        line.append(" (0x", hex: number, digits: 2, ")")
      }
    case 132, 134:
      let label =
        element.type == 132
        ? "\n\t      IPv4 interface address: " : "\n\t      Traffic Engineering Router ID: "
      for index in 0..<(element.type == 132 ? value.length / 4 : min(value.length / 4, 1)) {
        let address = try value.ipv4Address(at: index * 4)
        line.append(label)
        printAddress(address)
      }
    case 135, 235, 236, 237: try printExtendedIPReachability(element)
    case 137:
      line.append("\n\t      Hostname: ")
      try printText(value)
    case 138: try printSharedRiskGroup(value)
    case 143: try printPortCapability(value)
    case 144: try printTopologyCapability(value)
    case 211: try printRestart(value)
    case 229:
      var rest = value
      while rest.length > 1 {
        printTopologyIdentifier(try rest.uint16(at: 0), "\n\t      ")
        rest = rest.dropping(2)
      }
    case 232:
      for index in 0..<(value.length / 16) {
        let address = try value.ipv6Address(at: index * 16)
        line.append("\n\t      IPv6 interface address: ")
        printAddress(address)
      }
    case 240: try printAdjacency(value)
    case 241:
      if value.length < 4 { return }
      line.append("\n\t      Sequence number: ", decimal: try value.uint32(at: 0))
    case 250:
      if value.length < 3 { return }
      let vendor = try value.uint24(at: 0)
      line.append("\n\t      Vendor: ")
      line.append(organizationName(vendor) ?? "Unknown")
      line.append(" (", decimal: vendor, ")")
      if value.length > 3 { printUnknownData(value.dropping(3), indent: "\n\t\t") }
    default:
      if options.verbosity <= 1 { printUnknownData(value, indent: "\n\t\t") }
    }
  }

  /// Appends identifiers of `count` bytes each.
  private mutating func printISISList(
    _ value: Fields, _ label: String, count: Int
  ) throws(EarlyEnd) {
    var rest = value
    while rest.length >= count {
      try rest.require(count)
      line.append(label)
      try printISISIdentifier(rest, at: 0, count: count)
      rest = rest.dropping(count)
    }
  }

  private mutating func printAreaAddresses(_ value: Fields) throws(EarlyEnd) {
    var rest = value
    while rest.length > 0 {
      let count = Int(try rest.byte(at: 0))
      if rest.length - 1 < count { return }
      line.append("\n\t      Area address (length: ", decimal: count, "): ")
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

  private mutating func printMetricBlock(_ fields: Fields) throws(EarlyEnd) {
    let names: [4 of String] = [
      ", Default Metric: ", "\n\t\t  Delay Metric: ", "\n\t\t  Expense Metric: ",
      "\n\t\t  Error Metric: ",
    ]
    for index in 0..<4 {
      let metric = try fields.byte(at: index)
      // The high bit says that the metric is not supported; the first always is.
      if index > 0 && metric & 0x80 != 0 { continue }
      line.append(names[index])
      line.append("", decimal: metric & 0x3f, metric & 0x40 != 0 ? ", External" : ", Internal")
    }
  }

  private mutating func printISReachability(_ value: Fields) throws(EarlyEnd) {
    guard value.length >= 1 else { return }
    let flag = try value.byte(at: 0)
    line.append("\n\t      ")
    switch flag {
    case 0: line.append("IsNotVirtual")
    case 1: line.append("IsVirtual")
    default: line.append("bogus virtual flag 0x", hex: flag, digits: 2)
    }
    var rest = value.dropping(1)
    while rest.length >= 11 {
      try rest.require(11)
      line.append("\n\t      IS Neighbor: ")
      try printISISIdentifier(rest, at: 4, count: 7)
      try printMetricBlock(rest)
      rest = rest.dropping(11)
    }
  }

  private mutating func printESNeighbors(_ value: Fields) throws(EarlyEnd) {
    var rest = value.dropping(4)
    if value.length >= 10 {
      try value.require(10)
    }
    while rest.length >= 6 {
      try rest.require(6)
      line.append("\n\t      ES Neighbor: ")
      try printISISIdentifier(rest, at: 0, count: 6)
      if rest.length == value.length - 4 { try printMetricBlock(value) }
      rest = rest.dropping(6)
    }
  }

  private mutating func printLinkStateEntries(_ value: Fields) throws(EarlyEnd) {
    var rest = value
    while rest.length >= 16 {
      try rest.require(10)
      line.append("\n\t      lsp-id: ")
      try printISISIdentifier(rest, at: 2, count: 8)
      line.append(", seq: 0x", hex: try rest.uint32(at: 10), digits: 8, ", lifetime: ")
      line.append(decimal: try rest.uint16(at: 0), width: 5)
      line.append("s, chksum: 0x", hex: try rest.uint16(at: 14), digits: 4)
      rest = rest.dropping(16)
    }
  }

  private mutating func printISISAuthentication(_ value: Fields) throws(EarlyEnd) {
    if value.length < 1 { return }
    let type = try value.byte(at: 0)
    line.append("\n\t      ")
    switch type {
    case 1: line.append("simple text password")
    case 2: line.append("unknown Authentication type 0x02:")
    case 3: line.append("Generic Crypto key-id")
    case 54: line.append("HMAC-MD5 password")
    case 255: line.append("Routing Domain private password")
    default: line.append("unknown Authentication type 0x", hex: type, digits: 2)
    }
    if type != 2 { line.append(": ") }
    switch type {
    case 1: try printText(value.dropping(1))
    case 54:
      for index in 1..<value.length { line.append("", hex: try value.byte(at: index), digits: 2) }
      if value.length != 17 { line.append(", (invalid subTLV) ") }
    case 3:
      let key = try value.uint16(at: 1)
      line.append("", decimal: key, ", password: ")
      for index in 3..<max(value.length, 3) {
        line.append("", hex: try value.byte(at: index), digits: 2)
      }
    case 255: break
    default:
      printUnknownData(value.dropping(1), indent: "\n\t\t  ")
    }
  }

  private mutating func printPurgeOriginator(_ value: Fields) throws(EarlyEnd) {
    if value.length < 7 { return }
    line.append("\n\t      Purge Originator System-ID: ")
    try printISISIdentifier(value, at: 1, count: 6)
    if value.length == 13 {
      line.append("\n\t      Received from System-ID: ")
      try printISISIdentifier(value, at: 7, count: 6)
    }
  }

  private mutating func printAdjacency(_ value: Fields) throws(EarlyEnd) {
    if value.length < 1 { return }
    let state = try value.byte(at: 0)
    line.append("\n\t      Adjacency State: ")
    let names: [4 of String] = ["Up", "Initializing", "Down", "Unknown"]
    line.append(names[state < 3 ? Int(state) : 3])
    line.append(" (", decimal: state, ")")
    if value.length < 5 { return }
    line.append("\n\t      Extended Local circuit-ID: 0x", hex: try value.uint32(at: 1), digits: 8)
    if value.length < 11 { return }
    try value.require(6, at: 5)
    line.append("\n\t      Neighbor System-ID: ")
    try printISISIdentifier(value, at: 5, count: 6)
    if value.length < 15 { return }
    let circuit = try value.uint32(at: 11)
    line.append("\n\t      Neighbor Extended Local circuit-ID: 0x", hex: circuit, digits: 8)
  }

  private mutating func printRestart(_ value: Fields) throws(EarlyEnd) {
    if value.length < 1 { return }
    line.append("\n\t      Flags [")
    printFlagNames(
      UInt32(try value.byte(at: 0)) & 7,
      [
        (1, "Restart Request"), (2, "Restart Acknowledgement"),
        (4, "Suppress adjacency advertisement"),
      ], separator: ", ", none: "none")
    line.append("]")
    if value.length < 3 { return }
    line.append(", Remaining holding time ", decimal: try value.uint16(at: 1), "s")
    if value.length == 9 {
      line.append(", for ")
      try printISISIdentifier(value, at: 3, count: 6)
    }
  }

  private mutating func printSharedRiskGroup(_ value: Fields) throws(EarlyEnd) {
    if value.length < 7 { return }
    try value.require(7)
    line.append("\n\t      IS Neighbor: ")
    try printISISIdentifier(value, at: 0, count: 7)
    if value.length < 8 { return }
    let flags = try value.byte(at: 7)
    line.append(flags & 1 != 0 ? ", Flags: [numbered]" : ", Flags: [unnumbered]")
    if value.length < 12 { return }
    let local = try value.ipv4Address(at: 8)
    line.append("\n\t      IPv4 interface address: ")
    printAddress(local)
    if value.length < 16 { return }
    let remote = try value.ipv4Address(at: 12)
    line.append("\n\t      IPv4 neighbor address: ")
    printAddress(remote)
    var rest = value.dropping(16)
    while rest.length >= 4 {
      line.append("\n\t      Link-ID: 0x", hex: try rest.uint32(at: 0), digits: 8)
      rest = rest.dropping(4)
    }
  }

  mutating func printTopologyIdentifier(_ topology: UInt16, _ label: String) {
    let number = topology & 0xfff
    line.append(label)
    switch number {
    case 0: line.append("IPv4 unicast")
    case 1: line.append("In-Band Management")
    case 2: line.append("IPv6 unicast")
    case 3: line.append("Multicast")
    case 4095: line.append("Development, Experimental or Proprietary")
    default: line.append("Reserved for IETF Consensus")
    }
    line.append(" Topology (0x", hex: number, digits: 3, "), Flags: [")
    printFlagNames(
      UInt32(topology) & 0xc000, [(0x4000, "ATT bit set"), (0x8000, "Overload bit set")],
      separator: ", ", none: "none")
    line.append("]")
  }
}
