import InternetTypes
import PacketDissection
import TextOutput

/// An ICMPv6 message while it is printed: its bytes up to where the packet ends, and where it begins in them.
struct ICMPv6Message {
  /// The message's first byte in the frame.
  let start: Int

  /// Its length in bytes as the IPv6 header states it.
  let length: Int

  /// The name in `[|icmp6]`.
  static var name: String { "icmp6" }
}

extension PacketPrinter {
  /// Prints an ICMPv6 message.
  mutating func printICMPv6(_ packet: Packet, _ frame: Span<UInt8>) throws(EarlyEnd) {
    let message = ICMPv6Message(start: packet.transportOffset, length: packet.transportLength)
    let bytes = frame.extracting(first: packet.end)
    guard message.length > 0 else {
      line.append("ICMP6, length 0")
      printInvalid()
      return
    }
    if options.verbosity > 0 { try printICMPv6Checksum(packet, message, frame) }
    let type = ICMPv6Header.MessageType(
      rawValue: try bytes.byte(at: message.start, in: ICMPv6Message.name))
    line.append("ICMP6, ")
    printICMPv6Name(type)
    if options.verbosity > 0 && type.showsLengthFirst { printLength(message) }
    let code = try bytes.byte(at: message.start + 1, in: ICMPv6Message.name)
    switch try printICMPv6Body(type, code, message, packet, bytes) {
    case .whole: if options.verbosity == 0 { printLength(message) }
    case .cut: printTruncation(ICMPv6Message.name)
    case .ended: break
    }
  }

  /// The result of printing a message's body.
  enum MessageEnd {
    case whole
    /// It is cut; nothing more can be printed.
    case cut
    /// Everything was printed, the length included.
    case ended

    init(isWhole: Bool) { self = isWhole ? .whole : .cut }
  }

  /// Appends `, length N`.
  private mutating func printLength(_ message: ICMPv6Message) {
    line.append(", length ")
    line.append(decimal: message.length)
  }

  /// Appends whether the checksum is right, if it can be verified.
  private mutating func printICMPv6Checksum(
    _ packet: Packet, _ message: ICMPv6Message, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    if packet.isFragment { return }
    switch packet.transportChecksum(in: frame) {
    case .valid: line.append("[icmp6 sum ok] ")
    case .invalid(let stated, let computed):
      line.append("[bad icmp6 cksum 0x")
      line.append(hex: UInt32(stated), digits: 4)
      line.append(" -> 0x")
      line.append(hex: UInt32(computed), digits: 4)
      line.append("!] ")
    case .absent, .unverifiable:
      // A complete message that is too short for a checksum ends like a cut one.
      if message.length < 4 && message.length <= packet.end - message.start {
        throw EarlyEnd(name: ICMPv6Message.name)
      }
    }
  }

