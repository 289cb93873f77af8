import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a neighbor discovery message (RFC 4861, section 4); false if its options are broken.
  mutating func printNeighborDiscovery(
    _ type: ICMPv6Header.MessageType, _ message: ICMPv6Message, _ packet: Packet,
    _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    let start = message.start
    var optionOffset = 24
    switch type {
    case .routerSolicitation: optionOffset = 8
    case .routerAdvertisement:
      optionOffset = 16
      if options.verbosity > 0 { try printRouterAdvertisement(bytes, at: start) }
    case .neighborSolicitation:
      try printNeighborAddress(", who has ", bytes, at: start + 8)
    case .neighborAdvertisement:
      try printNeighborAddress(", tgt is ", bytes, at: start + 8)
      if options.verbosity > 0 {
        line.append(", Flags [")
        printFlagNames(
          bytes.uint32(at: start + 4),
          [(0x8000_0000, "router"), (0x4000_0000, "solicited"), (0x2000_0000, "override")],
          separator: ", ", none: "none")
        line.append("]")
      }
    default:
      optionOffset = 40
      try printNeighborAddress(", ", bytes, at: start + 24)
      try printNeighborAddress(" to ", bytes, at: start + 8)
    }
    guard options.verbosity > 0 else { return true }
    return try printNeighborDiscoveryOptions(packet, from: start + optionOffset, bytes)
  }

  private mutating func printNeighborAddress(
    _ text: String, _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) {
    let address = try bytes.uint128(at: offset, in: ICMPv6Message.name)
    line.append(text)
    printAddress(IPv6Address(rawValue: address))
  }

  /// Prints the fields of a router advertisement (RFC 4861, section 4.2; preference: RFC 4191).
  private mutating func printRouterAdvertisement(
    _ bytes: Span<UInt8>, at start: Int
  ) throws(EarlyEnd) {
    try bytes.require(16, at: start, in: ICMPv6Message.name)
    line.append("\n\thop limit ")
    line.append(decimal: UInt32(bytes[start + 4]))
    line.append(", Flags [")
    let flags = bytes[start + 5]
    printFlagNames(
      UInt32(flags),
      [(0x80, "managed"), (0x40, "other stateful"), (0x20, "home agent"), (0x02, "ipv6 only")],
      separator: ", ", none: "none")
    line.append("], pref ")
    printRouterPreference(flags)
    line.append(", router lifetime ")
    line.append(decimal: UInt32(bytes.uint16(at: start + 6)))
    line.append("s, reachable time ")
    line.append(decimal: bytes.uint32(at: start + 8))
    line.append("ms, retrans timer ")
    line.append(decimal: bytes.uint32(at: start + 12))
    line.append("ms")
  }

  /// Appends the router preference in a byte of flags.
  mutating func printRouterPreference(_ flags: UInt8) {
    switch flags >> 3 & 3 {
    case 0: line.append("medium")
    case 1: line.append("high")
    case 2: line.append("rsv")
    default: line.append("low")
    }
  }

  /// Prints the options of a neighbor discovery message; false if they are broken or cut.
  mutating func printNeighborDiscoveryOptions(
    _ packet: Packet, from start: Int, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    var list = NeighborDiscoveryOptionIterator(packet, from: start)
    while let step = list.next(in: bytes) {
      guard case .option(let option) = step else { return false }
      line.append("\n\t  ")
      line.append(option.kind.text ?? "unknown")
      line.append(" option (")
      line.append(decimal: UInt32(option.kind.rawValue))
      line.append("), length ")
      line.append(decimal: option.byteCount)
      line.append(" (")
      line.append(decimal: UInt32(option.length))
      line.append("): ")
      if option.kind.text == nil && options.verbosity <= 1 {
        printUnknownData(
          bytes, at: option.data.lowerBound, length: option.data.count, indent: "\n\t  ")
        return true
      }
      guard try printNeighborDiscoveryOption(option, listStart: start, bytes) else { return false }
      if options.verbosity > 1 {
        printUnknownData(
          bytes, at: option.data.lowerBound, length: option.data.count, indent: "\n\t    ")
      }
    }
    return true
  }
}
