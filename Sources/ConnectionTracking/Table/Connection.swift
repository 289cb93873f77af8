import InternetTypes

/// A connection or flow in the table: both endpoints and what belongs to neither.
struct Connection {
  // The order is that of use: 48 bytes that are rarely needed, then the five cache lines that each segment needs, then 16
  // bytes for few. Blocks of this size come from the system 16 bytes behind a line's beginning. A million of them are to
  // fit into 400 MB with their index: 384 bytes each, and no bit without a use.

  var start: PacketTime
  /// When it was put at the end of its list.
  var queued: PacketTime
  /// The SYN that the SYN-ACK answers, as captured last before it.
  var synTime = PacketTime(rawValue: 0)
  var synAckTime = PacketTime(rawValue: 0)
  var ackTime = PacketTime(rawValue: 0)
  /// Neighbours in its list, positions plus one.
  var previous: UInt32 = 0
  var next: UInt32 = 0

  var key: FlowKey
  /// The key's hash, here because there is room for it behind the key.
  var hash: UInt32
  var last: PacketTime
  /// Position in the input of the last packet.
  var lastPacket: UInt64 = 0

  /// Both endpoints, at the positions that `Side.at` tells.
  var endpoints = InlineArray<2, TCPEndpoint>(repeating: TCPEndpoint())

  /// Position in order of first packets, from 0.
  var index: UInt64
  var history = History()
  var list = ExpiryList.halfOpen
  var flags: Flags
  /// Which packets on their way are the last one of the connection, one bit each as `PendingDeliveries` numbers them.
  var pendingBits: UInt8 = 0
  /// Segments that are kept until it needs an analysis.
  var earlyCount: UInt8 = 0
  /// Position of what its protocol keeps beside it plus one: the `PendingDeliveries` of a TCP connection, the association of
  /// SCTP, the connection of DCCP; 0 where there is none.
  var extensionHandle: UInt32 = 0
  /// Where `CongestionBook` keeps what it knows of it; 0 is nowhere.
  var congestion: UInt32 = 0
  var zeek = ZeekVerdict()
  var closedBy: ConnectionSummary.ClosedBy?
  var failure: ConnectionSummary.Failure?
  var icmpType: UInt8 = 0
  var icmpCode: UInt8 = 0

  /// The low halves of the numbers after the FINs of both endpoints.
  private var finNumbers = InlineArray<2, UInt32>(repeating: 0)
  /// Packets of both endpoints with a wrong checksum.
  var checksumInvalid = InlineArray<2, UInt32>(repeating: 0)

  init(key: FlowKey, isClientFirst: Bool, hash: UInt32, index: UInt64, time: PacketTime) {
    self.key = key
    flags = isClientFirst ? [.isClientFirst] : []
    self.hash = hash
    self.index = index
    start = time
    last = time
    queued = time
  }

  /// What is known in one bit each.
  struct Flags: OptionSet {
    let rawValue: UInt16
    static var hasSYNTime: Flags { Flags(rawValue: 1) }
    static var hasSYNAckTime: Flags { Flags(rawValue: 2) }
    static var hasAckTime: Flags { Flags(rawValue: 4) }
    /// It began on the addresses and ports of an ended one.
    static var isReuse: Flags { Flags(rawValue: 8) }
    /// An ICMP error came for it.
    static var hasICMPError: Flags { Flags(rawValue: 16) }
    /// The next segment may go the short way.
    static var isSteady: Flags { Flags(rawValue: 64) }
    /// It is a flow of ICMP, and its first packet's type and code are known.
    static var hasICMPType: Flags { Flags(rawValue: 32) }
    /// The key's first endpoint is the client.
    static var isClientFirst: Flags { Flags(rawValue: 128) }
    /// It has outgrown its list and is to be moved.
    static var isPromoted: Flags { Flags(rawValue: 256) }
  }

  /// Whether the key's first endpoint is the client.
  var isClientFirst: Bool {
    get { flags.contains(.isClientFirst) }
    set { if newValue { flags.insert(.isClientFirst) } else { flags.remove(.isClientFirst) } }
  }

  /// What the client sent, and what is known to have reached it.
  var client: TCPEndpoint { endpoints[0] }
  /// The same of the server.
  var server: TCPEndpoint { endpoints[1] }

  /// A number on the wire in the sequence space of the endpoint at a position: the one nearest to its SND.NXT.
  ///
  /// As a method of the endpoint it would copy the endpoint.
  mutating func unwrap(_ number: UInt32, _ at: Int) -> Int64 {
    let next = endpoints[at].base &+ UInt32(truncatingIfNeeded: endpoints[at].sendNext)
    return endpoints[at].sendNext &+ Int64(Int32(bitPattern: number &- next))
  }

  /// The number after the FIN of the endpoint at a position; 0 before one was captured.
  ///
  /// It lies within a window of SND.NXT, so half of it is enough to keep.
  mutating func finEnd(_ at: Int) -> Int64 {
    guard endpoints[at].flags.contains(.hasFINEnd) else { return 0 }
    let next = UInt32(truncatingIfNeeded: endpoints[at].sendNext)
    return endpoints[at].sendNext &+ Int64(Int32(bitPattern: finNumbers[at] &- next))
  }

  /// Notes the number after a FIN; 0 takes it back.
  mutating func setFINEnd(_ end: Int64, _ at: Int) {
    finNumbers[at] = UInt32(truncatingIfNeeded: end)
    if end > 0 {
      endpoints[at].flags.insert(.hasFINEnd)
    } else {
      endpoints[at].flags.remove(.hasFINEnd)
    }
  }

  /// The address and port of a side.
  func endpoint(_ side: Side) -> Endpoint {
    key.endpoint(isFirst: (side == .client) == isClientFirst)
  }

  /// The round-trip time of both halves of the path by the handshake, in nanoseconds; nil where it was not seen.
  var handshakeRoundTrip: Int64? {
    guard flags.contains([.hasSYNTime, .hasSYNAckTime, .hasAckTime]) else { return nil }
    return max(ackTime.nanoseconds(since: synTime), 0)
  }

  /// How long something that a side sends can have been on its way when the other side's packet was captured: the
  /// round-trip time between the capture point and it, in nanoseconds.
  func crossingTime(of side: Side) -> Int64 {
    switch side {
    case .server:
      return flags.contains([.hasSYNTime, .hasSYNAckTime])
        ? Self.crossing(from: synTime, to: synAckTime) : 100_000_000
    case .client:
      return flags.contains([.hasSYNAckTime, .hasAckTime])
        ? Self.crossing(from: synAckTime, to: ackTime) : 100_000_000
    }
  }

  /// The time between two packets of the handshake, an hour at most: a damaged savefile may state any.
  private static func crossing(from start: PacketTime, to end: PacketTime) -> Int64 {
    min(max(end.nanoseconds(since: start), 0), 3_600_000_000_000)
  }
}

/// The lists by which connections expire and are evicted.
enum ExpiryList: UInt8, CaseIterable {
  /// TCP without a completed handshake.
  case halfOpen
  /// TCP that is over.
  case ended
  /// UDP, ICMP and all others.
  case datagram
  /// TCP otherwise.
  case open
}