  /// Prints the body by the message's type.
  private mutating func printICMPv6Body(
    _ type: ICMPv6Header.MessageType, _ code: UInt8, _ message: ICMPv6Message, _ packet: Packet,
    _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> MessageEnd {
    let start = message.start
    switch type {
    case .destinationUnreachable:
      return try printUnreachable(code, message, packet, bytes)
    case .packetTooBig:
      let size = try bytes.uint32(at: start + 4, in: ICMPv6Message.name)
      line.append(", mtu ")
      line.append(decimal: size)
    case .timeExceeded: try printTimeExceeded(code, message, bytes)
    case .parameterProblem: return try printParameterProblem(code, message, bytes)
    case .echoRequest, .echoReply:
      try bytes.require(4, at: start + 4, in: ICMPv6Message.name)
      line.append(", id ")
      line.append(decimal: UInt32(bytes.uint16(at: start + 4)))
      line.append(", seq ")
      line.append(decimal: UInt32(bytes.uint16(at: start + 6)))
    case .multicastListenerQuery, .multicastListenerReport, .multicastListenerDone,
      .multicastListenerReportV2:
      try printMulticastListener(type, message, bytes)
    case .routerSolicitation, .routerAdvertisement, .neighborSolicitation, .neighborAdvertisement,
      .redirect:
      return MessageEnd(isWhole: try printNeighborDiscovery(type, message, packet, bytes))
    case .routerRenumbering: try printRouterRenumbering(code, bytes, at: start)
    case .nodeInformationQuery: try printNodeInformationQuery(code, bytes, at: start)
    case .nodeInformationReply: try printNodeInformationReply(code, message, bytes)
    case .inverseNeighborSolicitation, .inverseNeighborAdvertisement: break
    case .homeAgentDiscoveryRequest, .mobilePrefixSolicitation:
      try printMobilityIdentifier(bytes, at: start + 4)
    case .homeAgentDiscoveryReply:
      if options.verbosity > 0 { try printHomeAgents(message, bytes) }
    case .mobilePrefixAdvertisement:
      if options.verbosity > 0 {
        return MessageEnd(isWhole: try printMobilePrefixes(message, packet, bytes))
      }
    case .lowPowerRouting: try printLowPowerRouting(code, message, bytes)
    default:
      printLength(message)
      printQuotedBytes(message, bytes)
      return .ended
    }
    return .whole
  }

  /// Appends the message as a dump, unless the options are very verbose, which in tcpdump implies another one.
  private mutating func printQuotedBytes(_ message: ICMPv6Message, _ bytes: Span<UInt8>) {
    if options.verbosity > 1 { return }
    printUnknownData(bytes, at: message.start, length: message.length, indent: "\n\t")
  }

  /// Prints why a packet could not be delivered, and its addresses.
  private mutating func printUnreachable(
    _ code: UInt8, _ message: ICMPv6Message, _ packet: Packet, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> MessageEnd {
    let destination = message.start + 32
    switch code {
    case 0, 1, 3:
      line.append(
        code == 0
          ? ", unreachable route"
          : code == 1 ? ",  unreachable prohibited" : ", unreachable address")
      let address = try bytes.uint128(at: destination, in: ICMPv6Message.name)
      line.append(" ")
      printAddress(IPv6Address(rawValue: address))
    case 2:
      line.append(", beyond scope")
      let address = try bytes.uint128(at: destination, in: ICMPv6Message.name)
      line.append(" ")
      printAddress(IPv6Address(rawValue: address))
      line.append(", source address ")
      printAddress(IPv6Address(rawValue: bytes.uint128(at: destination - 16)))
    case 4:
      line.append(", unreachable port")
      guard let quoted = packet.icmpv6QuotedTransport(in: bytes) else { return .cut }
      let port = bytes.uint16(at: quoted.offset + 2)
      let address = try bytes.uint128(at: destination, in: ICMPv6Message.name)
      line.append(", ")
      printAddress(IPv6Address(rawValue: address))
      line.append(quoted.protocol == .tcp ? " tcp port " : " udp port ")
      if quoted.protocol == .tcp { printTCPPort(port) } else { printUDPPort(port) }
    default:
      line.append(", unknown unreach code (")
      line.append(decimal: UInt32(code))
      line.append(")")
      if options.verbosity <= 1 {
        printQuotedBytes(message, bytes)
        return .ended
      }
    }
    return .whole
  }

  /// Prints the packet whose hop limit or reassembly time was exceeded.
  private mutating func printTimeExceeded(
    _ code: UInt8, _ message: ICMPv6Message, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    switch code {
    case 0:
      let address = try bytes.uint128(at: message.start + 32, in: ICMPv6Message.name)
      line.append(" for ")
      printAddress(IPv6Address(rawValue: address))
    case 1: line.append(" (reassembly)")
    default:
      line.append(", unknown code (")
      line.append(decimal: UInt32(code))
      line.append(")")
    }
  }

  /// Prints a parameter problem: the fault and its offset in the packet.
  private mutating func printParameterProblem(
    _ code: UInt8, _ message: ICMPv6Message, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> MessageEnd {
    guard bytes.has(16, at: message.start + 32) else { return .cut }
    switch code {
    case 0: line.append(", erroneous")
    case 1: line.append(", next header")
    case 2: line.append(", option")
    case 3: line.append(", incomplete header chain")
    default:
      line.append(", code-#")
      line.append(decimal: UInt32(code))
      return .whole
    }
    line.append(" - octet ")
    line.append(decimal: bytes.uint32(at: message.start + 4))
    return .whole
  }

  /// Appends the identifier of a home agent or mobile prefix message (RFC 6275, section 6.5).
  private mutating func printMobilityIdentifier(
    _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) {
    let identifier = try bytes.uint16(at: offset, in: ICMPv6Message.name)
    line.append(", id 0x")
    line.append(hex: UInt32(identifier), digits: 4)
  }

  /// Prints the addresses of home agents.
  private mutating func printHomeAgents(
    _ message: ICMPv6Message, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) {
    try printMobilityIdentifier(bytes, at: message.start + 4)
    var offset = message.start + 8
    while offset < message.start + message.length {
      let address = try bytes.uint128(at: offset, in: ICMPv6Message.name)
      line.append(", ")
      printAddress(IPv6Address(rawValue: address))
      offset += 16
    }
  }

  /// Prints the prefixes of a home network; false if they are cut.
  private mutating func printMobilePrefixes(
    _ message: ICMPv6Message, _ packet: Packet, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    try printMobilityIdentifier(bytes, at: message.start + 4)
    let flags = try bytes.uint16(at: message.start + 6, in: ICMPv6Message.name)
    if flags & 0xc000 != 0 { line.append(" ") }
    if flags & 0x8000 != 0 { line.append("M") }
    if flags & 0x4000 != 0 { line.append("O") }
    return try printNeighborDiscoveryOptions(packet, from: message.start + 8, bytes)
  }
}
