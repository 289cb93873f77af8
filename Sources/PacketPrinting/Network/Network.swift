import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// The deepest nesting of encapsulated or quoted packets that is decoded.
  static let maximumDepth = 32

  /// Prints a packet from its network header on.
  mutating func printNetworkLayer(
    _ packet: Packet, _ frame: Span<UInt8>
  ) throws(EarlyEnd) {
    switch packet.etherType {
    case .ipv4?: try printIPv4(packet, frame)
    case .ipv6?: try printIPv6(packet, frame)
    case .arp?, .reverseARP?: try printARP(packet, frame)
    case let type?:
      _ = try printPayload(
        type, frame.extracting(first: packet.end), at: packet.networkOffset,
        length: packet.networkLength)
    case nil: break
    }
  }

  /// Prints the IP packet that another one encapsulates or quotes: its captured bytes, and how many it has on the wire.
  mutating func printInner(
    _ etherType: EtherType, _ frame: Span<UInt8>, in range: Range<Int>, length: Int
  ) throws(EarlyEnd) {
    guard depth < Self.maximumDepth else {
      line.append("[nested too deep]")
      return
    }
    depth += 1
    let inner = Packet(decodingIP: frame, in: range, wireLength: length, etherType: etherType)
    try printNetworkLayer(inner, frame)
    depth -= 1
  }

  /// Prints the transport layer of an IP packet that is not a later fragment, with the addresses that are still to be
  /// printed beside the ports.
  mutating func printTransportLayer(
    _ packet: Packet, _ frame: Span<UInt8>, with addresses: AddressPair
  ) throws(EarlyEnd) {
    switch packet.transportProtocol {
    case .tcp?: try printTCP(packet, frame, with: addresses)
    case .udp?: try printUDP(packet, frame, with: addresses)
    case .icmpv6?:
      if case .ipv6 = packet.network {
        try printICMPv6(packet, frame)
      } else {
        line.append("[ICMPv6 requires IPv6]")
        printInvalid()
      }
    case .encapsulatingSecurityPayload?:
      printEncapsulatingSecurityPayload(
        frame.extracting(first: packet.end), at: packet.transportOffset,
        length: packet.transportLength)
    case .ipCompression?: try printIPCompression(packet, frame)
    case .icmp?: try printICMP(packet, frame)
    case .sctp?: try printSCTP(packet, frame)
    case .dccp?: try printDCCP(packet, frame)
    case .ipv4?, .ipv6?:
      try printInner(
        packet.transportProtocol == .ipv4 ? .ipv4 : .ipv6, frame,
        in: packet.transportOffset..<packet.end, length: packet.transportLength)
    case .gre?:
      try printGRE(
        frame.extracting(first: packet.end), at: packet.transportOffset,
        length: packet.transportLength)
    case .ethernet?:
      if packet.isIPv4 {
        line.append("[Ethernet requires IPv6]")
        printInvalid()
      } else {
        try printInnerEthernet(
          frame.extracting(first: packet.end), at: packet.transportOffset,
          length: packet.transportLength)
      }
    case .igmp? where !packet.isIPv4:
      line.append("[IGMP requires IPv4]")
      printInvalid()
    case .sunND?:
      line.append(" nd ")
      line.append(decimal: packet.transportLength)
    case .noNextHeader?: line.append("no next header")
    case let number?:
      if try printRoutingProtocol(number, packet, frame) { return }
      line.append(" ")
      if !options.isNumeric, let name = number.keyword {
        line.append(name)
      } else {
        line.append("ip-proto-")
        line.append(decimal: UInt32(number.rawValue))
      }
      line.append(" ")
      line.append(decimal: packet.transportLength)
    case nil: break
    }
  }

  /// Appends `SOURCE > DESTINATION`.
  mutating func printAddresses(_ addresses: AddressPair) {
    switch addresses {
    case .none: break
    case .v4(let source, let destination):
      printAddress(source)
      line.append(" > ")
      printAddress(destination)
    case .v6(let source, let destination):
      printAddress(source)
      line.append(" > ")
      printAddress(destination)
    }
  }
}

/// The addresses that are printed together with the ports of a transport header.
enum AddressPair {
  /// They were printed before: extension headers came between.
  case none
  case v4(IPv4Address, IPv4Address)
  case v6(IPv6Address, IPv6Address)
}

extension Packet {
  /// Whether the network header is IPv4.
  var isIPv4: Bool { if case .ipv4 = network { true } else { false } }

  /// Source and destination of the IP header.
  var addresses: AddressPair {
    switch network {
    case .ipv4(let header): .v4(header.source, header.destination)
    case .ipv6(let header): .v6(header.source, header.destination)
    default: .none
    }
  }
}

extension IPProtocol {
  /// Whether tcpdump leaves the addresses to the printer of this protocol, which shows them with its ports.
  var printsAddresses: Bool {
    switch self {
    case .tcp, .udp, .sctp, .dccp: true
    default: false
    }
  }

  /// The name in the parentheses of a verbose IP line.
  var verboseName: String {
    switch rawValue {
    case 0: "Options"
    case 1: "ICMP"
    case 2: "IGMP"
    case 4: "IPIP"
    case 6: "TCP"
    case 8: "EGP"
    case 9: "IGRP"
    case 17: "UDP"
    case 33: "DCCP"
    case 41: "IPv6"
    case 43: "Routing"
    case 44: "Fragment"
    case 46: "RSVP"
    case 47: "GRE"
    case 50: "ESP"
    case 51: "AH"
    case 55: "Mobile IP"
    case 58: "ICMPv6"
    case 62: "Mobile IP (old)"
    case 88: "EIGRP"
    case 89: "OSPF"
    case 103: "PIM"
    case 108: "Compressed IP"
    case 112: "VRRP"
    case 113: "PGM"
    case 132: "SCTP"
    case 135: "Mobility"
    case 143: "Ethernet"
    default: "unknown"
    }
  }
}
