import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the content of an option of a known type; false if it is cut or has an impossible length.
  ///
  /// An option may be shorter than its type's fields: the bytes after it are then read as fields, as in tcpdump.
  mutating func printNeighborDiscoveryOption(
    _ option: NeighborDiscoveryOption, listStart: Int, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    let start = option.offset
    switch option.kind {
    case .sourceLinkLayerAddress, .targetLinkLayerAddress:
      for offset in option.data {
        if offset > option.data.lowerBound { line.append(":") }
        line.append(hex: UInt32(bytes[offset]), digits: 2)
      }
    case .prefixInformation: try printPrefixInformation(option, bytes)
    case .redirectedHeader:
      printUnknownData(bytes, at: listStart, length: option.byteCount, indent: "\n\t    ")
    case .maximumTransmissionUnit:
      let size = try bytes.uint32(at: start + 4, in: ICMPv6Message.name)
      line.append(" ")
      line.append(decimal: size)
      if option.length != 1 { line.append("bad option length") }
    case .recursiveDNSServers:
      try printOptionLifetime(",", bytes, at: start + 4)
      for index in 0..<(Int(option.length) - 1) / 2 {
        let address = try bytes.uint128(at: start + 8 + index * 16, in: ICMPv6Message.name)
        line.append(" addr: ")
        printAddress(IPv6Address(rawValue: address))
      }
    case .dnsSearchList:
      try printOptionLifetime(", domain(s):", bytes, at: start + 4)
      var name = start + 8
      while name < option.data.upperBound,
        try bytes.byte(at: name, in: ICMPv6Message.name) != 0
      {
        line.append(" ")
        guard
          let next = try printDomainName(bytes, at: name, base: listStart, in: ICMPv6Message.name)
        else {
          return false
        }
        name = next
      }
    case .advertisementInterval:
      let interval = try bytes.uint32(at: start + 4, in: ICMPv6Message.name)
      line.append(" ")
      line.append(decimal: interval)
      line.append("ms")
    case .homeAgentInformation:
      try bytes.require(8, at: start, in: ICMPv6Message.name)
      line.append(" preference ")
      line.append(decimal: UInt32(bytes.uint16(at: start + 4)))
      line.append(", lifetime ")
      line.append(decimal: UInt32(bytes.uint16(at: start + 6)))
    case .routeInformation: return printRouteInformation(option, bytes)
    default: break
    }
    return true
  }

  /// Appends ` lifetime Ns` and the text after it.
  private mutating func printOptionLifetime(
    _ text: String, _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) {
    let lifetime = try bytes.uint32(at: offset, in: ICMPv6Message.name)
    line.append(" lifetime ")
    line.append(decimal: lifetime)
    line.append("s")
    line.append(text)
  }

  /// Appends a number of seconds, or `infinity`.
  private mutating func printLifetime(_ seconds: UInt32) {
    if seconds == UInt32.max {
      line.append("infinity")
    } else {
      line.append(decimal: seconds)
      line.append("s")
    }
  }

  /// Prints a prefix (RFC 4861, section 4.6.2).
  private mutating func printPrefixInformation(
    _ option: NeighborDiscoveryOption, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    let start = option.offset
    let prefix = try bytes.uint128(at: start + 16, in: ICMPv6Message.name)
    printAddress(IPv6Address(rawValue: prefix))
    line.append("/")
    line.append(decimal: UInt32(bytes[start + 2]))
    if option.length != 4 { line.append("badlen") }
    line.append(", Flags [")
    printFlagNames(
      UInt32(bytes[start + 3]), [(0x80, "onlink"), (0x40, "auto"), (0x20, "router")],
      separator: ", ", none: "none")
    line.append("], valid time ")
    printLifetime(bytes.uint32(at: start + 4))
    line.append(", pref. time ")
    printLifetime(bytes.uint32(at: start + 8))
  }

  /// Prints a route (RFC 4191, section 2.3), of which leading bytes of the prefix are sent; false if it is cut.
  private mutating func printRouteInformation(
    _ option: NeighborDiscoveryOption, _ bytes: Span<UInt8>
  ) -> Bool {
    let start = option.offset
    guard option.length <= 3 else { return false }
    var prefix: UInt128 = 0
    if option.length == 2 { prefix = UInt128(bytes.uint64(at: start + 8)) << 64 }
    if option.length == 3 { prefix = bytes.uint128(at: start + 8) }
    line.append(" ")
    printAddress(IPv6Address(rawValue: prefix))
    line.append("/")
    line.append(decimal: UInt32(bytes[start + 2]))
    line.append(", pref=")
    printRouterPreference(bytes[start + 3])
    line.append(", lifetime=")
    printLifetime(bytes.uint32(at: start + 4))
    return true
  }
}

extension NeighborDiscoveryOption.Kind {
  /// tcpdump's name of the option type; nil if it has none.
  var text: String? {
    switch self {
    case .sourceLinkLayerAddress: "source link-address"
    case .targetLinkLayerAddress: "destination link-address"
    case .prefixInformation: "prefix info"
    case .redirectedHeader: "redirected header"
    case .maximumTransmissionUnit: "mtu"
    case .recursiveDNSServers: "rdnss"
    case .dnsSearchList: "dnssl"
    case .advertisementInterval: "advertisement interval"
    case .homeAgentInformation: "homeagent information"
    case .routeInformation: "route info"
    default: nil
    }
  }
}
