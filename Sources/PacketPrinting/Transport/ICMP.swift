import InternetTypes
import PacketDissection
import TextOutput

/// ICMP messages (RFC 792).
extension PacketPrinter {
  /// tcpdump composes an ICMP text in a buffer of this size, so that a longer one ends there.
  private static let maximumICMPText = 163

  /// Prints an ICMP message of an IPv4 packet.
  mutating func printICMP(_ packet: Packet, _ frame: Span<UInt8>) throws(EarlyEnd) {
    guard case .ipv4 = packet.network else {
      line.append("[ICMP requires IPv4]")
      printInvalid()
      return
    }
    guard case .icmp(let header) = packet.transport else { throw EarlyEnd(name: "icmp") }
    let start = line.count
    line.append("ICMP ")
    let isWhole: Bool
    do throws(EarlyEnd) {
      isWhole = try printICMPText(packet, header, frame)
    } catch {
      line.truncate(to: start)
      throw error
    }
    guard isWhole else {
      line.truncate(to: start)
      printTruncation("icmp")
      return
    }
    line.truncate(to: start + 5 + Self.maximumICMPText)
    line.append(", length ")
    line.append(decimal: packet.transportLength)
    guard options.verbosity > 0 else { return }
    try printICMPChecksum(packet, header, frame)
    if header.type.quotesPacket {
      line.append("\n\t")
      // A quoted packet too short for its own length field ends everything, as in tcpdump.
      guard let (range, length) = packet.quotation(in: frame), range.count >= 4 else {
        throw EarlyEnd(name: "icmp")
      }
      try printInner(.ipv4, frame, in: range, length: length)
    }
    if header.type.mayHaveExtensions { try printICMPExtension(packet, frame) }
  }

  /// Reports a wrong checksum, if it can be verified.
  private mutating func printICMPChecksum(
    _ packet: Packet, _ header: ICMPHeader, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    guard case .invalid(let stated, let computed) = packet.transportChecksum(in: frame) else {
      return
    }
    guard header.capturedByteCount >= 4 else { throw EarlyEnd(name: "icmp") }
    line.append(" (wrong icmp cksum ")
    line.append(hex: UInt32(stated))
    line.append(" (->")
    line.append(hex: UInt32(computed))
    line.append(")!)")
  }

  /// Appends the text of the message; false if it is cut, but the line continues.
  private mutating func printICMPText(
    _ packet: Packet, _ header: ICMPHeader, _ frame: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    let captured = packet.end - packet.transportOffset
    switch header.type {
    case .echoRequest, .echoReply:
      guard captured >= 8 else { throw EarlyEnd(name: "icmp") }
      line.append(header.type == .echoRequest ? "echo request, id " : "echo reply, id ")
      line.append(decimal: UInt32(header.identifier))
      line.append(", seq ")
      line.append(decimal: UInt32(header.sequence))
    case .destinationUnreachable:
      // The text of a port begins with the quoted protocol.
      if header.code == 3 && captured < 18 { return false }
      try printUnreachable(packet, header, frame)
    case .redirect:
      try printRedirect(packet, header, frame)
    case .routerAdvertisement:
      return printRouterAdvertisement(packet, header, frame)
    case .timeExceeded:
      guard captured >= 28 else { return false }
      printTimeExceeded(header)
    case .parameterProblem:
      line.append(header.code != 0 ? "parameter problem - code " : "parameter problem - octet ")
      guard header.code != 0 || captured >= 5 else { throw EarlyEnd(name: "icmp") }
      line.append(
        decimal: UInt32(
          header.code != 0 ? header.code : frame[packet.transportOffset + 4]))
    case .addressMaskReply:
      guard captured >= 12 else { throw EarlyEnd(name: "icmp") }
      line.append("address mask is 0x")
      line.append(hex: frame.uint32(at: packet.transportOffset + 8), digits: 8)
    case .timestampRequest:
      guard captured >= 8 else { throw EarlyEnd(name: "icmp") }
      line.append("time stamp query id ")
      line.append(decimal: UInt32(header.identifier))
      line.append(" seq ")
      line.append(decimal: UInt32(header.sequence))
    case .timestampReply:
      guard captured >= 20 else { return false }
      printTimestampReply(packet, header, frame)
    case .sourceQuench: line.append("source quench")
    case .routerSolicitation: line.append("router solicitation")
    case .informationRequest: line.append("information request")
    case .informationReply: line.append("information reply")
    case .addressMaskRequest: line.append("address mask request")
    default:
      line.append("type-#")
      line.append(decimal: UInt32(header.type.rawValue))
    }
    return true
  }

