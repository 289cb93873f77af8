import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints the headers between the IPv6 header and the transport layer; false if the line ends there.
  mutating func printExtensionHeaders(
    _ packet: Packet, _ header: IPv6Header, _ frame: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    let bytes = frame.extracting(first: packet.end)
    var headers = IPv6ExtensionHeaderIterator(packet)
    while let extensionHeader = headers.next(in: frame) {
      let goesOn =
        switch extensionHeader.kind {
        case .hopByHopOptions:
          try printHopByHopOptions(extensionHeader, header, headers, bytes)
        case .destinationOptions: try printDestinationOptions(extensionHeader, bytes)
        case .routing: try printRoutingHeader(extensionHeader, bytes)
        default: try printFragmentHeader(extensionHeader, packet, header, bytes)
        }
      guard goesOn else { return false }
    }
    if headers.nextHeader.isMobilityHeader {
      try printMobility(bytes, at: headers.offset)
      return false
    }
    guard printPayloadLength(packet, header, headers) else { return false }
    guard headers.nextHeader == .authenticationHeader else { return true }
    return try printAuthenticationHeaders(packet, frame, at: headers.offset)
  }

  /// Reports a jumbogram length or a zero payload length that contradicts the packet; false if the line ends there.
  private mutating func printPayloadLength(
    _ packet: Packet, _ header: IPv6Header, _ headers: IPv6ExtensionHeaderIterator
  ) -> Bool {
    guard header.payloadLength == 0 else { return true }
    if case .invalid(.ipv6, .payloadLength, _)? = packet.stop {
      printTruncation("ip6")
      return false
    }
    if let jumbo = headers.jumboPayloadLength {
      let stated = IPv6Header.byteCount + Int(jumbo)
      if packet.networkLength < stated { printMissing(stated - packet.networkLength) }
    }
    return true
  }

  /// Prints hop-by-hop options; false if they end the packet.
  private mutating func printHopByHopOptions(
    _ extensionHeader: IPv6ExtensionHeader, _ header: IPv6Header,
    _ headers: IPv6ExtensionHeaderIterator, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    switch extensionHeader.problem {
    case .repeated?:
      line.append("[The Hop-by-Hop Options header was already found]")
      printInvalid()
      return false
    case .misplaced?:
      line.append("[The Hop-by-Hop Options header don't follow the IPv6 header]")
      printInvalid()
      return false
    default: break
    }
    var isWhole = false
    if extensionHeader.byteCount == 0 { throw EarlyEnd(name: "hbhopt") }
    if extensionHeader.problem != .cut {
      line.append("HBH ")
      isWhole = printIPv6Options(
        in: extensionHeader, payloadLength: header.payloadLength, bytes)
    }
    if !isWhole { printTruncation("hbhopt") }
    if header.payloadLength == 0 && headers.jumboPayloadLength == nil {
      line.append("[No valid Jumbo Payload Hop-by-Hop option found]")
      printInvalid()
      return false
    }
    return isWhole
  }

  /// Prints destination options; false if they end the packet.
  private mutating func printDestinationOptions(
    _ extensionHeader: IPv6ExtensionHeader, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    if extensionHeader.byteCount == 0 { throw EarlyEnd(name: "dstopt") }
    if extensionHeader.problem != .cut {
      line.append("DSTOPT ")
      if options.verbosity == 0 { return true }
      if printIPv6Options(in: extensionHeader, payloadLength: nil, bytes) { return true }
    }
    printTruncation("dstopt")
    return false
  }

  /// Prints a fragment header; false if nothing follows it in this packet.
  private mutating func printFragmentHeader(
    _ extensionHeader: IPv6ExtensionHeader, _ packet: Packet, _ header: IPv6Header,
    _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    let offset = extensionHeader.offset
    let identification =
      options.verbosity > 0 ? try bytes.uint32(at: offset + 4, in: "frag6") : nil
    let place = try bytes.uint16(at: offset + 2, in: "frag6") & 0xfff8
    line.append("frag (")
    if let identification {
      line.append("0x")
      line.append(hex: identification, digits: 8)
      line.append(":")
    }
    line.append(decimal: UInt32(place))
    line.append("|")
    let before = offset + 8 - packet.networkOffset
    // In a jumbogram the payload length is zero, and tcpdump's difference wraps.
    let size = IPv6Header.byteCount + Int(header.payloadLength) - before
    line.append(decimal: UInt64(bitPattern: Int64(size)))
    line.append(")")
    if place != 0 { return false }
    line.append(" ")
    return offset + 8 < bytes.count
  }

  /// Prints a routing header; false if it ends the packet.
  private mutating func printRoutingHeader(
    _ extensionHeader: IPv6ExtensionHeader, _ bytes: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    let offset = extensionHeader.offset
    guard bytes.has(1, at: offset) else {
      printTruncation("ip6")
      return false
    }
    line.append("RT6")
    let length = try bytes.byte(at: offset + 1, in: "rt6")
    line.append(" (len=")
    line.append(decimal: UInt32(length))
    let type = IPv6RoutingHeader.RouteType(rawValue: try bytes.byte(at: offset + 2, in: "rt6"))
    line.append(", type=")
    line.append(decimal: UInt32(type.rawValue))
    if type == .sourceRoute { line.append(" [Deprecated]") }
    let segmentsLeft = try bytes.byte(at: offset + 3, in: "rt6")
    line.append(", segleft=")
    line.append(decimal: UInt32(segmentsLeft))
    switch type {
    case .sourceRoute, .mobility:
      let reserved = try bytes.uint32(at: offset + 4, in: "rt6")
      if reserved != 0 || options.verbosity > 0 {
        line.append(", rsv=0x")
        line.append(hex: reserved)
      }
    case .segmentRouting: try printSegmentRoutingFields(bytes, at: offset)
    default:
      line.append(" (unknown type)")
      printInvalid()
      return false
    }
    if length & 1 == 1 {
      line.append(" (invalid length ")
      line.append(decimal: UInt32(length))
      line.append(")")
      printInvalid()
      return false
    }
    for index in 0..<Int(length) / 2 {
      let address = try bytes.uint128(at: offset + 8 + index * 16, in: "rt6")
      line.append(", [")
      line.append(decimal: index)
      line.append("]")
      printAddress(IPv6Address(rawValue: address))
    }
    line.append(") ")
    return true
  }

  /// Prints the fields between segments left and segment list (RFC 8754, section 2).
  private mutating func printSegmentRoutingFields(
    _ bytes: Span<UInt8>, at offset: Int
  ) throws(EarlyEnd) {
    let lastEntry = try bytes.byte(at: offset + 4, in: "rt6")
    line.append(", last-entry=")
    line.append(decimal: UInt32(lastEntry))
    let flags = try bytes.byte(at: offset + 5, in: "rt6")
    if flags != 0 || options.verbosity > 0 {
      line.append(", flags=0x")
      line.append(hex: UInt32(flags))
    }
    let tag = try bytes.uint16(at: offset + 6, in: "rt6")
    line.append(", tag=")
    line.append(hex: UInt32(tag))
  }
}

extension IPProtocol {
  /// Whether the number is one of a mobility header.
  var isMobilityHeader: Bool { self == .mobility || self == .mobilityOld }
}
