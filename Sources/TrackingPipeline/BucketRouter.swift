public import InternetTypes
public import PacketDissection

/// Assigns the packets of an archive to buckets that can be tracked apart from each other, on any number of machines.
///
/// All packets that the tracker may see as one connection go to one bucket, however its packets were captured, by the
/// outermost IP header:
///
/// - TCP by addresses and ports. One pair of hosts may have any share of the traffic.
/// - UDP by addresses, as a TFTP transfer changes its ports; to or from a port of QUIC (443, 853, 4433, 8443) by that
///   server's address, as a client may change its own. With `joinsUDP` all UDP goes to one bucket, so that a QUIC
///   connection is one whatever of its addresses and ports change.
/// - SCTP all to one bucket, as an association may use several addresses.
/// - Everything else by addresses; a tunnel with all that it carries. What is no IP goes to the first bucket, also
///   PPPoE and MPLS with what they carry.
///
/// Fragments, whose ports are not known, and ICMP errors, which concern the connection that they quote, are needed by
/// every bucket: each takes what belongs to it (`owner(of:)`, `owner(quotedBy:)`).
///
/// The hash has no key: all machines must agree. An attacker can direct all connections to one bucket, which is then
/// as large as the archive.
public struct BucketRouter: Sendable {
  /// How many buckets there are.
  public let count: Int
  /// Whether all UDP goes to one bucket.
  public let joinsUDP: Bool

  /// A router to this many buckets, at least one.
  public init(count: Int, joinsUDP: Bool = false) {
    self.count = max(count, 1)
    self.joinsUDP = joinsUDP
  }

  /// The bucket of a frame with its length on the wire; nil if every bucket needs the frame.
  public func bucket(
    of frame: Span<UInt8>, wireLength: Int, linkType: LinkType
  ) -> Int? {
    bucket(of: Packet(decoding: frame, wireLength: wireLength, linkType: linkType))
  }

  /// The bucket of a packet; nil if every bucket needs the packet.
  public func bucket(of packet: Packet) -> Int? {
    packet.isFragment || packet.reportsError ? nil : owner(of: packet)
  }

  /// The bucket that a packet, which is no fragment, belongs to.
  public func owner(of packet: Packet) -> Int {
    guard count > 1, let addresses = Self.addresses(packet.network) else { return 0 }
    switch packet.transport {
    case .tcp(let header):
      return bucket(
        .tcp, addresses, UInt64(header.sourcePort) &+ UInt64(header.destinationPort))
    case .udp(let header):
      return bucket(udp: addresses, header.sourcePort, header.destinationPort)
    default:
      return packet.transportProtocol == .sctp ? 0 : bucket(.other, addresses, 0)
    }
  }

  /// The bucket of the connection that an ICMP error quotes; nil for any other packet.
  public func owner(quotedBy packet: Packet, in frame: Span<UInt8>) -> Int? {
    guard packet.reportsError, let start = packet.quoteOffset else { return nil }
    let quoted = Packet(
      decodingIP: frame, in: start..<packet.payload.upperBound, wireLength: 65_535,
      etherType: packet.etherType ?? .ipv4)
    guard let transport = quoted.transportProtocol,
      quoted.transportOffset &+ 4 <= quoted.end, let addresses = Self.addresses(quoted.network)
    else { return nil }
    let source = frame.uint16(at: quoted.transportOffset)
    let destination = frame.uint16(at: quoted.transportOffset &+ 2)
    switch transport {
    case .tcp: return bucket(.tcp, addresses, UInt64(source) &+ UInt64(destination))
    case .udp: return bucket(udp: addresses, source, destination)
    case .sctp: return 0
    case .dccp: return bucket(.other, addresses, 0)
    default: return nil
    }
  }

  // MARK: - Hashes

  /// The kinds of packets that are never in one connection.
  private enum Class: UInt64 {
    case tcp = 1
    case server, other
  }

  /// Both addresses of a packet, as numbers.
  private typealias Addresses = (source: UInt128, destination: UInt128)

  private static func addresses(_ network: NetworkLayer) -> Addresses? {
    switch network {
    case .ipv4(let header):
      (UInt128(header.source.rawValue), UInt128(header.destination.rawValue))
    case .ipv6(let header): (header.source.rawValue, header.destination.rawValue)
    default: nil
    }
  }

  private func bucket(udp addresses: Addresses, _ source: UInt16, _ destination: UInt16) -> Int {
    if joinsUDP { return bucket(.server, (0, 0), 0) }
    switch (Self.isQUIC(source), Self.isQUIC(destination)) {
    case (false, true): return bucket(.server, (0, addresses.destination), 0)
    case (true, false): return bucket(.server, (0, addresses.source), 0)
    case (true, true), (false, false): return bucket(.other, addresses, 0)
    }
  }

  /// Whether a port is usual for QUIC: HTTP/3 (RFC 9114, section 3.1), DNS (RFC 9250), and what test servers use.
  ///
  /// A connection between two other ports whose client changes its address goes on in another bucket, unless all UDP
  /// goes to one.
  public static func isQUIC(_ port: UInt16) -> Bool {
    port == 443 || port == 853 || port == 4433 || port == 8443
  }

  /// A bucket by sums over both directions.
  private func bucket(_ kind: Class, _ addresses: Addresses, _ ports: UInt64) -> Int {
    let sum = addresses.source &+ addresses.destination
    var state = kind.rawValue &* 0x9e37_79b9_7f4a_7c15
    for part in [UInt64(truncatingIfNeeded: sum), UInt64(truncatingIfNeeded: sum >> 64), ports] {
      state = (state ^ part) &* 0xd6e8_feb8_6659_fd93
      state ^= state >> 32
    }
    return Int(truncatingIfNeeded: ((state >> 32) &* UInt64(count)) >> 32)
  }
}

extension Packet {
  /// Whether it is an ICMP error, which quotes a packet of a connection.
  fileprivate var reportsError: Bool {
    switch transport {
    case .icmp(let header): header.type.quotesPacket
    case .icmpv6(let header): header.type.isError
    default: false
    }
  }

  /// Where the packet begins that an ICMP error quotes; nil if there is none.
  fileprivate var quoteOffset: Int? {
    var start = payload.lowerBound
    // The quoted packet starts after four more bytes (RFC 4443, section 3).
    if case .icmpv6 = transport { start = transportOffset &+ 8 }
    return start < payload.upperBound ? start : nil
  }
}
