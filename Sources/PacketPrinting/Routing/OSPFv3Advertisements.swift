import InternetTypes
import PacketDissection
import TextOutput

// The advertisements of OSPF version 3.
extension PacketPrinter {
  /// Prints an advertisement with its header (RFC 5340, appendix A.4).
  mutating func printLinkStateV3(_ header: LinkStateHeaderV3) throws(EarlyEnd) {
    try printLinkStateHeaderV3(header)
    try header.fields.requireLength(Int(try header.length))
    let body = LinkStateBodyV3(try header.body)
    switch try header.topic.type {
    case 0x2001: try printRouterLinksV3(body)
    case 0x2002:
      printOSPFv3Options("\n\t      Options [", try body.options)
      line.append("\n\t      Connected Routers:")
      var routers = body.routers
      while let router = try routers.next() {
        line.append("\n\t\t")
        printAddress(router)
      }
    case 0x2003:
      line.put(", metric ", try body.metric)
      var rest = body.following
      while rest.length > 0 { try printLinkStatePrefix(&rest) }
    case 0x4005: try printExternalRouteV3(body)
    case 0x0008:
      try body.fields.require(4)
      printOSPFv3Options("\n\t      Options [", try body.options)
      let count = try body.linkPrefixCount
      line.put("\n\t      Priority ", try body.flags, ", Link-local address ")
      printAddress(try body.linkAddress)
      line.put(", Prefixes ", count, ":")
      var rest = body.linkPrefixes
      try printLinkStatePrefixes(&rest, count: count)
    case 0x2009:
      printLinkStateTopic(try body.reference)
      let count = try body.prefixCount
      line.put("\n\t      Prefixes ", count, ":")
      var rest = body.prefixes
      try printLinkStatePrefixes(&rest, count: UInt32(count))
    case 0x000b: try printGrace(body.fields)
    case 0x000a: try printTrafficEngineering(body.fields)
    default: printUnknownData(body.fields, indent: "\n\t      ")
    }
  }

  private mutating func printRouterLinksV3(_ body: LinkStateBodyV3) throws(EarlyEnd) {
    printOSPFv3Options("\n\t      Options [", try body.options)
    line.append(", RLA-Flags [")
    printFlagNames(
      UInt32(try body.flags) & 0x1f,
      [
        (0x01, "ABR"), (0x02, "External"), (0x04, "Virtual-Link Endpoint"), (0x08, "Wildcard"),
        (0x10, "NSSA Translator"),
      ], separator: ", ", none: "none")
    line.append("]")
    var links = body.links
    while let link = try links.next() {
      switch link.type {
      case 1: line.append("\n\t      Neighbor Router-ID ")
      case 2: line.append("\n\t      Neighbor Network-ID ")
      case 4: line.append("\n\t      Virtual Link: Neighbor Router-ID ")
      default: return line.put("\n\t      Unknown Router Links Type 0x", Hex(link.type, 2))
      }
      printAddress(link.neighbor)
      line.append("\n\t      Neighbor Interface-ID ")
      printAddress(link.neighborInterface)
      line.append(", Interface ")
      printAddress(link.interface)
      line.put(", metric ", link.metric)
    }
  }

  private mutating func printExternalRouteV3(_ body: LinkStateBodyV3) throws(EarlyEnd) {
    let (flags, metric) = (UInt32(try body.flags), try body.metric)
    line.append("\n\t     Flags [")
    printFlagNames(
      flags & 0x83, [(0x80, "External Type 2"), (0x02, "Forwarding"), (0x01, "Tag")],
      separator: ", ", none: "none")
    line.put("] metric ", metric)
    var rest = body.following
    let prefix = try printLinkStatePrefix(&rest)
    var fields = ExternalRouteFields(rest)
    if flags & 0x02 != 0 {
      let address = try fields.forwardingAddress()
      line.append(" forward ")
      printAddress(address)
    }
    if flags & 0x01 != 0 {
      let tag = try fields.word()
      line.append(" tag ")
      printAddress(tag)
    }
    if prefix.metric >> 8 != 0 {
      let reference = try fields.word()
      line.append(" RefLSID: ")
      printAddress(reference)
    }
  }

  private mutating func printLinkStatePrefixes(
    _ rest: inout Fields, count: UInt32
  ) throws(EarlyEnd) {
    var remaining = count
    while remaining > 0 {
      try printLinkStatePrefix(&rest)
      remaining -= 1
    }
  }

  @discardableResult
  private mutating func printLinkStatePrefix(
    _ rest: inout Fields
  ) throws(EarlyEnd) -> LinkStatePrefix {
    let prefix = try LinkStatePrefix(rest)
    if prefix.isTooLong {
      line.append(" bogus prefixlen /", decimal: prefix.length)
      throw rest.end
    }
    line.append("\n\t\t")
    printAddress(prefix.address)
    line.append("/", decimal: prefix.length)
    if prefix.options != 0 {
      line.append(", Options [")
      printFlagNames(
        UInt32(prefix.options) & 0x3f,
        [
          (0x01, "No Unicast"), (0x02, "Local address"), (0x04, "Deprecated"),
          (0x08, "Propagate"), (0x10, "DN"), (0x20, "N-bit"),
        ], separator: ", ", none: "none")
      line.append("]")
    }
    line.append(", metric ", decimal: prefix.metric)
    rest = rest.dropping(prefix.byteCount)
    return prefix
  }
}
