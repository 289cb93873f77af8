import InternetTypes
import PacketDissection
import TextOutput

// The advertisements of OSPF version 3.
extension PacketPrinter {
  /// Prints an advertisement with its header (RFC 5340, appendix A.4).
  mutating func printLinkStateV3(_ header: LinkStateHeaderV3) throws(EarlyEnd) {
    try printLinkStateHeaderV3(header)
    try header.fields.requireLength(Int(try header.length))
    let body = try header.body
    switch try header.topic.type {
    case 0x2001: try printRouterLinksV3(body)
    case 0x2002:
      try body.requireLength(4)
      printOSPFv3Options("\n\t      Options [", try body.uint32(at: 0) & 0xff_ffff)
      line.append("\n\t      Connected Routers:")
      var rest = body.dropping(4)
      while rest.length > 0 {
        try rest.requireLength(4)
        let router = try rest.ipv4Address(at: 0)
        line.append("\n\t\t")
        printAddress(router)
        rest = rest.dropping(4)
      }
    case 0x2003:
      try body.requireLength(4)
      line.append(", metric ", decimal: try body.uint32(at: 0) & 0xff_ffff)
      var rest = body.dropping(4)
      while rest.length > 0 { try printLinkStatePrefix(&rest) }
    case 0x4005: try printExternalRouteV3(body)
    case 0x0008:
      try body.requireLength(4)
      try body.require(4)
      printOSPFv3Options("\n\t      Options [", try body.uint32(at: 0) & 0xff_ffff)
      try body.requireLength(24)
      let count = try body.uint32(at: 20)
      let address = try body.ipv6Address(at: 4)
      line.append("\n\t      Priority ", decimal: try body.byte(at: 0), ", Link-local address ")
      printAddress(address)
      line.append(", Prefixes ", decimal: count, ":")
      var rest = body.dropping(24)
      try printLinkStatePrefixes(&rest, count: count)
    case 0x2009:
      try body.requireLength(12)
      try body.require(4, at: 8)
      printLinkStateTopic(try LinkStateTopic(body, at: 2))
      let count = try body.uint16(at: 0)
      line.append("\n\t      Prefixes ", decimal: count, ":")
      var rest = body.dropping(12)
      try printLinkStatePrefixes(&rest, count: UInt32(count))
    case 0x000b: try printGrace(body)
    case 0x000a: try printTrafficEngineering(body)
    default: printUnknownData(body, indent: "\n\t      ")
    }
  }

  private mutating func printRouterLinksV3(_ body: Fields) throws(EarlyEnd) {
    try body.requireLength(4)
    printOSPFv3Options("\n\t      Options [", try body.uint32(at: 0) & 0xff_ffff)
    line.append(", RLA-Flags [")
    printFlagNames(
      UInt32(try body.byte(at: 0)) & 0x1f,
      [
        (0x01, "ABR"), (0x02, "External"), (0x04, "Virtual-Link Endpoint"), (0x08, "Wildcard"),
        (0x10, "NSSA Translator"),
      ], separator: ", ", none: "none")
    line.append("]")
    var rest = body.dropping(4)
    while rest.length > 0 {
      try rest.requireLength(16)
      try rest.require(16)
      let type = try rest.byte(at: 0)
      switch type {
      case 1: line.append("\n\t      Neighbor Router-ID ")
      case 2: line.append("\n\t      Neighbor Network-ID ")
      case 4: line.append("\n\t      Virtual Link: Neighbor Router-ID ")
      default:
        line.append("\n\t      Unknown Router Links Type 0x", hex: type, digits: 2)
        return
      }
      printAddress(try rest.ipv4Address(at: 12))
      line.append("\n\t      Neighbor Interface-ID ")
      printAddress(try rest.ipv4Address(at: 8))
      line.append(", Interface ")
      printAddress(try rest.ipv4Address(at: 4))
      line.append(", metric ", decimal: try rest.uint16(at: 2))
      rest = rest.dropping(16)
    }
  }

  private mutating func printExternalRouteV3(_ body: Fields) throws(EarlyEnd) {
    try body.requireLength(4)
    let flags = try body.uint32(at: 0)
    line.append("\n\t     Flags [")
    printFlagNames(
      flags & 0x8300_0000,
      [(0x8000_0000, "External Type 2"), (0x0200_0000, "Forwarding"), (0x0100_0000, "Tag")],
      separator: ", ", none: "none")
    line.append("] metric ", decimal: flags & 0xff_ffff)
    var rest = body.dropping(4)
    let prefix = try printLinkStatePrefix(&rest)
    if flags & 0x0200_0000 != 0 {
      try rest.requireLength(16)
      let address = try rest.ipv6Address(at: 0)
      line.append(" forward ")
      printAddress(address)
      rest = rest.dropping(16)
    }
    if flags & 0x0100_0000 != 0 {
      try rest.requireLength(4)
      let tag = try rest.ipv4Address(at: 0)
      line.append(" tag ")
      printAddress(tag)
      rest = rest.dropping(4)
    }
    if prefix.metric >> 8 != 0 {
      try rest.requireLength(4)
      let reference = try rest.ipv4Address(at: 0)
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
