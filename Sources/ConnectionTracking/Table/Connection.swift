import BoundedCollections
import InternetTypes

/// A connection or flow in the table: both endpoints, and what belongs to the connection as a whole.
///
/// It is not copyable: a copy of its 384 bytes for a read-only call would cost more than the call.
struct Connection: ~Copyable {
  // Layout by use: 48 bytes that are rarely needed, five cache lines that each segment needs, 16 bytes that few need.
  // Memory blocks of this size start 16 bytes after the start of a cache line. A million connections and their index
  // take 400 MB, so fields are packed.

  var start: Timestamp
  /// When it was last appended to its expiry list.
  var queued: Timestamp
  /// The time of the last SYN before the SYN-ACK.
  var synTime = Timestamp(rawValue: 0)
  var synAckTime = Timestamp(rawValue: 0)
  var ackTime = Timestamp(rawValue: 0)
  /// Its neighbours in its expiry list.
  var previous = Handle<Connection>.none
  var next = Handle<Connection>.none

  var key: FlowKey
  /// The hash of the key.
  var hash: UInt32
  /// The latest time of a packet.
  var last: Timestamp
  /// Position in the input of the last packet.
  var lastPacket: UInt64 = 0

  /// Both endpoints, by `Side.index`.
  var endpoints = InlineArray<2, TCPEndpoint>(repeating: TCPEndpoint())

  /// Position in order of first packets, from 0.
  var index: UInt64
  var history = History()
  var list = ExpiryList.halfOpen
  var flags: Flags
  /// The slots of `PendingDeliveries` that hold the connection's last packet, one bit each.
  var pendingBits: UInt8 = 0
  /// How many early segments are kept for its congestion analysis.
  var earlyCount: UInt8 = 0
  /// The state that its protocol keeps outside of the table: `PendingDeliveries` for TCP, `SCTPAssociation`,
  /// `DCCPConnection`.
  var extensionHandle = Handle<ConnectionExtension>.none
  /// Its congestion analysis in `CongestionStore`.
  var congestion = CongestionHandle(.none)
  var zeek = ZeekVerdict()
  var closedBy: ConnectionSummary.ClosedBy?
  var failure: ConnectionSummary.Failure?
  var icmpType: UInt8 = 0
  var icmpCode: UInt8 = 0

  /// The low halves of the numbers after both endpoints' FINs (`finEnd`).
  var finNumbers = InlineArray<2, UInt32>(repeating: 0)
  /// Packets with a wrong checksum, by sender.
  var checksumInvalid = InlineArray<2, UInt32>(repeating: 0)

  init(key: FlowKey, isClientFirst: Bool, hash: UInt32, index: UInt64, time: Timestamp) {
    self.key = key
    flags = isClientFirst ? [.isClientFirst] : []
    self.hash = hash
    self.index = index
    start = time
    last = time
    queued = time
  }

  /// Facts of one bit each.
  struct Flags: OptionSet {
    let rawValue: UInt16
    static var hasSYNTime: Flags { Flags(rawValue: 1) }
    static var hasSYNAckTime: Flags { Flags(rawValue: 2) }
    static var hasAckTime: Flags { Flags(rawValue: 4) }
    /// It reuses the addresses and ports of an ended connection.
    static var isReuse: Flags { Flags(rawValue: 8) }
    /// An ICMP error quoted one of its packets.
    static var hasICMPError: Flags { Flags(rawValue: 16) }
    /// The next segment may go the fast path.
    static var isSteady: Flags { Flags(rawValue: 64) }
    /// It is an ICMP flow, and `icmpType` and `icmpCode` are those of its first packet.
    static var hasICMPType: Flags { Flags(rawValue: 32) }
    /// The key's first endpoint is the client.
    static var isClientFirst: Flags { Flags(rawValue: 128) }
    /// It was opened, and is to be moved from the list of half-open connections.
    static var isPromoted: Flags { Flags(rawValue: 256) }
    /// Its SYN was retransmitted, and it is unknown which one the SYN-ACK answers.
    static var isRequestAmbiguous: Flags { Flags(rawValue: 512) }
    /// Its SYN-ACK was retransmitted, and it is unknown which one the ACK answers.
    static var isAnswerAmbiguous: Flags { Flags(rawValue: 1024) }
    /// Both endpoints use Accurate ECN (RFC 9768).
    static var usesAccurateECN: Flags { Flags(rawValue: 2048) }
    /// SYNs that may open a new connection are held until they are answered (`HeldRequests`).
    static var hasHeldRequest: Flags { Flags(rawValue: 4096) }
    /// Several of its packets were captured twice.
    static var hasCopies: Flags { Flags(rawValue: 8192) }
    /// It began with the client's SYN.
    static var beganWithSYN: Flags { Flags(rawValue: 16384) }
    /// It gets no congestion models, because the limit was reached.
    static var isRefusedModels: Flags { Flags(rawValue: 32768) }
  }

