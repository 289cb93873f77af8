import InternetTypes
import PacketDissection
import TextOutput

/// ICMP errors and redirects: destinations, reasons, extensions.
extension PacketPrinter {
  /// Appends the unreachable destination, from the quoted packet, and the reason.
  mutating func printUnreachable(
    _ packet: Packet, _ header: ICMPHeader, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    guard let quoted = packet.quotedHeader(in: frame) else { throw EarlyEnd(name: "icmp") }
    switch header.code {
    case 0, 6, 9, 11: line.append("net ")
    case 1, 7, 10, 12, 13, 14, 15: line.append("host ")
    default: break
    }
    printAddress(quoted.destination)
    switch header.code {
    case 2:
      line.append(" protocol ")
      line.append(decimal: UInt32(quoted.protocol.rawValue))
      line.append(" unreachable")
    case 3: try printUnreachablePort(packet, quoted.protocol, frame)
    default:
      line.append(" unreachable")
      printUnreachableReason(header)
    }
  }

  /// Appends the port that cannot be reached.
  private mutating func printUnreachablePort(
    _ packet: Packet, _ number: IPProtocol, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    guard let port = packet.quotedDestinationPort(in: frame) else { throw EarlyEnd(name: "icmp") }
    switch number {
    case .tcp:
      line.append(" tcp port ")
      printTCPPort(port)
    case .udp:
      line.append(" udp port ")
      printUDPPort(port)
    default:
      line.append(" protocol ")
      line.append(decimal: UInt32(number.rawValue))
      line.append(" port ")
      line.append(decimal: UInt32(port))
    }
    line.append(" unreachable")
  }

  /// Appends the reason that the code states (RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7.1).
  private mutating func printUnreachableReason(_ header: ICMPHeader) {
    switch header.code {
    case 0, 1: break
    case 4:
      line.append(" - need to frag")
      if header.nextHopMTU != 0 {
        line.append(" (mtu ")
        line.append(decimal: UInt32(header.nextHopMTU))
        line.append(")")
      }
    case 5: line.append(" - source route failed")
    case 6, 7: line.append(" - unknown")
    case 8: line.append(" - source host isolated")
    case 9, 10: line.append(" - admin prohibited")
    case 11, 12: line.append(" - tos prohibited")
    case 13: line.append(" - admin prohibited filter")
    case 14: line.append(" - host precedence violation")
    case 15: line.append(" - precedence cutoff")
    default:
      line.append(" - #")
      line.append(decimal: UInt32(header.code))
    }
  }

  /// Appends the redirected destination and its better router.
  mutating func printRedirect(
    _ packet: Packet, _ header: ICMPHeader, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    guard let quoted = packet.quotedHeader(in: frame) else { throw EarlyEnd(name: "icmp") }
    switch header.code {
    case 0, 1: line.append("redirect ")
    case 2, 3: line.append("redirect-tos ")
    default:
      line.append("redirect-#")
      line.append(decimal: UInt32(header.code))
      line.append(" ")
    }
    printAddress(quoted.destination)
    switch header.code {
    case 0, 2: line.append(" to net ")
    case 1, 3: line.append(" to host ")
    default: line.append(" to ")
    }
    printAddress(header.gateway)
  }

  /// Prints the extensions after the quoted packet (RFC 4884), each object on its own line.
  mutating func printICMPExtension(_ packet: Packet, _ frame: Span<UInt8>) throws(EarlyEnd) {
    guard packet.transportLength > ICMPExtension.offset else { return }
    guard packet.end - packet.transportOffset > ICMPExtension.offset + 4 else {
      printTruncation("icmp")
      return
    }
    guard let structure = packet.icmpExtension(in: frame) else { return }
    line.append("\n\tICMP Multi-Part extension v")
    line.append(decimal: UInt32(structure.version))
    guard structure.version == 2 else {
      line.append(" packet not supported")
      return
    }
    if let isRight = structure.isChecksumRight {
      line.append(", checksum 0x")
      line.append(hex: UInt32(structure.checksum), digits: 4)
      line.append(isRight ? " (correct), length " : " (incorrect), length ")
      line.append(decimal: structure.length)
    }
    var objects = ICMPExtensionIterator(structure, of: packet)
    while let step = objects.next(in: frame) {
      switch step {
      case .cut: printTruncation("icmp")
      case .object(let object): try printICMPObject(object, packet, frame)
      }
    }
  }

  /// Prints one extension object.
  private mutating func printICMPObject(
    _ object: ICMPExtensionObject, _ packet: Packet, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    line.append("\n\t  ")
    switch object.classNumber {
    case ICMPExtensionObject.labelStack: line.append("MPLS Stack Entry")
    case ICMPExtensionObject.interfaceInformation: line.append("Interface Identification")
    default: line.append("unknown")
    }
    line.append(" Object (")
    line.append(decimal: UInt32(object.classNumber))
    line.append("), Class-Type: ")
    line.append(decimal: UInt32(object.classType))
    line.append(", length ")
    line.append(decimal: UInt32(object.length))
    guard object.classNumber != 0, object.length >= ICMPExtensionObject.headerByteCount else {
      return
    }
    guard object.classNumber == ICMPExtensionObject.labelStack, object.classType == 1 else {
      line.append(hexDump: frame.extracting(object.data), indentation: 4)
      return
    }
    // Only the first label of the stack is shown.
    guard object.data.lowerBound + 4 <= packet.end else { throw EarlyEnd(name: "icmp") }
    printLabel(MPLSLabel(rawValue: frame.uint32(at: object.data.lowerBound)))
  }

  private mutating func printLabel(_ entry: MPLSLabel) {
    line.append("\n\t    label ")
    line.append(decimal: entry.label)
    line.append(", tc ")
    line.append(decimal: entry.trafficClass)
    if entry.isBottom { line.append(", [S]") }
    line.append(", ttl ")
    line.append(decimal: entry.timeToLive)
  }
}
