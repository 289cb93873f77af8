import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints routes of another family that became reachable (RFC 4760, section 3); false if they are cut.
  mutating func printBGPReachable(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) -> Bool {
    let name = BGPMessage.name
    try bytes.require(3, at: range.lowerBound, in: name)
    guard range.count >= 3 else { return false }
    guard let family = printBGPFamilyLine(bytes, range), let kind = family.kind else { return true }
    var offset = range.lowerBound + 3
    let hopLength = Int(try bytes.byte(at: offset, in: name))
    guard range.upperBound > offset else { return false }
    offset += 1
    if hopLength > 0 {
      guard range.upperBound - offset >= hopLength else { return false }
      line.append("\n\t    nexthop: ")
      try printBGPNextHops(bytes, offset..<(offset + hopLength), kind)
      offset += hopLength
    }
    line.put(", nh-length: ", hopLength)
    guard range.upperBound > offset else { return false }
    let attachments = try bytes.byte(at: offset, in: name)
    offset += 1
    if attachments == 0 {
      line.append(", no SNPA")
    } else {
      line.put("\n\t    ", attachments, " SNPA")
      for _ in 0..<attachments {
        guard range.upperBound > offset else { return false }
        let length = Int(try bytes.byte(at: offset, in: name))
        line.put("\n\t      ", length, " bytes")
        offset += 1
        guard range.upperBound - offset >= length else { return false }
        offset += length
      }
    }
    return try printBGPReachability(bytes, range, from: offset, kind)
  }

  /// Prints routes of another family that are withdrawn (RFC 4760, section 4); false if they are cut.
  mutating func printBGPUnreachable(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) -> Bool {
    try bytes.require(3, at: range.lowerBound, in: BGPMessage.name)
    guard let family = printBGPFamilyLine(bytes, range), let kind = family.kind else { return true }
    if range.count == 3 { line.append("\n\t      End-of-Rib Marker (empty NLRI)") }
    return try printBGPReachability(bytes, range, from: range.lowerBound + 3, kind)
  }

  /// Prints the family that the first three bytes name; nil, and a dump, where it is not decoded.
  private mutating func printBGPFamilyLine(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) -> BGPFamily? {
    let start = range.lowerBound
    let family = BGPFamily(family: bytes.uint16(at: start), subsequent: bytes[start + 2])
    line.put("\n\t    AFI: ", Self.addressFamilyName(family.family) ?? "Unknown AFI", " (")
    line.put(family.family, "), ", family.subsequent > 128 ? "vendor specific " : "", "SAFI: ")
    line.put(Self.bgpSubsequentFamilyName(family.subsequent) ?? "Unknown SAFI", " (")
    line.put(family.subsequent, ")")
    if family.kind != nil { return family }
    line.put("\n\t    no AFI ", family.family, " / SAFI ", family.subsequent, " decoder")
    if options.verbosity <= 1 {
      printUnknownData(bytes, at: start, length: range.count, indent: "\n\t    ")
    }
    return nil
  }

  private mutating func printBGPNextHops(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ kind: BGPFamily.Kind
  ) throws(EarlyEnd) {
    let name = BGPMessage.name
    var offset = range.lowerBound
    var separator = ""
    while offset < range.upperBound {
      line.append(separator)
      separator = ", "
      let isVersion6: Bool
      let hasDistinguisher: Bool
      if case .prefixes(let version, let form) = kind {
        (isVersion6, hasDistinguisher) = (version, form == .distinguished)
      } else {
        (isVersion6, hasDistinguisher) = (false, false)
      }
      let size = (isVersion6 ? 16 : 4) + (hasDistinguisher ? 8 : 0)
      guard range.upperBound - offset >= size else {
        line.append("invalid len")
        return
      }
      if hasDistinguisher {
        let distinguisher = try BGPRouteDistinguisher(bytes, at: offset)
        try bytes.require(size, at: offset, in: name)
        line.append("RD: ")
        printBGPDistinguisher(distinguisher)
        line.append(", ")
      }
      if isVersion6 {
        printAddress(
          IPv6Address(rawValue: try bytes.uint128(at: offset + size - 16, in: name)))
      } else {
        printAddress(IPv4Address(rawValue: try bytes.uint32(at: offset + size - 4, in: name)))
      }
      offset += size
    }
  }

  /// Appends a route distinguisher (RFC 4364, section 4.2).
  mutating func printBGPDistinguisher(_ distinguisher: BGPRouteDistinguisher) {
    switch distinguisher {
    case .system(let system, let number):
      line.put(system, ":", number, " (= ", IPv4Address(rawValue: number), ")")
    case .address(let address, let number): line.put(address, ":", number)
    case .wideSystem(let system, let number):
      line.put(system, ":", number, " (", IPv4Address(rawValue: system), ":", number, ")")
    case .unknown: line.append("unknown RD format")
    }
  }

  /// Prints the routes of a family; false if one is cut.
  private mutating func printBGPReachability(
    _ bytes: Span<UInt8>, _ range: Range<Int>, from start: Int, _ kind: BGPFamily.Kind
  ) throws(EarlyEnd) -> Bool {
    var hasPaths = false
    if case .prefixes(let isVersion6, .plain) = kind {
      hasPaths = BGPPrefix.hasPathIdentifiers(
        bytes, at: start, length: range.upperBound - start, longest: isVersion6 ? 128 : 32)
    }
    var offset = start
    while offset < range.upperBound {
      let step: BGPStep
      switch kind {
      case .prefixes(let isVersion6, let form):
        step = try printBGPRoute(
          bytes, at: offset, room: range.count, isVersion6: isVersion6, form, hasPath: hasPaths)
      case .routeTargets: step = try printBGPRouteTarget(bytes, at: offset)
      case .multicastVPN: step = try printBGPMulticastRoute(bytes, at: offset)
      case .multicastDistribution: step = try printBGPDistributionRoute(bytes, at: offset)
      case .layer2VPN: step = try printBGPLayer2Route(bytes, at: offset)
      }
      switch step {
      case .end: return true
      case .cut: return false
      case .next(let count): offset += count
      }
    }
    return true
  }

  /// Prints a route of IPv4 or IPv6.
  private mutating func printBGPRoute(
    _ bytes: Span<UInt8>, at start: Int, room: Int, isVersion6: Bool, _ form: BGPPrefix.Form,
    hasPath: Bool
  ) throws(EarlyEnd) -> BGPStep {
    let path = hasPath ? try bytes.uint32(at: start, in: BGPMessage.name) : 0
    let offset = start + (hasPath ? 4 : 0)
    switch try BGPPrefix.decode(bytes, at: offset, room: room, isVersion6: isVersion6, form) {
    case .failure(.short): return .end
    case .failure(.illegalLength):
      line.append("\n\t    (illegal prefix length)")
      guard hasPath else { return .end }
      // tcpdump counts the path identifier although there is no prefix, and continues after it.
      line.put("   Path Id: ", path)
      return .next(3)
    case .prefix(let prefix):
      if form == .distinguished {
        let distinguisher = try BGPRouteDistinguisher(bytes, at: prefix.distinguisher)
        line.append("\n\t      RD: ")
        printBGPDistinguisher(distinguisher)
        line.append(", ")
      } else {
        line.append("\n\t      ")
      }
      printBGPPrefix(prefix, isVersion6: isVersion6)
      if form != .plain {
        line.put(", label:", prefix.label)
        line.append(prefix.isBottom ? " (bottom)" : " (BOGUS: Bottom of Stack NOT set!)")
      }
      if hasPath { line.put("   Path Id: ", path) }
      return .next(offset - start + prefix.byteCount)
    }
  }
}

/// The continuation of a list of routes after one of them.
enum BGPStep {
  /// The next route begins this many bytes after the beginning of the last one.
  case next(Int)
  /// The list ends.
  case end
  /// The route is cut, which ends the message.
  case cut
}