  /// Whether the key's first endpoint is the client.
  var isClientFirst: Bool {
    get { flags.contains(.isClientFirst) }
    set { if newValue { flags.insert(.isClientFirst) } else { flags.remove(.isClientFirst) } }
  }

  /// The client's endpoint.
  var client: TCPEndpoint { endpoints[0] }
  /// The server's endpoint.
  var server: TCPEndpoint { endpoints[1] }

  /// The address and port of a side.
  func endpoint(_ side: Side) -> Endpoint {
    key.endpoint(isFirst: (side == .client) == isClientFirst)
  }

  /// The round-trip time of the whole path, from SYN to ACK, in nanoseconds; nil if the handshake was not captured.
  var handshakeRoundTrip: Int64? {
    guard flags.contains([.hasSYNTime, .hasSYNAckTime, .hasAckTime]),
      flags.isDisjoint(with: [.isRequestAmbiguous, .isAnswerAmbiguous])
    else { return nil }
    return max(ackTime.nanoseconds(since: synTime), 0)
  }

  /// The round-trip time between the capture point and a side, in nanoseconds: a packet that the side sends this long
  /// after a packet to it can be an answer to that packet.
  func crossingTime(of side: Side) -> Int64 {
    switch side {
    case .server:
      return flags.contains([.hasSYNTime, .hasSYNAckTime])
        ? Self.crossing(from: synTime, to: synAckTime) : Self.assumedCrossing
    case .client:
      return flags.contains([.hasSYNAckTime, .hasAckTime])
        ? Self.crossing(from: synAckTime, to: ackTime) : Self.assumedCrossing
    }
  }

  /// The round-trip time that is assumed without a handshake, in nanoseconds.
  private static var assumedCrossing: Int64 { 100_000_000 }

  /// The expiry list for the states of its endpoints; nil to keep the list.
  mutating func listForState() -> ExpiryList? {
    if endpoints[0].state.isEnd || endpoints[1].state.isEnd {
      let hasEnded =
        failure != nil || endpoints[0].flags.contains(.hasFINEnd)
        || endpoints[1].flags.contains(.hasFINEnd)
      if hasEnded { return .ended }
    }
    if list == .ended { return nil }
    return flags.contains(.isPromoted) || !endpoints[0].stream.isNone ? .open : nil
  }

  /// The time between two packets of the handshake, at most an hour: a damaged savefile can state any time.
  private static func crossing(from start: Timestamp, to end: Timestamp) -> Int64 {
    min(max(end.nanoseconds(since: start), 0), RoundTripSum.longest)
  }
}

/// The state of a connection that its protocol keeps in a table of its own; the protocol determines the type.
enum ConnectionExtension {}

extension Handle<ConnectionExtension> {
  /// The handle in the table of the connection's protocol; nil for none.
  @inline(__always)
  func state<State>(as type: State.Type = State.self) -> Handle<State>? {
    isNone ? nil : Handle<State>(rawValue: rawValue)
  }

  /// The handle of a state in a protocol's table.
  @inline(__always)
  init<State>(_ state: Handle<State>) { self.init(rawValue: state.rawValue) }
}

/// The lists by which connections time out and are evicted.
enum ExpiryList: UInt8, CaseIterable {
  /// TCP, SCTP and DCCP without a completed handshake.
  case halfOpen
  /// Connections that have ended.
  case ended
  /// Flows of UDP, ICMP and all others.
  case datagram
  /// All other connections.
  case open
}
