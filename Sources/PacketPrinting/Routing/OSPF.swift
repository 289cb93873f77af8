import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an OSPF message of version 2 (RFC 2328).
  mutating func printOSPF(_ whole: OSPFMessage) throws(EarlyEnd) {
    let message = try whole.withoutDigest
    let type = try message.type
    begin("OSPFv")
    line.append("", decimal: try message.version, ", ")
    line.append(name: Self.ospfTypeName(type), or: "unknown LS-type ", type)
    line.append(", length ", decimal: message.fields.length)
    endStatement()
    guard Self.ospfTypeName(type) != nil, options.verbosity > 0 else { return }
    let length = try message.length
    if message.fields.length != Int(length) { line.append(" [len ", decimal: length, "]") }
    begin("\n\tRouter-ID ")
    printAddress(try message.router)
    endStatement()
    printOSPFArea(try message.area)
    guard try printOSPFAuthentication(message) else { return }
    let version = try message.version
    guard version == 2 else {
      line.append(" ospf [version ", decimal: version, "]")
      return
    }
    try printOSPFBody(message, type)
    if message.fields.length > Int(length) { try printOSPFSignalling(message.signalling) }
  }

  static func ospfTypeName(_ type: UInt8) -> String? {
    switch type {
    case 1: "Hello"
    case 2: "Database Description"
    case 3: "LS-Request"
    case 4: "LS-Update"
    case 5: "LS-Ack"
    default: nil
    }
  }

  /// Appends the area.
  mutating func printOSPFArea(_ area: IPv4Address) {
    if area.rawValue == 0 {
      line.append(", Backbone Area")
    } else {
      line.append(", Area ")
      printAddress(area)
    }
  }

  /// Prints how the message is authenticated; false if that is unknown.
  private mutating func printOSPFAuthentication(_ message: OSPFMessage) throws(EarlyEnd) -> Bool {
    try message.fields.require(8, at: 16)
    let type = try message.authenticationType
    line.append(", Authentication Type: ")
    let names: [4 of String] = ["none", "simple", "MD5", "unknown"]
    line.append(names[type < 3 ? Int(type) : 3])
    line.append(" (", decimal: type, ")")
    switch type {
    case 0: break
    case 1:
      line.append("\n\tSimple text password: ")
      try printText(message.password)
    case 2:
      line.append("\n\tKey-ID: ", decimal: try message.keyIdentifier, ", Auth-Length: ")
      line.append("", decimal: try message.digestLength, ", Crypto Sequence Number: 0x")
      line.append(hex: try message.cryptographicSequence, digits: 8)
    default: return false
    }
    return true
  }

  private mutating func printOSPFBody(_ message: OSPFMessage, _ type: UInt8) throws(EarlyEnd) {
    let body = try message.body
    switch type {
    case 1: try printOSPFHello(message, body)
    case 2:
      begin("\n\tOptions [")
      printOSPFOptions(try message.descriptionOptions)
      line.append("]")
      begin(", DD Flags [")
      printFlagNames(
        UInt32(try message.descriptionFlags) & 0xf,
        [(4, "Init"), (2, "More"), (1, "Master"), (8, "OOBResync")], separator: ", ",
        none: "none")
      line.append("], MTU: ", decimal: try message.maximumTransmissionUnit)
      line.append(", Sequence: 0x", hex: try message.descriptionSequence, digits: 8)
      endStatement()
      try printLinkStateHeaders(body.dropping(8))
    case 3:
      var rest = body
      while rest.length > 0 {
        try rest.require(12)
        try printLinkStateRequest(LinkStateRequest(rest))
        rest = rest.dropping(12)
      }
    case 4:
      let count = try message.advertisementCount
      line.append(", ", decimal: count, " LSA")
      if count != 1 { line.append("s") }
      var rest = body.dropping(4)
      var number: UInt32 = 1
      while number <= count {
        line.append("\n\t  LSA #", decimal: number)
        let header = LinkStateHeader(rest)
        try printLinkState(header)
        rest = rest.dropping(Int(try header.length))
        number += 1
      }
    case 5:
      // tcpdump continues to the end of the packet, whatever length the message has.
      var rest = message.fields.dropping(OSPFMessage.headerByteCount)
      while try printLinkStateHeader(LinkStateHeader(rest)) {
        rest = rest.dropping(LinkStateHeader.byteCount)
      }
    default: break
    }
  }

  /// Prints the designated router of a network, for OSPF of both versions; 0 for none.
  mutating func printDesignatedRouter(_ router: IPv4Address) {
    guard router.rawValue != 0 else { return }
    line.append("\n\t  Designated Router ")
    printAddress(router)
  }

  /// Prints the router that takes over from the designated one; 0 for none.
  mutating func printBackupDesignatedRouter(_ router: IPv4Address) {
    guard router.rawValue != 0 else { return }
    line.append(", Backup Designated Router ")
    printAddress(router)
  }

  private mutating func printOSPFHello(_ message: OSPFMessage, _ body: Fields) throws(EarlyEnd) {
    begin("\n\tOptions [")
    printOSPFOptions(try message.helloOptions)
    line.append("]")
    begin("\n\t  Hello Timer ")
    line.append("", decimal: try message.helloInterval, "s, Dead Timer ")
    line.append("", decimal: try message.deadInterval, "s, Mask ")
    printAddress(try message.mask)
    line.append(", Priority ", decimal: try message.priority)
    endStatement()
    printDesignatedRouter(try message.designatedRouter)
    printBackupDesignatedRouter(try message.backupDesignatedRouter)
    var neighbors = body.dropping(20)
    if neighbors.length > 0 { line.append("\n\t  Neighbor List:") }
    while neighbors.length > 0 {
      let neighbor = try neighbors.ipv4Address(at: 0)
      line.append("\n\t    ")
      printAddress(neighbor)
      neighbors = neighbors.dropping(4)
    }
  }

  mutating func printOSPFOptions(_ options: UInt8) {
    printFlagNames(
      UInt32(options),
      [
        (0x01, "MultiTopology"), (0x02, "External"), (0x04, "Multicast"), (0x08, "NSSA"),
        (0x10, "LLS"), (0x20, "Demand Circuit"), (0x40, "Opaque"), (0x80, "Up/Down"),
      ], separator: ", ", none: "none")
  }

  private mutating func printLinkStateRequest(_ request: LinkStateRequest) throws(EarlyEnd) {
    let type = try request.type
    line.append("\n\t  Advertising Router: ")
    printAddress(try request.router)
    line.append(", ")
    line.append((type < 256 ? Self.linkStateName(UInt8(type)) : nil) ?? "unknown")
    line.append(" LSA (", decimal: type, ")")
    if type >= 9 && type <= 11 {
      let opaqueType = try request.opaqueType
      line.append(", Opaque-Type: ")
      line.append(Self.opaqueName(opaqueType) ?? "unknown")
      line.append(" LSA (", decimal: opaqueType, "), Opaque-ID: ")
      line.append(decimal: try request.opaqueIdentifier)
    } else {
      line.append(", LSA-ID: ")
      printAddress(try request.identifier)
    }
  }

  private mutating func printLinkStateHeaders(_ headers: Fields) throws(EarlyEnd) {
    var rest = headers
    while rest.length > 0 {
      guard try printLinkStateHeader(LinkStateHeader(rest)) else { return }
      rest = rest.dropping(LinkStateHeader.byteCount)
    }
  }

  /// Prints the header of an advertisement; false if its length is less than its own.
  mutating func printLinkStateHeader(_ header: LinkStateHeader) throws(EarlyEnd) -> Bool {
    let length = try header.length
    if length < LinkStateHeader.byteCount {
      line.append("\n\t    Bogus length ", decimal: length, " < header (20)")
      return false
    }
    line.append("\n\t  Advertising Router ")
    printAddress(try header.router)
    line.append(", seq 0x", hex: try header.sequence, digits: 8, ", age ")
    line.append("", decimal: try header.age, "s, length ")
    line.append(decimal: Int(length) - LinkStateHeader.byteCount)
    let type = try header.type
    line.append("\n\t    ")
    line.append(Self.linkStateName(type) ?? "unknown")
    if type >= 9 && type <= 11 {
      let opaqueType = try header.opaqueType
      line.append(" LSA (", decimal: type, "), Opaque-Type ")
      line.append(Self.opaqueName(opaqueType) ?? "unknown")
      line.append(" LSA (", decimal: opaqueType, "), Opaque-ID ")
      line.append(decimal: try header.opaqueIdentifier)
    } else {
      line.append(" LSA (", decimal: type, "), LSA-ID: ")
      printAddress(try header.identifier)
    }
    line.append("\n\t    Options: [")
    printOSPFOptions(try header.options)
    line.append("]")
    return true
  }

  /// The name of a kind of advertisement (IANA, "OSPFv2 Link State (LS) Type").
  static func linkStateName(_ type: UInt8) -> String? {
    switch type {
    case 1: "Router"
    case 2: "Network"
    case 3: "Summary"
    case 4: "ASBR Summary"
    case 5: "External"
    case 6: "Multicast Group"
    case 7: "NSSA"
    case 9: "Link Local Opaque"
    case 10: "Area Local Opaque"
    case 11: "Domain Wide Opaque"
    default: nil
    }
  }

  /// The name of a kind of opaque advertisement.
  static func opaqueName(_ type: UInt8) -> String? {
    switch type {
    case 1: "Traffic Engineering"
    case 3: "Graceful restart"
    case 4: "Router Information"
    default: nil
    }
  }
}