  private mutating func printTimeExceeded(_ header: ICMPHeader) {
    switch header.code {
    case 0: line.append("time exceeded in-transit")
    case 1: line.append("ip reassembly time exceeded")
    default:
      line.append("time exceeded-#")
      line.append(decimal: UInt32(header.code))
    }
  }

  private mutating func printTimestampReply(
    _ packet: Packet, _ header: ICMPHeader, _ frame: Span<UInt8>
  ) {
    line.append("time stamp reply id ")
    line.append(decimal: UInt32(header.identifier))
    line.append(" seq ")
    line.append(decimal: UInt32(header.sequence))
    line.append(": org ")
    printMilliseconds(frame.uint32(at: packet.transportOffset + 8))
    line.append(", recv ")
    printMilliseconds(frame.uint32(at: packet.transportOffset + 12))
    line.append(", xmit ")
    printMilliseconds(frame.uint32(at: packet.transportOffset + 16))
  }

  /// Appends milliseconds since midnight as `hh:mm:ss.mmm`.
  private mutating func printMilliseconds(_ time: UInt32) {
    let zero = UInt8(ascii: "0")
    let seconds = UInt64(time / 1000)
    line.append(decimal: seconds / 3600, width: 2, fill: zero)
    line.append(":")
    line.append(decimal: seconds / 60 % 60, width: 2, fill: zero)
    line.append(":")
    line.append(decimal: seconds % 60, width: 2, fill: zero)
    line.append(".")
    line.append(decimal: UInt64(time % 1000), width: 3, fill: zero)
  }

  /// Appends the routers of an advertisement (RFC 1256); false if they are cut.
  private mutating func printRouterAdvertisement(
    _ packet: Packet, _ header: ICMPHeader, _ frame: Span<UInt8>
  ) -> Bool {
    guard header.capturedByteCount >= 8 else { return false }
    line.append("router advertisement lifetime ")
    let lifetime = UInt64(header.sequence)
    let zero = UInt8(ascii: "0")
    if lifetime >= 3600 {
      line.append(decimal: lifetime / 3600)
      line.append(":")
      line.append(decimal: lifetime / 60 % 60, width: 2, fill: zero)
      line.append(":")
      line.append(decimal: lifetime % 60, width: 2, fill: zero)
    } else if lifetime >= 60 {
      line.append(decimal: lifetime / 60)
      line.append(":")
      line.append(decimal: lifetime % 60, width: 2, fill: zero)
    } else {
      line.append(decimal: lifetime)
    }
    let count = Int(header.rest >> 24)
    let size = header.rest >> 16 & 0xff
    line.append(" ")
    line.append(decimal: count)
    line.append(":")
    if size != 2 {
      line.append(" [size ")
      line.append(decimal: size)
      line.append("]")
      return true
    }
    for index in 0..<count {
      let at = packet.payload.lowerBound + index * 8
      guard at + 8 <= packet.payload.upperBound else { return false }
      line.append(" {")
      printAddress(IPv4Address(rawValue: frame.uint32(at: at)))
      line.append(" ")
      line.append(decimal: frame.uint32(at: at + 4))
      line.append("}")
    }
    return true
  }
}
