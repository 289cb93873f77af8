import InternetTypes
import PacketDissection
import TextOutput

// The advertisements of OSPF version 2.
extension PacketPrinter {
  /// Prints an advertisement with its header (RFC 2328, appendix A.4).
  mutating func printLinkState(_ header: LinkStateHeader) throws(EarlyEnd) {
    guard try printLinkStateHeader(header) else { throw header.fields.end }
    let body = try header.body
    let type = try header.type
    switch type {
    case 1: guard try printRouterLinks(body) else { return }
    case 2:
      begin("\n\t    Mask ")
      printAddress(try body.ipv4Address(at: 0))
      line.append("\n\t    Connected Routers:")
      endStatement()
      var routers = body.dropping(4)
      while routers.length > 0 {
        let router = try routers.ipv4Address(at: 0)
        line.append("\n\t      ")
        printAddress(router)
        routers = routers.dropping(4)
      }
    case 3, 4:
      if type == 3 {
        let mask = try body.ipv4Address(at: 0)
        line.append("\n\t    Mask ")
        printAddress(mask)
      } else {
        _ = try body.uint32(at: 0)
      }
      var metrics = body.dropping(4)
      while metrics.length > 0 {
        let metric = try metrics.uint32(at: 0)
        printTopology("\n\t\ttopology ", UInt8(metric >> 24 & 0x7f), " metric ")
        line.append(decimal: metric & 0xff_ffff)
        metrics = metrics.dropping(4)
      }
    case 5, 7: try printExternalRoutes(body)
    case 6: try printGroupMembers(body)
    case 9...11: guard try printOpaque(header, body) else { return }
    default:
      if options.verbosity <= 1 { printUnknownData(body, indent: "\n\t    ") }
    }
    if options.verbosity > 1 { printUnknownData(body, indent: "\n\t    ") }
  }

  /// Appends `label`, `NAME (NUMBER)` of a topology (RFC 4915), and `end`.
  private mutating func printTopology(_ label: String, _ topology: UInt8, _ end: String) {
    line.append(label)
    switch topology {
    case 0: line.append("default")
    case 1: line.append("multicast")
    case 2: line.append("management")
    default: line.append("Unknown")
    }
    line.append(" (", decimal: topology, ")")
    line.append(end)
  }

  /// Prints a router's links; false after one of an unknown kind.
  private mutating func printRouterLinks(_ body: Fields) throws(EarlyEnd) -> Bool {
    let flags = try body.byte(at: 0)
    line.append("\n\t    Router LSA Options: [")
    printFlagNames(
      UInt32(flags) & 0x0f, [(1, "ABR"), (2, "ASBR"), (4, "Virtual"), (8, "W2")],
      separator: ", ", none: "none")
    line.append("]")
    let count = try body.uint16(at: 2)
    var rest = body.dropping(4)
    for _ in 0..<count {
      let link = RouterLink(rest)
      let type = try link.type
      switch type {
      case 1: begin("\n\t      Neighbor Router-ID: ")
      case 2: begin("\n\t      Neighbor Network-ID: ")
      case 3: begin("\n\t      Stub Network: ")
      case 4: begin("\n\t      Virtual Link: Neighbor Router-ID: ")
      default:
        line.append("\n\t      Unknown Router Link Type (", decimal: type, ")")
        return false
      }
      printAddress(try link.identifier)
      line.append(type == 3 ? ", Mask: " : ", Interface Address: ")
      printAddress(try link.data)
      endStatement()
      for index in 0...Int(try link.metricCount) {
        let (topology, metric) = try link.metric(index)
        printTopology("\n\t\ttopology ", topology, ", metric ")
        line.append(decimal: UInt32(metric))
      }
      rest = rest.dropping(try link.byteCount)
    }
    return true
  }

  private mutating func printExternalRoutes(_ body: Fields) throws(EarlyEnd) {
    let mask = try body.ipv4Address(at: 0)
    line.append("\n\t    Mask ")
    printAddress(mask)
    var rest = body.dropping(4)
    while rest.length > 0 {
      let metric = try rest.uint32(at: 0)
      printTopology("\n\t\ttopology ", UInt8(metric >> 24 & 0x7f), ", type ")
      line.append("", decimal: metric >> 31 + 1, ", metric")
      if metric & 0xff_ffff == 0xff_ffff {
        line.append(" infinite")
      } else {
        line.append(" ", decimal: metric & 0xff_ffff)
      }
      let forward = try rest.ipv4Address(at: 4)
      if forward.rawValue != 0 {
        line.append(", forward ")
        printAddress(forward)
      }
      let tag = try rest.ipv4Address(at: 8)
      if tag.rawValue != 0 {
        line.append(", tag ")
        printAddress(tag)
      }
      rest = rest.dropping(12)
    }
  }

  private mutating func printGroupMembers(_ body: Fields) throws(EarlyEnd) {
    var rest = body
    while rest.length > 0 {
      let identifier = try rest.ipv4Address(at: 4)
      let type = try rest.uint32(at: 0)
      switch type {
      case 1:
        line.append("\n\t    Router Router-ID ")
        printAddress(identifier)
      case 2:
        line.append("\n\t    Network Designated Router ")
        printAddress(identifier)
      default: line.append("\n\t    unknown VertexType (", decimal: type, ")")
      }
      rest = rest.dropping(8)
    }
  }

