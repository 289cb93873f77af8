import InternetTypes
import PacketDissection
import TextOutput

// Elements of IS-IS with fields of several kinds.
extension PacketPrinter {
  /// Prints the topologies of a router (RFC 5120, section 7.1).
  mutating func printTopologies(_ value: Fields) throws(EarlyEnd) {
    var rest = value
    while rest.length > 1 {
      printTopologyIdentifier(try rest.uint16(at: 0), "\n\t      ")
      rest = rest.dropping(2)
    }
    if rest.length == 1 { line.append("\n\t      invalid MT-ID") }
  }

  /// Prints the instance of a router (RFC 8202, section 2.1).
  mutating func printInstance(_ value: Fields) throws(EarlyEnd) {
    guard value.length >= 4 else { return }
    let count = (value.length - 2) / 2
    line.put("\n\t      Instance ID: ", try value.uint16(at: 0), ", ITIDs(", count, "): ")
    for index in 0..<count {
      if index > 0 { line.append(", ") }
      line.put(try value.uint16(at: 2 + index * 2))
    }
  }

  /// Prints Inter-Domain Routing Protocol Information (RFC 1195, section 3.3).
  mutating func printInterDomain(_ value: Fields) throws(EarlyEnd) {
    guard value.length >= 1 else { return }
    let type = try value.byte(at: 0)
    line.append("\n\t      Inter-Domain Information Type: ")
    switch type {
    case 0: line.append("Reserved")
    case 1: line.append("Routing-Domain Specific")
    case 2: line.append("AS Number Tag")
    default: line.put("Unknown (0x", Hex(type, 2), ")")
    }
    if type == 2 {
      if value.length >= 3 { line.put("AS Number: ", try value.uint16(at: 1)) }
    } else {
      try printISISBytes(value.dropping(1), indent: "\n\t      ")
    }
  }

  /// Prints a router's capabilities (RFC 7981), of which segment routing is known (RFC 8667, section 3.1).
  mutating func printRouterCapability(_ element: ISISElement) throws(EarlyEnd) {
    let value = element.value
    guard value.length >= 5 else {
      line.put(" [object length ", value.length, " < 5]")
      return printInvalid()
    }
    let router = try value.ipv4Address(at: 0)
    line.append("\n\t      Router-ID ")
    printAddress(router)
    line.append(", Flags [")
    printFlagNames(
      UInt32(try value.byte(at: 4)), [(1, "S bit"), (2, "D bit")], separator: ", ", none: "none")
    line.append("]")
    var parts = ISISElements(element.following.dropping(5), length: value.length - 5)
    while let part = try parts.next() {
      line.put("\n\t\t", part.type == 2 ? "SR-Capabilities" : "unknown", " subTLV #", part.type)
      line.put(", length: ", part.length)
      guard part.length <= part.room, part.following.has(part.length) else { return }
      if part.type == 2 {
        try printSegmentRouting(part.following, length: part.length)
      } else {
        try printISISBytes(part.value, indent: "\n\t\t")
      }
    }
  }

  private mutating func printSegmentRouting(_ value: Fields, length: Int) throws(EarlyEnd) {
    line.append(", Flags [")
    printFlagNames(
      UInt32(try value.byte(at: 0)), [(0x80, "ipv4"), (0x40, "ipv6")], separator: ", ",
      none: "None")
    line.put("], Range ", try value.uint24(at: 1))
    // Counted in one byte, as in tcpdump 4.99.3.
    var left = UInt8(truncatingIfNeeded: length - 4)
    var rest = value.dropping(4)
    while left >= 5 {
      let type = try rest.byte(at: 0)
      let count = try rest.byte(at: 1)
      left -= 2
      rest = rest.dropping(2)
      if count > left { return }
      switch (type, count) {
      case (1, 3): line.put(", SID value ", try rest.uint24(at: 0))
      case (1, 4): line.put(", SID value ", try rest.uint32(at: 0))
      case (1, _): line.put(", Unknown SID length", count)
      default: try printISISBytes(rest.part(at: 0, length: Int(count)), indent: "\n\t\t  ")
      }
      left -= count
      rest = rest.dropping(Int(count))
    }
  }

  mutating func printISISAuthentication(_ value: Fields) throws(EarlyEnd) {
    if value.length < 1 { return }
    let type = try value.byte(at: 0)
    line.append("\n\t      ")
    switch type {
    case 1: line.append("simple text password")
    case 3: line.append("Generic Crypto key-id")
    case 54: line.append("HMAC-MD5 password")
    case 255: line.append("Routing Domain private password")
    default: line.append("unknown Authentication type 0x", hex: type, digits: 2)
    }
    line.append(": ")
    switch type {
    case 1: try printText(value.dropping(1))
    case 54:
      for index in 1..<value.length { line.put(Hex(try value.byte(at: index), 2)) }
      if value.length != 17 { line.append(", (invalid subTLV) ") }
      line.append(" (unchecked)")
    case 3:
      guard value.length >= 3 else { return }
      line.put(try value.uint16(at: 1), ", password: ")
      for index in 3..<value.length { line.put(Hex(try value.byte(at: index), 2)) }
    default: try printISISBytes(value.dropping(1), indent: "\n\t\t  ")
    }
  }

  /// Prints the systems that purged a link state PDU (RFC 6232).
  mutating func printPurgeOriginator(_ value: Fields) throws(EarlyEnd) {
    if value.length < 1 { return }
    let count = try value.byte(at: 0)
    if count == 0 { return line.append(" No system IDs supplied") }
    if value.length < 7 { return }
    let first = try ISISIdentifier(value, at: 1, count: 6)
    line.append("\n\t      Purge Originator System-ID: ")
    printISISIdentifier(first)
    if count == 1 || value.length < 13 { return }
    let second = try ISISIdentifier(value, at: 7, count: 6)
    line.append("\n\t      Received from System-ID: ")
    printISISIdentifier(second)
  }

  mutating func printAdjacency(_ value: Fields) throws(EarlyEnd) {
    if value.length < 1 { return }
    let state = try value.byte(at: 0)
    line.append("\n\t      Adjacency State: ")
    let names: [4 of String] = ["Up", "Initializing", "Down", "unknown"]
    line.append(names[state < 3 ? Int(state) : 3])
    line.append(" (", decimal: state, ")")
    if value.length < 5 { return }
    line.append("\n\t      Extended Local circuit-ID: 0x", hex: try value.uint32(at: 1), digits: 8)
    if value.length < 11 { return }
    let neighbor = try ISISIdentifier(value, at: 5, count: 6)
    line.append("\n\t      Neighbor System-ID: ")
    printISISIdentifier(neighbor)
    if value.length < 15 { return }
    let circuit = try value.uint32(at: 11)
    line.append("\n\t      Neighbor Extended Local circuit-ID: 0x", hex: circuit, digits: 8)
  }

  mutating func printRestart(_ value: Fields) throws(EarlyEnd) {
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
      let system = try ISISIdentifier(value, at: 3, count: 6)
      line.append(", for ")
      printISISIdentifier(system)
    }
  }

  mutating func printSharedRiskGroup(_ value: Fields) throws(EarlyEnd) {
    if value.length < 7 { return }
    let neighbor = try ISISIdentifier(value, at: 0, count: 7)
    line.append("\n\t      IS Neighbor: ")
    printISISIdentifier(neighbor)
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
