import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints extended communities (RFC 4360); false if one is cut.
  mutating func printBGPExtendedCommunities(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) -> Bool {
    guard range.count % 8 == 0 else {
      line.append("invalid len")
      return true
    }
    for at in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
      let community = try BGPExtendedCommunity(bytes, at: at)
      line.append("\n\t    ")
      line.append(Self.bgpCommunityName(community.type) ?? "unknown extd community typecode")
      line.put(" (0x", Hex(community.type, 4), "), Flags [")
      printFlagNames(
        UInt32(community.type), Self.bgpCommunityFlags, separator: ", ", none: "none")
      line.append("]: ")
      printBGPExtendedCommunity(community)
    }
    return true
  }

  private static let bgpCommunityFlags: [(UInt32, String)] = [
    (0x8000, "vendor-specific"), (0x4000, "non-transitive"),
  ]

  private mutating func printBGPExtendedCommunity(_ community: BGPExtendedCommunity) {
    switch community.type {
    case 0x0002, 0x0003, 0x000a:
      line.put(community.high, ":", community.low, " (= ")
      printAddress(IPv4Address(rawValue: community.low))
      line.append(")")
    case 0x0102, 0x0103, 0xf10a, 0x010b:
      printAddress(community.address)
      line.put(":", community.last)
    case 0x0202, 0x0203: line.put(community.address.rawValue, ":", community.last)
    case 0x4004:
      line.append("bandwidth: ")
      printBGPBandwidth(Float(bitPattern: community.low))
      line.append(" Mbps")
    case 0x0005, 0x0105, 0x0205, 0x8005, 0x0107, 0x8001: printAddress(community.address)
    case 0x0306, 0x8000:
      line.append("area:")
      printAddress(community.address)
      let kind = UInt8(truncatingIfNeeded: community.last >> 8)
      line.append(", router-type:")
      if let name = Self.bgpRouterType(kind) {
        line.append(name)
      } else {
        line.put("unknown (0x", Hex(kind, 2), ")")
      }
      line.put(", metric-type:", community.last & 1 != 0 ? "E2" : "")
      line.append(kind == 5 || kind == 7 ? "E1" : "")
    case 0x800a:
      let encapsulation = UInt8(truncatingIfNeeded: community.high >> 8)
      line.append(Self.layer2Encapsulation(encapsulation) ?? "unknown encaps")
      line.put(" Control Flags [0x", Hex(community.high & 0xff, 2), "]:MTU ", community.low >> 16)
    case 0x0009: line.put("AS ", community.high)
    case 0x030c:
      line.put("Tunnel type: ", Self.bgpTunnelType(community.last) ?? "unknown encaps")
    default: line.put(Hex(community.value, 12))
    }
  }

  /// Appends megabits per second with three decimals.
  private mutating func printBGPBandwidth(_ bytesPerSecond: Float) {
    let megabits = bytesPerSecond * 8 / 1_000_000
    guard megabits.isFinite else {
      if megabits.sign == .minus { line.append("-") }
      line.append(megabits.isNaN ? "nan" : "inf")
      return
    }
    if megabits.sign == .minus { line.append("-") }
    let thousandths = (Double(megabits).magnitude * 1000).rounded(.toNearestOrEven)
    guard thousandths < 1e18 else {
      line.append("inf")
      return
    }
    let number = UInt64(thousandths)
    line.put(number / 1000, ".", Padded(number % 1000, 3))
  }

  /// Prints the tunnel of a multicast VPN (RFC 6514, section 5); false if it is cut.
  mutating func printBGPTunnel(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) -> Bool {
    let (start, name) = (range.lowerBound, BGPMessage.name)
    try bytes.require(5, at: start, in: name)
    guard range.count >= 5 else { return false }
    let tunnel = BGPTunnel(bytes, at: start)
    line.put("\n\t    Tunnel-type ", Self.bgpTunnelName(tunnel.type), " (", tunnel.type)
    line.put("), Flags [", tunnel.needsLeafInformation ? "Leaf Information required" : "none")
    line.put("], MPLS Label ", tunnel.label)
    switch tunnel.type {
    case 3, 4, 5:
      let (root, group) = try tunnel.addressPair(bytes)
      line.append(tunnel.type == 3 ? "\n\t      Root-Node " : "\n\t      Sender ")
      printAddress(IPv4Address(rawValue: root))
      line.append(", P-Group ")
      printAddress(IPv4Address(rawValue: group))
    case 1, 2, 7:
      let (root, identifier) = try tunnel.addressPair(bytes)
      line.append(tunnel.type == 1 ? "\n\t      Extended-Tunnel-ID " : "\n\t      Root-Node ")
      printAddress(IPv4Address(rawValue: root))
      line.append(tunnel.type == 1 ? ", P2MP-ID 0x" : ", LSP-ID 0x")
      line.append(hex: identifier, digits: 8)
    case 6:
      let endpoint = try bytes.uint32(at: start + 5, in: name)
      line.append("\n\t      Tunnel-Endpoint ")
      printAddress(IPv4Address(rawValue: endpoint))
    default:
      if options.verbosity <= 1 {
        printUnknownData(bytes, at: start + 5, length: range.count - 5, indent: "\n\t      ")
      }
    }
    return true
  }

  /// Prints accumulated metrics (RFC 7311); false if one is cut.
  mutating func printBGPMetrics(
    _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(EarlyEnd) -> Bool {
    let name = BGPMessage.name
    var offset = range.lowerBound
    while range.upperBound - offset >= 3 {
      let type = try bytes.byte(at: offset, in: name)
      let length = Int(try bytes.uint16(at: offset + 1, in: name))
      offset += 3
      line.put("\n\t    ", type == 1 ? "AIGP" : "Unknown", " TLV (", type, "), length ", length)
      guard length >= 3, range.upperBound - offset >= length - 3 else { return false }
      if type == 1 {
        guard length >= 11 else { return false }
        line.put(", metric ", try bytes.uint64(at: offset, in: name))
      } else if options.verbosity <= 1 {
        printUnknownData(bytes, at: offset, length: length - 3, indent: "\n\t      ")
      }
      offset += length - 3
    }
    return true
  }
}
