import InternetTypes
import PacketDissection

/// A packet as the tracker needs it: the key of its flow, its counters, and its TCP segment.
struct FlowPacket {
  var key: FlowKey
  var ipBytes: UInt32
  /// Its TCP segment.
  ///
  /// For other protocols only time, number and time to live have a meaning.
  var segment: Segment
  var payloadBytes: UInt32
  /// Whether the sender is the key's first endpoint.
  var isSourceFirst: Bool
  var isTCP: Bool
  /// Type and code of ICMP; nil for other protocols.
  var icmp: (type: UInt8, code: UInt8)?
  /// Whether it is an ICMP error that quotes a packet of another flow.
  var isError = false
  /// The verdict on its checksum.
  var checksum = ChecksumVerdict.fine

  var time: Timestamp { segment.time }
  /// Position in the input, from 1.
  var number: UInt64 { segment.packet }
  /// The TCP flags; nil for other protocols.
  var flags: TCPFlags? { isTCP ? segment.flags : nil }

  var sourcePort: UInt16 { UInt16(truncatingIfNeeded: isSourceFirst ? key.ports >> 16 : key.ports) }
  var destinationPort: UInt16 {
    UInt16(truncatingIfNeeded: isSourceFirst ? key.ports : key.ports >> 16)
  }

  /// The flow packet of a decoded packet; nil if its flow cannot be determined.
  init?(
    _ packet: Packet, frame: Span<UInt8>, time: Timestamp, number: UInt64, in envelope: Envelope
  ) {
    let source: UInt128
    let destination: UInt128
    let isVersion6: Bool
    segment = Segment(packet, frame: frame, time: time, number: number)
    switch packet.network {
    case .ipv4(let header):
      source = UInt128(header.source.rawValue)
      destination = UInt128(header.destination.rawValue)
      isVersion6 = false
      segment.timeToLive = header.timeToLive
    case .ipv6(let header):
      source = header.source.rawValue
      destination = header.destination.rawValue
      isVersion6 = true
      segment.timeToLive = header.hopLimit
    default: return nil
    }
    guard let transport = packet.transportProtocol,
      let ports = Self.ports(of: packet, frame)
    else { return nil }
    payloadBytes = UInt32(clamping: packet.payloadLength)
    isTCP = false
    switch packet.transport {
    case .tcp: isTCP = true
    case .icmp(let icmp):
      self.icmp = (icmp.type.rawValue, icmp.code)
      isError = icmp.type.quotesPacket
    case .icmpv6(let icmp):
      self.icmp = (icmp.type.rawValue, icmp.code)
      isError = icmp.type.isError
    default: break
    }
    let domain = FlowKey.domain(
      protocol: transport, isVersion6: isVersion6, vlan: envelope.vlan)
    (key, isSourceFirst) = FlowKey.key(
      source: source, destination: destination, sourcePort: ports.source,
      destinationPort: ports.destination, domain: domain)
    key = key.inside(envelope)
    ipBytes = UInt32(
      clamping: packet.transportLength &+ packet.transportOffset &- packet.networkOffset)
  }

  /// The ports of a packet, or the identifier of an ICMP request or reply as both, 0 in a protocol without; nil if no
  /// flow can be determined.
  @inline(__always)
  private static func ports(
    of packet: Packet, _ frame: Span<UInt8>
  ) -> (source: UInt16, destination: UInt16)? {
    switch packet.transport {
    case .tcp(let tcp):
      // If the data offset contradicts the length, no field can be trusted.
      if let stop = packet.stop, case .invalid = stop { return nil }
      return (tcp.sourcePort, tcp.destinationPort)
    case .udp(let udp): return (udp.sourcePort, udp.destinationPort)
    case .sctp(let sctp): return (sctp.sourcePort, sctp.destinationPort)
    case .dccp(let dccp): return (dccp.sourcePort, dccp.destinationPort)
    case .icmp(let icmp):
      return icmp.type.quotesPacket ? (0, 0) : (icmp.identifier, icmp.identifier)
    case .icmpv6(let icmp):
      let isEcho = icmp.type == .echoRequest || icmp.type == .echoReply
      guard isEcho, packet.transportOffset &+ 6 <= packet.end else { return (0, 0) }
      let identifier = frame.uint16(at: packet.transportOffset &+ 4)
      return (identifier, identifier)
    case .other: return (0, 0)
    case .none, .ports, .fragment: return nil
    }
  }

  /// A flow packet with empty fields.
  init(blankAt time: Timestamp) {
    key = FlowKey(first: 0, second: 0, ports: 0, domain: 0)
    segment = Segment(blankAt: time)
    (ipBytes, payloadBytes, isSourceFirst, isTCP) = (0, 0, true, false)
  }

  /// Sets the key of a TCP segment outside of tunnels and VLANs.
  ///
  /// The caller sets the segment and the lengths.
  @inline(__always)
  mutating func setKey(
    source: UInt128, destination: UInt128, isVersion6: Bool, ports: UInt32
  ) {
    (key, isSourceFirst) = FlowKey.key(
      source: source, destination: destination,
      sourcePort: UInt16(truncatingIfNeeded: ports >> 16),
      destinationPort: UInt16(truncatingIfNeeded: ports),
      domain: FlowKey.domain(protocol: .tcp, isVersion6: isVersion6, vlan: nil))
    (isTCP, icmp, isError, checksum) = (true, nil, false, .fine)
  }

  /// Whether the sender is more likely the server, judged by SYN flags or, without them, by the ports.
  var isFromServer: Bool {
    if let flags {
      if flags.contains([.syn, .ack]) { return true }
      if flags.contains(.syn) { return false }
    }
    let isSystem = sourcePort < 1024 && destinationPort >= 1024
    let isClearlyLower = sourcePort < 10_000 && destinationPort >= 32_768
    return sourcePort != 0 && (isSystem || isClearlyLower)
  }
}

/// The verdict on a packet's checksum.
enum ChecksumVerdict: UInt8 {
  /// Right, absent, or not checked.
  case fine
  /// Not captured whole, or left to the network card.
  case unverifiable
  /// Wrong: the packet is counted and not applied.
  case invalid

  /// Verifies the checksum of a packet.
  init(_ packet: Packet, _ frame: Span<UInt8>) {
    if case .sctp = packet.transport {
      switch packet.sctpChecksum(in: frame) {
      case .valid, .absent: self = .fine
      case .unverifiable: self = .unverifiable
      case .invalid: self = .invalid
      }
      return
    }
    switch packet.transportChecksum(in: frame) {
    case .valid, .absent: self = .fine
    case .unverifiable: self = .unverifiable
    case .invalid:
      switch packet.transportChecksumDiagnosis(in: frame) {
      case .valid, .absent: self = .fine
      case .unverifiable, .partialPseudoHeader, .zero: self = .unverifiable
      case .wrong, .addressTranslation: self = .invalid
      }
    }
  }
}
