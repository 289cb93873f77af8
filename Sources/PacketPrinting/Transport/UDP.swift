import InternetTypes
import PacketDissection
import TextOutput

extension PacketPrinter {
  /// Prints a UDP datagram, its addresses and ports first; a payload that is not decoded is `UDP, length N`.
  mutating func printUDP(
    _ packet: Packet, _ frame: Span<UInt8>, with addresses: AddressPair
  ) throws(EarlyEnd) {
    let header: UDPHeader
    switch packet.transport {
    case .udp(let decoded):
      header = decoded
      if let application = options.forcedApplication {
        try printForced(application, packet, header, frame, with: addresses)
        return
      }
      printPorts(header.sourcePort, header.destinationPort, addresses, .udp)
    case .ports(let source, let destination):
      printPorts(source, destination, addresses, .udp)
      printUDPStop(packet)
      return
    default:
      // The addresses, unless extension headers came between.
      if case .none = addresses {
      } else {
        printAddresses(addresses)
        line.append(": ")
      }
      printTruncation("udp")
      return
    }
    if options.quietness == 0, header.sourcePort == 2049 || header.destinationPort == 2049,
      try printApplication(.nfs, packet, header, frame)
    {
      return
    }
    if options.verbosity > 0 && !options.ignoresChecksums {
      printUDPChecksum(packet, header, frame)
    }
    if options.quietness == 0 {
      if try printAppleTalkDatagram(packet, header, frame) { return }
      if try printApplication(packet, header, frame) { return }
    }
    if quic != nil, printQUIC(packet, frame) { return }
    printUDPLength(packet)
  }

  /// Prints a LocalTalk frame in UDP, as gateways of AppleTalk send it (KIP); false for any other datagram.
  private mutating func printAppleTalkDatagram(
    _ packet: Packet, _ header: UDPHeader, _ frame: Span<UInt8>
  ) throws(EarlyEnd) -> Bool {
    guard Self.isAppleTalkPort(header.sourcePort) || Self.isAppleTalkPort(header.destinationPort)
    else { return false }
    let start = packet.transportOffset + UDPHeader.byteCount
    let talk = LocalTalkFrame(
      Fields(
        frame.extracting(first: packet.end), from: start,
        length: packet.transportLength - UDPHeader.byteCount, in: "llap"))
    guard talk.fields.has(LocalTalkFrame.headerByteCount), try talk.type == 2 else { return false }
    if options.verbosity > 0 { line.append("kip ") }
    do throws(EarlyEnd) {
      try printLocalTalk(talk)
    } catch {
      try settle(error)
    }
    return true
  }

  @inline(__always)
  private static func isAppleTalkPort(_ port: UInt16) -> Bool {
    port &- 200 < 128 || port &- 768 < 128 || port &- 16_512 < 128
  }

  /// Appends the length of a payload that is not decoded.
  private mutating func printUDPLength(_ packet: Packet) {
    line.append("UDP, ")
    let room = packet.transportLength - UDPHeader.byteCount
    if packet.payloadLength > room && !packet.isFragment {
      line.append("bad length ")
      line.append(decimal: packet.payloadLength)
      line.append(" > ")
      line.append(decimal: room)
    } else {
      line.append("length ")
      line.append(decimal: packet.payloadLength)
    }
  }

  /// Prints a datagram as the protocol that the options force, regardless of its ports.
  ///
  /// As in tcpdump, protocols that are not on UDP leave the line empty, and RPC prints its transaction in place of
  /// ports.
  @inline(never)
  private mutating func printForced(
    _ application: ApplicationProtocol, _ packet: Packet, _ header: UDPHeader,
    _ frame: Span<UInt8>, with addresses: AddressPair
  ) throws(EarlyEnd) {
    switch application {
    case .carp, .resp, .zmtp: return
    case .rpc: break
    default: printPorts(header.sourcePort, header.destinationPort, addresses, .udp)
    }
    if try !printApplication(application, packet, header, frame) {
      // A protocol without a printer here: its length, where tcpdump has its fields.
      if application == .rpc {
        printPorts(header.sourcePort, header.destinationPort, addresses, .udp)
      }
      printUDPLength(packet)
    }
  }

  /// Reports why nothing follows the ports.
  private mutating func printUDPStop(_ packet: Packet) {
    switch packet.stop {
    case .short(.udp, let length)?:
      line.append("truncated-udp ")
      line.append(decimal: length)
    case .invalid(.udp, .length, let length)?:
      line.append("truncated-udplength ")
      line.append(decimal: length)
    default: printTruncation("udp")
    }
  }

  /// Appends whether the checksum is right: over IPv4 only when very verbose, over IPv6 always, as it is mandatory
  /// there.
  private mutating func printUDPChecksum(
    _ packet: Packet, _ header: UDPHeader, _ frame: Span<UInt8>
  ) {
    if case .ipv4 = packet.network, options.verbosity < 2 { return }
    switch packet.transportChecksum(in: frame) {
    case .valid: line.append("[udp sum ok] ")
    case .absent: line.append("[no cksum] ")
    case .invalid(let stated, let computed):
      line.append("[bad udp cksum 0x")
      line.append(hex: UInt32(stated), digits: 4)
      line.append(" -> 0x")
      line.append(hex: UInt32(computed), digits: 4)
      line.append("!] ")
    case .unverifiable: break
    }
  }
}
