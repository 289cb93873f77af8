import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an UPDATE message (RFC 4271, section 4.3); false if its parts do not fit.
  mutating func printBGPUpdate(
    _ message: BGPMessage, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    var offset = message.offset + BGPMessage.headerByteCount
    let name = BGPMessage.name
    guard message.end - offset >= 2 else { return false }
    let withdrawn = Int(try bytes.uint16(at: offset, in: name))
    offset += 2
    guard message.end - offset >= withdrawn else { return false }
    // Whether no withdrawn route is left that was not printed.
    var isEmpty = withdrawn == 0
    if withdrawn > 1 {
      line.append("\n\t  Withdrawn routes:")
      guard
        let next = try printBGPRoutes(
          bytes, offset..<(offset + withdrawn), isUpdate: false)
      else { return false }
      isEmpty = next == offset + withdrawn
      offset = next
    } else {
      offset += withdrawn
    }
    guard message.end - offset >= 2 else { return false }
    let attributes = Int(try bytes.uint16(at: offset, in: name))
    offset += 2
    if isEmpty && attributes == 0 && offset == message.end {
      line.append("\n\t  End-of-Rib Marker (empty NLRI)")
      return true
    }
    if attributes > 0 {
      guard message.end - offset >= attributes else { return false }
      guard
        try printBGPAttributes(
          bytes, offset..<(offset + attributes), indent: "\n\t  ", depth: nil)
      else { return false }
    }
    offset += attributes
    guard offset < message.end else { return true }
    line.append("\n\t  Updated routes:")
    return try printBGPRoutes(bytes, offset..<message.end, isUpdate: true) != nil
  }

  /// Prints routes of IPv4, and returns the offset after them or of an invalid one; nil if one is cut.
  private mutating func printBGPRoutes(
    _ bytes: Span<UInt8>, _ range: Range<Int>, isUpdate: Bool
  ) throws(EarlyEnd) -> Int? {
    let hasPaths = BGPPrefix.hasPathIdentifiers(
      bytes, at: range.lowerBound, length: range.count, longest: 32)
    var offset = range.lowerBound
    while offset < range.upperBound {
      var path: UInt32 = 0
      if hasPaths {
        guard range.upperBound - offset >= 4 else { return isUpdate ? nil : range.upperBound }
        path = try bytes.uint32(at: offset, in: BGPMessage.name)
        offset += 4
      }
      switch try BGPPrefix.decode(
        bytes, at: offset, room: range.upperBound - offset, isVersion6: false, .plain)
      {
      case .failure(.illegalLength):
        line.append("\n\t    (illegal prefix length)")
        return offset
      case .failure(.short): return nil
      case .prefix(let prefix):
        line.append("\n\t    ")
        printBGPPrefix(prefix, isVersion6: false)
        if hasPaths { line.put("   Path Id: ", path) }
        offset += prefix.byteCount
      }
    }
    return offset
  }

  /// Appends an address and the length of its prefix.
  mutating func printBGPPrefix(_ prefix: BGPPrefix, isVersion6: Bool) {
    if isVersion6 {
      printAddress(IPv6Address(rawValue: prefix.address))
    } else {
      printAddress(IPv4Address(rawValue: UInt32(truncatingIfNeeded: prefix.address)))
    }
    line.put("/", prefix.length)
  }

  /// Prints path attributes; false if one is cut.
  ///
  /// `depth` is how many attribute sets are around them (RFC 6368), nil if they are those of an UPDATE.
  mutating func printBGPAttributes(
    _ bytes: Span<UInt8>, _ range: Range<Int>, indent: String, depth: Int?
  ) throws(EarlyEnd) -> Bool {
    var offset = range.lowerBound
    let tooShort = depth == nil ? "\n\t  [path attrs too short]" : " [path attr too short]"
    while offset < range.upperBound {
      guard
        let attribute = try BGPAttribute(bytes, at: offset, room: range.upperBound - offset)
      else {
        line.append(tooShort)
        return true
      }
      line.put(indent, Self.bgpAttributeName(attribute.type) ?? "Unknown Attribute", " (")
      line.put(attribute.type, "), length: ", attribute.length)
      if attribute.flags != 0 {
        line.append(", Flags [")
        printFlagNames(
          UInt32(attribute.flags), Self.bgpAttributeFlags, separator: "", none: "")
        if attribute.flags & 0x0f != 0 { line.put("+", Hex(attribute.flags & 0x0f)) }
        line.append("]")
      }
      if attribute.flags != 0 || depth != nil { line.append(": ") }
      offset = attribute.start
      guard range.upperBound - offset >= attribute.length else {
        line.append(depth == nil ? " [path attrs too short]" : " [path attr too short]")
        return true
      }
      if depth == 10 {
        line.append("(too many nested levels, not recursing)")
      } else {
        guard try printBGPAttribute(attribute, bytes, depth: (depth ?? -1) + 1) else {
          return false
        }
      }
      offset += attribute.length
    }
    return true
  }

  private static let bgpAttributeFlags: [(UInt32, String)] = [
    (0x80, "O"), (0x40, "T"), (0x20, "P"), (0x10, "E"),
  ]

  /// Prints the value of a path attribute; false if it is cut.
  private mutating func printBGPAttribute(
    _ attribute: BGPAttribute, _ bytes: Span<UInt8>, depth: Int
  ) throws(EarlyEnd) -> Bool {
    let (start, length) = (attribute.start, attribute.length)
    let range = start..<(start + length)
    let name = BGPMessage.name
    switch attribute.type {
    case 1, 3, 4, 5, 6, 7, 9, 18: try printBGPPlainAttribute(attribute, bytes)
    case 2, 17:
      guard length % 2 == 0 else {
        line.append("invalid len")
        break
      }
      try printBGPPath(bytes, range, isWide: attribute.type == 17)
    case 8: try printBGPCommunities(bytes, range)
    case 10:
      guard length % 4 == 0 else {
        line.append("invalid len")
        break
      }
      for at in stride(from: start, to: range.upperBound, by: 4) {
        if at > start { line.append(", ") }
        printAddress(IPv4Address(rawValue: try bytes.uint32(at: at, in: name)))
      }
    case 14: guard try printBGPReachable(bytes, range) else { return false }
    case 15: guard try printBGPUnreachable(bytes, range) else { return false }
    case 16: guard try printBGPExtendedCommunities(bytes, range) else { return false }
    case 22: guard try printBGPTunnel(bytes, range) else { return false }
    case 26: guard try printBGPMetrics(bytes, range) else { return false }
    case 32:
      guard length > 0 && length % 12 == 0 else {
        line.append("invalid len")
        break
      }
      try printBGPLargeCommunities(bytes, range)
    case 128:
      let system = try bytes.uint32(at: start, in: name)
      guard length >= 4 else { return false }
      line.put("\n\t    Origin AS: ", system)
      guard
        try printBGPAttributes(
          bytes, (start + 4)..<range.upperBound, indent: "\n\t      ", depth: depth)
      else { return false }
      // The dump of tcpdump begins at the attribute and has what is left of its length: nothing.
      return true
    default:
      line.put("\n\t    no Attribute ", attribute.type, " decoder")
      if options.verbosity <= 1 {
        printUnknownData(bytes, at: start, length: length, indent: "\n\t    ")
      }
    }
    let isListed = attribute.type == 32 && length > 0 && length % 12 == 0
    if options.verbosity > 1 && length > 0 && !isListed {
      printUnknownData(bytes, at: start, length: length, indent: "\n\t    ")
    }
    return true
  }

  /// Prints communities of three numbers (RFC 8092).
  private mutating func printBGPLargeCommunities(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    line.append("\n\t    ")
    for at in stride(from: range.lowerBound, to: range.upperBound, by: 12) {
      if at > range.lowerBound { line.append(", ") }
      line.put(try bytes.uint32(at: at, in: BGPMessage.name), ":")
      line.put(try bytes.uint32(at: at + 4, in: BGPMessage.name), ":")
      line.append(decimal: try bytes.uint32(at: at + 8, in: BGPMessage.name))
    }
  }

  /// Prints an attribute of one number or address.
  private mutating func printBGPPlainAttribute(
    _ attribute: BGPAttribute, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let (start, name) = (attribute.start, BGPMessage.name)
    switch (attribute.type, attribute.length) {
    case (1, 1):
      switch try bytes.byte(at: start, in: name) {
      case 0: line.append("IGP")
      case 1: line.append("EGP")
      case 2: line.append("Incomplete")
      default: line.append("Unknown Origin Typecode")
      }
    case (3, 4), (9, 4):
      printAddress(IPv4Address(rawValue: try bytes.uint32(at: start, in: name)))
    case (4, 4), (5, 4): line.append(decimal: try bytes.uint32(at: start, in: name))
    case (6, 0): break
    case (7, 6), (7, 8), (18, 8):
      let isWide = attribute.length == 8
      line.append(" AS #")
      if isWide {
        line.append(decimal: try bytes.uint32(at: start, in: name))
      } else {
        line.append(decimal: UInt32(try bytes.uint16(at: start, in: name)))
      }
      line.append(", origin ")
      let address = try bytes.uint32(at: start + (isWide ? 4 : 2), in: name)
      printAddress(IPv4Address(rawValue: address))
    default: line.append("invalid len")
    }
  }

  /// Prints the segments of an AS path.
  private mutating func printBGPPath(
    _ bytes: Span<UInt8>, _ range: Range<Int>, isWide: Bool
  ) throws(EarlyEnd) {
    guard !range.isEmpty else {
      line.append("empty")
      return
    }
    let size = try BGPAttribute.systemByteCount(bytes, in: range, isWide: isWide)
    var offset = range.lowerBound
    while offset < range.upperBound {
      let segment = try BGPPathSegment(bytes, at: offset)
      switch segment.type {
      case 1: line.append("{ ")
      case 2: break
      case 3: line.append("( ")
      case 4: line.append("({ ")
      default: line.append("?")
      }
      for index in 0..<segment.count {
        line.put(try segment.system(index, size: size, bytes), " ")
      }
      switch segment.type {
      case 1: line.append("}")
      case 2: break
      case 3: line.append(")")
      case 4: line.append("})")
      default: line.append("?")
      }
      offset += 2 + segment.count * size
    }
  }

  /// Prints communities (RFC 1997).
  private mutating func printBGPCommunities(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) {
    guard range.count % 4 == 0 else {
      line.append("invalid len")
      return
    }
    for at in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
      let community = try bytes.uint32(at: at, in: BGPMessage.name)
      switch community {
      case 0xffff_ff01: line.append(" NO_EXPORT")
      case 0xffff_ff02: line.append(" NO_ADVERTISE")
      case 0xffff_ff03: line.append(" NO_EXPORT_SUBCONFED")
      default:
        line.put(community >> 16, ":", community & 0xffff)
        if at + 4 < range.upperBound { line.append(", ") }
      }
    }
  }
}
