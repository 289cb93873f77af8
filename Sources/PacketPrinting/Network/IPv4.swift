import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an IPv4 packet.
  mutating func printIPv4(
    _ packet: Packet, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    if case .invalid(.ipv4, .version, let version)? = packet.stop {
      line.append(version == 6 ? "IP6, wrong link-layer encapsulation" : "IP")
      if version != 6 { line.append(decimal: version) }
      printInvalid()
      return
    }
    if case .truncated(.ipv4, 1, _)? = packet.stop { throw EarlyEnd(name: "ip") }
    if !options.showsLinkHeader { line.append(words.ip) }
    guard case .ipv4(let header) = packet.network else {
      printIPv4WithoutHeader(packet)
      return
    }
    if case .invalid(.ipv4, .headerLength, let length)? = packet.stop {
      line.append("bad-hlen ")
      line.append(decimal: length)
      return
    }
    if packet.networkLength < Int(header.totalLength) {
      line.append("truncated-ip - ")
      line.append(decimal: Int(header.totalLength) - packet.networkLength)
      line.append(" bytes missing! ")
    }
    if case .invalid(.ipv4, .totalLength, let length)? = packet.stop {
      line.append("bad-len ")
      line.append(decimal: length)
      return
    }
    if options.verbosity > 0 {
      guard try printIPv4Details(packet, header, frame) else { return }
    }
    if packet.transport == .fragment {
      printLaterFragment(packet, header)
      return
    }
    if !header.protocol.printsAddresses {
      printAddresses(packet.addresses)
      line.append(": ")
    }
    if case .truncated(.ipv4, let needed, let available)? = packet.stop {
      line.append(" [remaining caplen(")
      line.append(decimal: available)
      line.append(") < header length(")
      line.append(decimal: needed)
      line.append(")]")
      throw EarlyEnd(name: "ip")
    }
    if header.protocol == .authenticationHeader {
      let start = packet.networkOffset + Int(header.headerByteCount)
      guard try printAuthenticationHeaders(packet, frame, at: start) else { return }
    }
    // Addresses are printed with the ports only when the IP header names the transport protocol.
    let hasAddresses = header.protocol.printsAddresses
    try printTransportLayer(packet, frame, with: hasAddresses ? packet.addresses : .none)
  }

  /// Reports why the header is missing.
  private mutating func printIPv4WithoutHeader(_ packet: Packet) {
    if case .short(_, let length)? = packet.stop {
      line.append("truncated-ip ")
      line.append(decimal: length)
    } else {
      printTruncation("ip")
    }
  }

  /// Prints a fragment that is not the first: its transport header is elsewhere.
  private mutating func printLaterFragment(_ packet: Packet, _ header: IPv4Header) {
    if options.quietness > 1 { return }
    printAddresses(packet.addresses)
    line.append(":")
    if !options.isNumeric, let name = header.protocol.keyword {
      line.append(" ")
      line.append(name)
    } else {
      line.append(" ip-proto-")
      line.append(decimal: UInt32(header.protocol.rawValue))
    }
  }

  /// Prints the header's fields in parentheses; false if its options end the packet.
  private mutating func printIPv4Details(
    _ packet: Packet, _ header: IPv4Header, _ frame: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    line.append(words.typeOfService)
    line.append(hex: UInt32(header.typeOfService))
    switch header.typeOfService & 3 {
    case 1: line.append(",ECT(1)")
    case 2: line.append(",ECT(0)")
    case 3: line.append(",CE")
    default: break
    }
    if header.timeToLive > 0 {
      line.append(words.timeToLive, decimal: UInt32(header.timeToLive))
    }
    line.append(words.identification, decimal: UInt32(header.identification))
    line.append(words.offset)
    line.append(decimal: UInt32(truncatingIfNeeded: header.fragmentOffset))
    line.append(words.fragmentFlags)
    printFragmentFlags(header.flagsAndFragmentOffset)
    line.append(words.protocolName)
    line.append(header.protocol.verboseName)
    line.append(words.open, decimal: UInt32(header.protocol.rawValue))
    line.append(words.closeLength)
    line.append(
      decimal: packet.isLengthFromCapture ? packet.networkLength : Int(header.totalLength))
    if packet.isLengthFromCapture { line.append(" [was 0, presumed TSO]") }
    var isWhole = true
    if header.headerByteCount > 20 {
      line.append(", options (")
      isWhole = try printIPv4Options(packet, frame)
      if !isWhole { line.append(" [truncated-option]") }
      line.append(")")
    }
    if !options.ignoresChecksums,
      case .invalid(let stated, let computed) = packet.networkChecksum(in: frame)
    {
      line.append(", bad cksum ")
      line.append(hex: UInt32(stated))
      line.append(" (->")
      line.append(hex: UInt32(computed))
      line.append(")!")
    }
    line.append(words.closeLine)
    if !isWhole {
      printAddresses(packet.addresses)
      line.append(": ")
      printTruncation("ip")
    }
    return isWhole
  }

  /// Appends the names of the flags that are set, or `none`.
  private mutating func printFragmentFlags(_ flags: UInt16) {
    switch flags & 0xe000 {
    case 0: line.append("none")
    case 0x4000: line.append(words.dontFragment)
    case 0x2000: line.append("+")
    case 0x8000: line.append("rsvd")
    case 0x6000: line.append("+, DF")
    case 0xa000: line.append("+, rsvd")
    case 0xc000: line.append("DF, rsvd")
    default: line.append("+, DF, rsvd")
    }
  }
}
