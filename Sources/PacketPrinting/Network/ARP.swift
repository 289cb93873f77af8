import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints an ARP, RARP or InARP packet.
  mutating func printARP(_ packet: Packet, _ frame: Span<UInt8>) throws(EarlyEnd) {
    guard case .arp(let header) = packet.network else { throw EarlyEnd(name: "arp") }
    let bytes = frame.extracting(packet.networkOffset..<packet.end)
    if header.hardwareType == ARPHeader.asynchronousTransferMode {
      printATMARP(packet, header, bytes)
      return
    }
    if !options.showsLinkHeader { line.append("ARP, ") }
    let isUnusual =
      !header.asksForIPv4 || header.protocolLength != 4 || header.hardwareLength == 0
    if isUnusual || options.verbosity > 0 {
      printHardwareType(header)
      line.append(" (len ")
      line.append(decimal: UInt32(header.hardwareLength))
      line.append("), ")
      printProtocolType(header)
      line.append(" (len ")
      line.append(decimal: UInt32(header.protocolLength))
      line.append(")")
    }
    if options.verbosity > 0 || !isUnusual {
      printARPOperation(header)
      guard printARPAddresses(header, bytes) else {
        line.append(hexAndASCIIDump: bytes)
        return
      }
    }
    line.append(", length ")
    line.append(decimal: packet.networkLength)
  }

  /// Appends the hardware type's name.
  mutating func printHardwareType(_ header: ARPHeader) {
    switch header.hardwareType {
    case 1: line.append("Ethernet")
    case 6: line.append("TokenRing")
    case 7: line.append("ArcNet")
    case 15: line.append("FrameRelay")
    case 19: line.append("ATM")
    case 23: line.append("Strip")
    case 24: line.append("IEEE 1394")
    case 32: line.append("InfiniBand")
    default:
      line.append("Unknown Hardware (")
      line.append(decimal: UInt32(header.hardwareType))
      line.append(")")
    }
  }

  /// Appends the protocol type's name.
  mutating func printProtocolType(_ header: ARPHeader) {
    if let name = header.protocolType.name {
      line.append(name)
    } else {
      line.append("Unknown Protocol (0x")
      line.append(hex: UInt32(header.protocolType.rawValue), digits: 4)
      line.append(")")
    }
  }

  /// Appends the name of the operation and a blank.
  mutating func printARPOperation(_ header: ARPHeader) {
    if options.verbosity > 0 { line.append(", ") }
    switch header.operation {
    case 1: line.append("Request ")
    case 2: line.append("Reply ")
    case 3: line.append("Reverse Request ")
    case 4: line.append("Reverse Reply ")
    case 8: line.append("Inverse Request ")
    case 9: line.append("Inverse Reply ")
    case 10: line.append("NACK Reply ")
    default:
      line.append("Unknown (")
      line.append(decimal: UInt32(header.operation))
      line.append(") ")
    }
  }

  /// Appends the addresses of a request or reply; false for an unknown operation.
  private mutating func printARPAddresses(_ header: ARPHeader, _ bytes: Span<UInt8>) -> Bool {
    switch header.operation {
    case 1:
      line.append("who-has ")
      printProtocolAddress(header, bytes, header.targetProtocol)
      if bytes.extracting(header.targetHardware).hasNonzero {
        line.append(" (")
        printHardwareAddress(header, bytes, header.targetHardware)
        line.append(")")
      }
      line.append(" tell ")
      printProtocolAddress(header, bytes, header.senderProtocol)
    case 2:
      printProtocolAddress(header, bytes, header.senderProtocol)
      line.append(" is-at ")
      printHardwareAddress(header, bytes, header.senderHardware)
    case 3, 8:
      line.append("who-is ")
      printHardwareAddress(header, bytes, header.targetHardware)
      line.append(" tell ")
      printHardwareAddress(header, bytes, header.senderHardware)
    case 4:
      printHardwareAddress(header, bytes, header.targetHardware)
      line.append(" at ")
      printProtocolAddress(header, bytes, header.targetProtocol)
    case 9:
      printHardwareAddress(header, bytes, header.senderHardware)
      line.append(" at ")
      printProtocolAddress(header, bytes, header.senderProtocol)
    default: return false
    }
    return true
  }

  /// Appends an IPv4 address, or why the protocol address is none.
  private mutating func printProtocolAddress(
    _ header: ARPHeader, _ bytes: Span<UInt8>, _ range: Range<Int>
  ) {
    if !header.asksForIPv4 {
      line.append("<wrong proto type>")
    } else if range.count != 4 {
      line.append("<wrong len>")
    } else {
      printAddress(IPv4Address(rawValue: bytes.uint32(at: range.lowerBound)))
    }
  }

  /// Appends a hardware address in the form that its kind and length have.
  private mutating func printHardwareAddress(
    _ header: ARPHeader, _ bytes: Span<UInt8>, _ range: Range<Int>
  ) {
    let address = bytes.extracting(range)
    if address.count == 0 {
      line.append("<empty>")
    } else if header.hardwareType == 15 {
      printDataLinkConnection(address)
    } else if address.count == 6 {
      printAddress(MACAddress(rawValue: address.uint48(at: 0)))
    } else {
      printHexWithColons(address)
    }
  }

  /// Appends each byte in hexadecimal, with colons between.
  mutating func printHexWithColons(_ bytes: Span<UInt8>) {
    for index in bytes.indices {
      if index > 0 { line.append(byte: UInt8(ascii: ":")) }
      line.append(hex: UInt32(bytes[index]), digits: 2)
    }
  }

  /// Appends a Frame Relay address of two to four bytes (Q.922, section 3.2): its lowest bit ends it.
  private mutating func printDataLinkConnection(_ address: Span<UInt8>) {
    var identifier: UInt32 = 0
    for index in address.indices {
      let byte = UInt32(address[index])
      let isLast = byte & 1 != 0
      switch index {
      case 0:
        if isLast { return line.append("<Invalid DLCI>") }
        identifier = byte >> 2
      case 1:
        identifier = identifier << 4 | byte >> 4
      case 2 where !isLast:
        identifier = identifier << 7 | byte >> 1
      default:
        if !isLast { return line.append("<Invalid DLCI>") }
        identifier = identifier << 6 | byte >> 2
      }
      if isLast {
        line.append("DLCI ")
        line.append(decimal: identifier)
        return
      }
    }
    line.append("<Truncated>")
  }
}

extension ARPHeader {
  /// Whether the protocol addresses are IPv4's: its EtherType, or that of trailers (RFC 893).
  var asksForIPv4: Bool { protocolType == .ipv4 || protocolType.rawValue == 0x1000 }
}

extension Span<UInt8> {
  /// Whether any byte is not zero.
  fileprivate var hasNonzero: Bool {
    for index in indices where self[index] != 0 { return true }
    return false
  }
}
