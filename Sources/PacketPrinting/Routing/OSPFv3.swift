import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an OSPF message of version 3 (RFC 5340).
  mutating func printOSPFv3(_ message: OSPFv3Message) throws(EarlyEnd) {
    let type = try message.type
    let name = Self.ospfTypeName(type)
    line.append("OSPFv", decimal: try message.version, ", ")
    line.append(name: name, or: "unknown packet type (", type, ")")
    line.append(", length ", decimal: message.fields.length)
    if options.verbosity == 0 || name == nil { return }
    let length = try message.length
    if Int(length) > message.fields.length {
      line.append(" [len ", decimal: length, "]")
      return
    }
    let router = try message.router
    line.append("\n\tRouter-ID ")
    printAddress(router)
    printOSPFArea(try message.area)
    let instance = try message.instance
    if instance != 0 { line.append(", Instance ", decimal: instance) }
    guard try message.version == 3 else { return }
    try printOSPFv3Body(message, type)
    try printOSPFv3Trailer(message, type)
  }

  private mutating func printOSPFv3Body(
    _ message: OSPFv3Message, _ type: UInt8
  ) throws(EarlyEnd) {
    switch type {
    case 1: try printOSPFv3Hello(message)
    case 2: try printOSPFv3Description(message)
    case 3:
      guard options.verbosity > 1 else { return }
      var requests = try message.requests
      while let (router, topic) = try requests.next() {
        line.append("\n\t  Advertising Router ")
        printAddress(router)
        printLinkStateTopic(topic)
      }
    case 4:
      guard options.verbosity > 1 else { return }
      var advertisements = try message.advertisements
      while let header = advertisements.next() {
        try printLinkStateV3(header)
        advertisements.skip(Int(try header.length))
      }
    case 5: if options.verbosity > 1 { try printOSPFv3Headers(message.headers) }
    default: break
    }
  }

  /// Prints a hello: timers, designated routers, and the neighbors that the router hears.
  private mutating func printOSPFv3Hello(_ message: OSPFv3Message) throws(EarlyEnd) {
    printOSPFv3Options("\n\tOptions [", try message.options)
    begin("\n\t  Hello Timer ")
    line.append("", decimal: try message.helloInterval, "s, Dead Timer ")
    line.append("", decimal: try message.deadInterval, "s, Interface-ID ")
    printAddress(try message.interface)
    line.append(", Priority ", decimal: try message.priority)
    endStatement()
    printDesignatedRouter(try message.designatedRouter)
    printBackupDesignatedRouter(try message.backupDesignatedRouter)
    guard options.verbosity > 1 else { return }
    line.append("\n\t  Neighbor List:")
    var neighbors = try message.neighbors
    while let neighbor = try neighbors.next() {
      line.append("\n\t    ")
      printAddress(neighbor)
    }
  }

  /// Prints a description of the link state database.
  private mutating func printOSPFv3Description(_ message: OSPFv3Message) throws(EarlyEnd) {
    printOSPFv3Options("\n\tOptions [", try message.options)
    let flags = try message.descriptionFlags
    line.append(", DD Flags [")
    printFlagNames(
      UInt32(flags) & 7, [(4, "Init"), (2, "More"), (1, "Master")], separator: ", ",
      none: "none")
    line.append("]")
    begin(", MTU ")
    line.append("", decimal: try message.maximumTransmissionUnit, ", DD-Sequence 0x")
    line.append(hex: try message.descriptionSequence, digits: 8)
    endStatement()
    if options.verbosity > 1 { try printOSPFv3Headers(message.headers) }
  }

  mutating func printOSPFv3Options(_ label: String, _ options: UInt32) {
    line.append(label)
    printFlagNames(
      options,
      [
        (0x01, "V6"), (0x02, "External"), (0x04, "Deprecated"), (0x08, "NSSA"), (0x10, "Router"),
        (0x20, "Demand Circuit"), (0x100, "AFs Support"), (0x200, "LLS"),
        (0x400, "Authentication Trailer"),
      ], separator: ", ", none: "none")
    line.append("]")
  }

  private mutating func printOSPFv3Headers(_ all: OSPFv3Headers) throws(EarlyEnd) {
    var headers = all
    while let header = headers.next() {
      try printLinkStateHeaderV3(header)
      headers.skip(LinkStateHeaderV3.byteCount)
    }
  }

  mutating func printLinkStateHeaderV3(_ header: LinkStateHeaderV3) throws(EarlyEnd) {
    try header.fields.requireLength(LinkStateHeaderV3.byteCount)
    let length = try header.length
    if length < LinkStateHeaderV3.byteCount {
      line.append("\n\t\t  Bogus length ", decimal: length, " < header (20)")
      throw header.fields.end
    }
    line.append("\n\t  Advertising Router ")
    printAddress(try header.router)
    line.append(", seq 0x", hex: try header.sequence, digits: 8, ", age ")
    line.append("", decimal: try header.age, "s, length ")
    line.append(decimal: Int(length) - LinkStateHeaderV3.byteCount)
    printLinkStateTopic(try header.topic)
  }

  mutating func printLinkStateTopic(_ topic: LinkStateTopic) {
    line.append("\n\t    ")
    line.append(Self.linkStateNameV3(topic.type & 0x1fff) ?? "Unknown")
    line.append(" LSA (", decimal: topic.type & 0x1fff, "), ")
    switch topic.type & 0x6000 {
    case 0x0000: line.append("Link Local")
    case 0x2000: line.append("Area Local")
    case 0x4000: line.append("Domain Wide")
    default: line.append("unknown")
    }
    line.append(topic.type & 0x8000 != 0 ? " Scope, transitive, LSA-ID " : " Scope, LSA-ID ")
    printAddress(topic.identifier)
  }

  private static func linkStateNameV3(_ type: UInt16) -> String? {
    switch type {
    case 1: "Router"
    case 2: "Network"
    case 3: "Inter-Area Prefix"
    case 4: "Inter-Area Router"
    case 5: "External"
    case 7: "NSSA"
    case 8: "Link"
    case 9: "Intra-Area Prefix"
    case 10: "Intra-Area TE"
    case 11: "Grace"
    case 12: "Router Information"
    case 13: "Inter-AS-TE"
    case 14: "Layer 1 VPN"
    default: nil
    }
  }

  /// Prints the trailer of a message: link-local signalling (RFC 5613) and authentication (RFC 7166).
  private mutating func printOSPFv3Trailer(
    _ message: OSPFv3Message, _ type: UInt8
  ) throws(EarlyEnd) {
    guard type == 1 || type == 2 else { return }
    let flags = try message.options
    var rest = try message.trailer
    if flags & 0x200 != 0, rest.length > 0 {
      let block = try LinkLocalSignalling(rest)
      line.put("\n\tLLS Checksum 0x", Hex(block.checksum, 4), ", Data Length ", block.length)
      if block.length < 4 || block.length > rest.length { throw rest.end }
      try rest.require(block.length)
      rest = rest.dropping(block.length)
    }
    if flags & 0x400 != 0, rest.length > 0 {
      try printAuthenticationTrailer(AuthenticationTrailer(rest))
    }
  }

  private mutating func printAuthenticationTrailer(
    _ trailer: AuthenticationTrailer
  ) throws(EarlyEnd) {
    let header = AuthenticationTrailer.headerByteCount
    try trailer.fields.requireLength(header)
    let type = try trailer.type
    line.append("\n\tAuthentication Type ")
    line.append(name: type == 1 ? "HMAC" : nil, or: "unknown (0x", hex: type, digits: 4, ")")
    let length = try trailer.length
    line.put(", Length ", length)
    if length < header || length > trailer.fields.length { throw trailer.fields.end }
    line.put(", SAID ", try trailer.association)
    let sequence = try trailer.sequence
    line.put(", CSN 0x", Hex(sequence.high, 8), ":", Hex(sequence.low, 8))
    try trailer.fields.require(length)
    if options.verbosity > 1 {
      printUnknownData(try trailer.data, indent: "\n\tAuthentication Data ")
    }
  }
}
