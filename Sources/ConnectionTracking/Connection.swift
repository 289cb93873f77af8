import InternetTypes

/// A connection or flow in the table: both endpoints and what belongs to neither.
struct Connection {
  // The order is that of use: 48 bytes that are rarely needed, then the five cache lines that each segment needs, then the
  // rest. Blocks of this size come from the system 16 bytes behind a line's beginning.

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

  /// Position in order of first packets, from 0.
  var index: UInt64
  var zeek = ZeekVerdict()
  /// Position of its `ClosingDetail` plus one.
  var closing: UInt32 = 0
  /// The numbers after the FINs of both endpoints; 0 before one was captured.
  var finEnds = InlineArray<2, Int64>(repeating: 0)
  /// Where `CongestionBook` keeps what it knows of it; 0 is nowhere.
  var congestion: UInt32 = 0
  /// Segments that are kept until it needs an analysis.
  var earlyCount: UInt8 = 0
  var list = ExpiryList.halfOpen
  /// Whether the key's first endpoint is the client.
  var isClientFirst: Bool
  var marks = Marks()
  /// Whether it has outgrown its list and is to be moved.
  var isPromoted = false
  var closedBy: ConnectionSummary.ClosedBy?
  var failure: ConnectionSummary.Failure?
  var icmpType: UInt8 = 0
  var icmpCode: UInt8 = 0

  /// Both endpoints, at the positions that `Side.at` tells.
  var ends = InlineArray<2, TCPEndpoint>(repeating: TCPEndpoint())

  var tails = InlineArray<2, TCPEndpoint.Tail>(repeating: TCPEndpoint.Tail())
  var history = History()
  /// Position of its SCTP association or DCCP connection plus one; 0 of all others.
  var association: UInt32 = 0
  /// Fills up whole cache lines, so that all connections lie in them alike.
  private let padding: UInt32 = 0

  init(key: FlowKey, isClientFirst: Bool, hash: UInt32, index: UInt64, time: PacketTime) {
    self.key = key
    self.isClientFirst = isClientFirst
    self.hash = hash
    self.index = index
    start = time
    last = time
    queued = time
  }

  /// What is known in one bit each.
  struct Marks: OptionSet {
    let rawValue: UInt8
    static var hasSYNTime: Marks { Marks(rawValue: 1) }
    static var hasSYNAckTime: Marks { Marks(rawValue: 2) }
    static var hasAckTime: Marks { Marks(rawValue: 4) }
    /// It began on the addresses and ports of an ended one.
    static var isReuse: Marks { Marks(rawValue: 8) }
    /// An ICMP error came for it.
    static var hasICMPError: Marks { Marks(rawValue: 16) }
    /// The next segment may go the short way.
    static var isSteady: Marks { Marks(rawValue: 64) }
    /// It is a flow of ICMP, and its first packet's type and code are known.
    static var hasICMPType: Marks { Marks(rawValue: 32) }
  }

  /// What the client sent, and what is known to have reached it.
  var client: TCPEndpoint { ends[0] }
  /// The same of the server.
  var server: TCPEndpoint { ends[1] }

  /// A number on the wire in the sequence space of the endpoint at a position: the one nearest to its SND.NXT.
  ///
  /// As a method of the endpoint it would copy the endpoint.
  mutating func unwrap(_ number: UInt32, _ at: Int) -> Int64 {
    let next = ends[at].base &+ UInt32(truncatingIfNeeded: ends[at].sendNext)
    return ends[at].sendNext &+ Int64(Int32(bitPattern: number &- next))
  }

  /// The address and port of a side.
  func endpoint(_ side: Side) -> Endpoint {
    key.endpoint(isFirst: (side == .client) == isClientFirst)
  }

  /// The round-trip time of both halves of the path by the handshake, in nanoseconds; nil where it was not seen.
  var handshakeRoundTrip: Int64? {
    guard marks.contains([.hasSYNTime, .hasSYNAckTime, .hasAckTime]) else { return nil }
    return max(ackTime.nanoseconds(since: synTime), 0)
  }

  /// How long something that a side sends can have been on its way when the other side's packet was captured: the
  /// round-trip time between the capture point and it, in nanoseconds.
  func crossingTime(of side: Side) -> Int64 {
    switch side {
    case .server:
      return marks.contains([.hasSYNTime, .hasSYNAckTime])
        ? Self.crossing(from: synTime, to: synAckTime) : 100_000_000
    case .client:
      return marks.contains([.hasSYNAckTime, .hasAckTime])
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