  /// Prints an opaque advertisement (RFC 5250); false if its elements end before its length.
  private mutating func printOpaque(
    _ header: LinkStateHeader, _ body: Fields
  ) throws(EarlyEnd) -> Bool {
    switch try header.opaqueType {
    case 1, 3:
      // A cut or impossible element ends the advertisement without a mark.
      do throws(EarlyEnd) {
        if try header.opaqueType == 1 {
          try printTrafficEngineering(body)
        } else {
          try printGrace(body)
        }
      } catch {
        guard error.isLocal else { throw error }
        return false
      }
      return try header.opaqueType == 3
    case 4: return try printRouterInformation(body)
    default:
      if options.verbosity <= 1 { printUnknownData(body, indent: "\n\t    ") }
    }
    return true
  }

  private mutating func printRouterInformation(_ body: Fields) throws(EarlyEnd) -> Bool {
    var elements = LinkStateElements(body)
    while let element = try elements.next() {
      line.append("\n\t    ")
      line.append(element.type == 1 ? "Router Capabilities" : "unknown")
      line.append(" TLV (", decimal: element.type, "), length: ")
      line.append("", decimal: element.length, ", value: ")
      if element.length > element.room {
        line.append("\n\t    Bogus length ", decimal: element.length, " > remaining LS length ")
        line.append(decimal: element.room)
        return false
      }
      try element.value.require(element.length)
      if element.type == 1 {
        guard requireLinkStateLength(4, element) else { return false }
        line.append("Capabilities: ")
        printFlagNames(
          try element.uint32,
          [
            (0x01, "graceful restart capable"), (0x02, "graceful restart helper"),
            (0x04, "Stub router support"), (0x08, "Traffic engineering"),
            (0x10, "p2p over LAN"), (0x20, "path computation server"),
          ], separator: ", ", none: "Unknown")
      } else if options.verbosity <= 1 {
        printUnknownData(element.value, indent: "\n\t      ")
      }
    }
    return printRest(elements.rest.length)
  }

  /// Checks that an element has the length that its type requires; reports another length and returns false.
  private mutating func requireLinkStateLength(_ count: Int, _ element: LinkStateElement) -> Bool {
    if element.length == count { return true }
    line.append("\n\t    Bogus length ", decimal: element.length, " != ")
    line.append(decimal: count)
    return false
  }

  /// Reports the rest that is too short for an element; returns true if there is none.
  private mutating func printRest(_ length: Int) -> Bool {
    if length == 0 { return true }
    line.append("\n\t    Remaining LS length ", decimal: length, " < 4")
    return false
  }

  /// Prints a Grace-LSA about a router's restart (RFC 3623, appendix A).
  mutating func printGrace(_ body: Fields) throws(EarlyEnd) {
    var elements = LinkStateElements(body, isPadded: true)
    while let element = try elements.next() {
      line.append("\n\t    ")
      let names: [4 of String] = [
        "unknown", "Grace Period", "Graceful restart Reason", "IPv4 interface address",
      ]
      line.append(names[element.type < 4 ? Int(element.type) : 0])
      line.append(" TLV (", decimal: element.type, "), length ")
      line.append("", decimal: element.length, ", value: ")
      if element.length > element.room {
        line.append("\n\t    Bogus length ", decimal: element.length, " > ")
        line.append(decimal: element.room)
        throw EarlyEnd(name: body.name, isLocal: true)
      }
      try element.value.require(element.length)
      switch element.type {
      case 1:
        guard requireLinkStateLength(4, element) else { throw body.end }
        line.append("", decimal: try element.uint32, "s")
      case 2:
        guard requireLinkStateLength(1, element) else { throw body.end }
        let reason = try element.byte
        let reasons: [4 of String] = [
          "Unknown", "Software Restart", "Software Reload/Upgrade", "Control Processor Switch",
        ]
        line.append(reasons[reason < 4 ? Int(reason) : 0])
        line.append(" (", decimal: reason, ")")
      case 3:
        guard requireLinkStateLength(4, element) else { throw body.end }
        printAddress(try element.address)
      default:
        if options.verbosity <= 1 { printUnknownData(element.value, indent: "\n\t      ") }
      }
    }
    guard printRest(elements.rest.length) else { throw body.end }
  }

  /// Prints link-local signalling (RFC 5613).
  mutating func printOSPFSignalling(_ block: Fields) throws(EarlyEnd) {
    let checksum = try block.uint16(at: 0)
    line.append("\n\t  LLS: checksum: 0x", hex: checksum, digits: 4)
    let length = Int(try block.uint16(at: 2))
    line.append(", length: ", decimal: length)
    guard length * 4 <= block.length, block.has(length * 4) else {
      line.append("\n\t[LLS truncated]")
      try block.require(length * 4)
      throw block.end
    }
    var elements = LinkStateElements(block.part(at: 4, length: length * 4 - 4))
    while let element = try elements.next() {
      line.append("\n\t    ")
      line.append(
        element.type == 1
          ? "Extended Options" : element.type == 2 ? "MD5 Authentication" : "Unknown TLV")
      line.append(" (", decimal: element.type, "), length: ")
      line.append(decimal: element.length)
      if element.type == 1 {
        if element.length != 4 { line.append(" [should be 4]") }
        let flags = try element.uint32
        line.append("\n\t      Options: 0x", hex: flags, digits: 8, " [")
        printFlagNames(
          flags & 3, [(1, "LSDB resync"), (2, "Restart")], separator: ", ", none: "?")
        line.append("]")
      } else if element.type == 2 {
        if element.length != 20 { line.append(" [should be 20]") }
        line.append("\n\t      Sequence number: 0x", hex: try element.uint32, digits: 8)
      }
      if element.length % 4 != 0 {
        elements = LinkStateElements(elements.rest.dropping(4 - element.length % 4))
      }
    }
  }
}
