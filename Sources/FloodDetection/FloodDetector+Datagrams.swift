import InternetTypes
import PacketDissection

/// UDP datagrams, and ICMP errors: how they change attempts and volumes.
extension FloodDetector {
  /// Processes a UDP datagram.
  mutating func processDatagram(_ datagram: UDPHeader, _ packet: Packet) {
    guard let hosts = packet.hosts else { return }
    let endpoints = SegmentEndpoints(
      source: hosts.source, destination: hosts.destination, sourcePort: datagram.sourcePort,
      destinationPort: datagram.destinationPort, timeToLive: hosts.timeToLive)
    if isIgnored(endpoints) { return }
    noteFlow(
      key(endpoints) ^ Self.datagramKey, .datagram, endpoints,
      size: UInt16(clamping: packet.payloadLength), counts: !hosts.destination.isMulticast)
  }

  /// Distinguishes UDP flows from TCP flows in the hash.
  private static var datagramKey: UInt64 { 0x9e37_79b9_7f4a_7c15 }

  /// Processes an ICMP error that quotes a SYN.
  mutating func processError(_ packet: Packet, _ frame: Span<UInt8>) {
    let quoted: Packet
    switch packet.transport {
    case .icmp(let header):
      guard header.type == .destinationUnreachable, let quote = packet.quotation(in: frame)
      else { return }
      quoted = Packet(
        decodingIP: frame, in: quote.range, wireLength: quote.totalLength, etherType: .ipv4)
    case .icmpv6(let header):
      guard header.type == .destinationUnreachable, packet.payload.count > 4 else { return }
      let range = (packet.payload.lowerBound + 4)..<packet.payload.upperBound
      quoted = Packet(
        decodingIP: frame, in: range, wireLength: range.count, etherType: .ipv6)
    default: return
    }
    if quoted.transportProtocol == .udp, let hosts = quoted.hosts {
      noteRefusal(.datagram, by: hosts.destination)
      return
    }
    let ports: (source: UInt16, destination: UInt16)
    switch quoted.transport {
    case .tcp(let segment):
      guard segment.flags.contains(.syn), !segment.flags.contains(.ack) else { return }
      ports = (segment.sourcePort, segment.destinationPort)
    case .ports(let source, let destination) where quoted.transportProtocol == .tcp:
      ports = (source, destination)
    default: return
    }
    guard let hosts = quoted.hosts else { return }
    let endpoints = SegmentEndpoints(
      source: hosts.source, destination: hosts.destination, sourcePort: ports.source,
      destinationPort: ports.destination, timeToLive: 0)
    guard let position = attempts.find(key(endpoints)) else { return }
    let attempt = attempts[position]
    guard isFromClient(endpoints, of: attempt), attempt.status.isDisjoint(with: .resolved),
      !attempt.status.contains(.unsolicited)
    else { return }
    resolve(position, as: .unreachable)
    count(attempt) { $0.unreachable &+= $1 }
    countScanFailure(attempt)
  }
}
