import InternetTypes
import PacketDissection
import TextOutput

/// Routes of BGP's virtual private networks: route targets, multicast VPNs, layer 2 VPNs.
extension PacketPrinter {
  /// Prints a route target (RFC 4684).
  mutating func printBGPRouteTarget(
    _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) -> BGPStep {
    switch try BGPRouteTarget.decode(bytes, at: offset) {
    case .all:
      line.append("\n\t      default route target")
      return .next(1)
    case .illegalLength:
      line.append("\n\t      (illegal prefix length)")
      return .end
    case .target(let route):
      line.put("\n\t      origin AS: ", route.system, ", ")
      printBGPTarget(route)
      return .next(route.byteCount)
    }
  }

  private mutating func printBGPTarget(_ route: BGPRouteTarget) {
    let (target, length) = (route.target, route.length)
    guard length > 0 else {
      line.append("route-target: 0:0/0")
      return
    }
    guard length >= 16 else {
      line.append("route-target: partial-type: (")
      printBGPTargetBytes(route)
      line.put("/", length, ")")
      return
    }
    let low32 = UInt32(truncatingIfNeeded: target)
    let middle32 = UInt32(truncatingIfNeeded: target >> 16)
    let low16 = UInt16(truncatingIfNeeded: target)
    switch target >> 48 {
    case 0x0002:
      line.put("route-target: ", UInt16(truncatingIfNeeded: target >> 32), ":", low32)
    case 0x0102: line.put("route-target: ", IPv4Address(rawValue: middle32), ":", low16)
    case 0x0202: line.put("route-target: ", middle32, ":", low16)
    default:
      line.put("route target: unknown-type(", Hex(target >> 48, 4), ") (")
      printBGPTargetBytes(route)
      line.put("/", length, ")")
      return
    }
    line.put("/", length, " (")
    printBGPTargetBytes(route)
    line.append(")")
  }

  private mutating func printBGPTargetBytes(_ route: BGPRouteTarget) {
    let count = (route.length + 7) / 8
    for index in 0..<count {
      line.put(Hex(route.target >> UInt64(56 - index * 8) & 0xff, 2))
      if index % 2 == 1 && index < count - 1 { line.append(" ") }
    }
  }

  /// Prints a route of a multicast distribution tree (RFC 6037): distinguisher, address and group.
  mutating func printBGPDistributionRoute(
    _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) -> BGPStep {
    guard try bytes.byte(at: offset, in: BGPMessage.name) == 128 else {
      line.append("\n\t    (illegal prefix length)")
      return .end
    }
    let distinguisher = try BGPRouteDistinguisher(bytes, at: offset + 1)
    try bytes.require(16, at: offset + 1, in: BGPMessage.name)
    line.append("\n\t      RD: ")
    printBGPDistinguisher(distinguisher)
    line.append(", VPN IP Address: ")
    printAddress(IPv4Address(rawValue: bytes.uint32(at: offset + 9)))
    line.append(", MC Group Address: ")
    printAddress(IPv4Address(rawValue: bytes.uint32(at: offset + 13)))
    return .next(17)
  }

  /// Prints a route of a multicast VPN (RFC 6514).
  mutating func printBGPMulticastRoute(
    _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) -> BGPStep {
    let route = try BGPMulticastRoute(bytes, at: offset)
    let undo = line.count
    line.put("\n\t      Route-Type: ", Self.bgpMulticastRouteName(route.type), " (", route.type)
    line.put("), length: ", route.length)
    do throws(EarlyEnd) {
      guard try printBGPMulticastRoute(route, bytes) else {
        line.truncate(to: undo)
        return .cut
      }
    } catch {
      // A route appears whole or not at all.
      line.truncate(to: undo)
      throw error
    }
    return .next(route.length + 2)
  }

  private mutating func printBGPMulticastRoute(
    _ route: BGPMulticastRoute, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    let name = BGPMessage.name
    guard [1, 2, 3, 5, 6, 7].contains(route.type) else { return true }
    let distinguisher = try BGPRouteDistinguisher(bytes, at: route.start)
    try bytes.require(8, at: route.start, in: name)
    line.append(", RD: ")
    printBGPDistinguisher(distinguisher)
    var offset = route.start + 8
    switch route.type {
    case 1:
      line.append(", Originator ")
      try printBGPMulticastAddress(bytes, at: offset, bits: (route.length - 8) * 8)
    case 2: line.put(", Source-AS ", try bytes.uint32(at: offset, in: name))
    case 3:
      let count = try printBGPMulticastPair(bytes, at: offset)
      let left = route.length - count
      guard left >= 0, bytes.has(left, at: offset) else { return false }
      line.append(", Originator ")
      try printBGPMulticastAddress(bytes, at: offset, bits: left * 8)
    case 5: _ = try printBGPMulticastPair(bytes, at: offset)
    default:
      line.put(", Source-AS ", try bytes.uint32(at: offset, in: name))
      offset += 4
      _ = try printBGPMulticastPair(bytes, at: offset)
    }
    return true
  }

