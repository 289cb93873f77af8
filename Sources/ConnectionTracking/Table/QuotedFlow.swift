import InternetTypes
import PacketDissection

/// An ICMP error, and the flow of the packet that it quotes.
struct QuotedFlow {
  var key: FlowKey
  var type: UInt8
  var code: UInt8
  /// Whether the error reports an unreachable destination.
  var isUnreachable: Bool

  /// The flow that an ICMP error quotes; nil if the quoted packet has no ports.
  init?(_ packet: Packet, frame: Span<UInt8>, in envelope: Envelope) {
    var start = packet.payload.lowerBound
    switch packet.transport {
    case .icmp(let header):
      (type, code) = (header.type.rawValue, header.code)
      // Code 4 reports a packet that is too large (RFC 1191).
      isUnreachable = header.type == .destinationUnreachable && code != 4
    case .icmpv6(let header):
      (type, code) = (header.type.rawValue, header.code)
      isUnreachable = header.type == .destinationUnreachable
      // The quoted packet starts after four more bytes (RFC 4443, section 3).
      start = packet.transportOffset &+ 8
    default: return nil
    }
    guard start < packet.payload.upperBound else { return nil }
    let quoted = Packet(
      decodingIP: frame, in: start..<packet.payload.upperBound, wireLength: 65_535,
      etherType: packet.etherType ?? .ipv4)
    let source: UInt128
    let destination: UInt128
    switch quoted.network {
    case .ipv4(let header):
      source = UInt128(header.source.rawValue)
      destination = UInt128(header.destination.rawValue)
    case .ipv6(let header):
      source = header.source.rawValue
      destination = header.destination.rawValue
    default: return nil
    }
    guard let transport = quoted.transportProtocol, transport.hasPorts,
      quoted.transportOffset &+ 4 <= quoted.end
    else { return nil }
    let isVersion6 = quoted.etherType == .ipv6
    key =
      FlowKey.key(
        source: source, destination: destination,
        sourcePort: frame.uint16(at: quoted.transportOffset),
        destinationPort: frame.uint16(at: quoted.transportOffset &+ 2),
        domain: FlowKey.domain(protocol: transport, isVersion6: isVersion6, vlan: envelope.vlan)
      ).key.inside(envelope)
  }
}