  /// Prints a source and a group and returns how many bytes they are.
  private mutating func printBGPMulticastPair(
    _ bytes: Span<UInt8>, at start: Int
  ) throws(EarlyEnd) -> Int {
    var offset = start
    for text in [", Source ", ", Group "] {
      guard let address = try BGPMulticastAddress(bytes, at: offset) else { break }
      if address.length > 0 {
        line.append(text)
        try printBGPMulticastAddress(bytes, at: address.start, bits: address.length)
      }
      offset += address.byteCount
    }
    return offset - start
  }

  private mutating func printBGPMulticastAddress(
    _ bytes: Span<UInt8>, at offset: Int, bits: Int
  ) throws(EarlyEnd) {
    switch bits {
    case 32:
      printAddress(IPv4Address(rawValue: try bytes.uint32(at: offset, in: BGPMessage.name)))
    case 128:
      printAddress(IPv6Address(rawValue: try bytes.uint128(at: offset, in: BGPMessage.name)))
    default: line.put("bogus address length ", UInt32(truncatingIfNeeded: bits))
    }
  }

  /// Prints a route of a layer 2 VPN (RFC 4761; RFC 6074).
  mutating func printBGPLayer2Route(
    _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) -> BGPStep {
    let length = Int(try bytes.uint16(at: offset, in: BGPMessage.name))
    let start = offset + 2
    let name = BGPMessage.name
    if length == 12 {
      try bytes.require(12, at: start, in: name)
      line.append("\n\t      RD: ")
      printBGPDistinguisher(try BGPRouteDistinguisher(bytes, at: start))
      line.append(", BGPNH: ")
      printAddress(IPv4Address(rawValue: bytes.uint32(at: start + 8)))
      return .next(14)
    }
    guard length > 17 else { return .cut }
    try bytes.require(15, at: start, in: name)
    let block = BGPLabelBlock(bytes, at: start)
    line.append("\n\t      RD: ")
    printBGPDistinguisher(try BGPRouteDistinguisher(bytes, at: start))
    line.put(", CE-ID: ", block.site, ", Label-Block Offset: ", block.offset)
    line.put(", Label Base ", block.base)
    try printBGPCircuits(bytes, at: start + 15, count: length - 15)
    return .next(length + 2)
  }

  /// Prints the TLVs of a label block, as far as tcpdump counts them: their headers are not part of its count.
  private mutating func printBGPCircuits(
    _ bytes: Span<UInt8>, at start: Int, count: Int
  ) throws(EarlyEnd) {
    let name = BGPMessage.name
    var left = count
    var offset = start
    while left > 0 {
      guard left >= 3 else {
        line.append("\n\t\tran past the end")
        return
      }
      let type = try bytes.byte(at: offset, in: name)
      let bits = Int(try bytes.uint16(at: offset + 1, in: name))
      offset += 3
      let size = (bits + 7) / 8
      if type == 1 {
        line.put("\n\t\tcircuit status vector (", type, ") length: ", bits, ": 0x")
        for _ in 0..<size {
          guard left >= 1 else {
            line.append(" (ran past the end)")
            return
          }
          line.put(Hex(try bytes.byte(at: offset, in: name), 2))
          offset += 1
          left -= 1
        }
      } else {
        line.put("\n\t\tunknown TLV #", type, ", length: ", bits)
        guard left >= size else {
          // tcpdump 4.99.3's text ends here (seen in the fixture `services-routing`).
          line.append(" (ran past the")
          return
        }
        left -= size
        // An empty value counts as one byte, so that the loop ends before the capture does.
        if size == 0 { left -= 1 }
      }
    }
  }

  private static func bgpMulticastRouteName(_ type: UInt8) -> String {
    switch type {
    case 1: "Intra-AS I-PMSI"
    case 2: "Inter-AS I-PMSI"
    case 3: "S-PMSI"
    case 4: "Intra-AS Segment-Leaf"
    case 5: "Source-Active"
    case 6: "Shared Tree Join"
    case 7: "Source Tree Join"
    default: "Unknown"
    }
  }
}
