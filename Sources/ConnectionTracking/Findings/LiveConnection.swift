public import InternetTypes

/// A connection or flow that has not ended: the compact row of a live view.
public struct LiveConnection: Sendable {
  /// Position in order of first packets, from 0.
  public package(set) var index: UInt64
  /// When its first packet was captured.
  public let start: Timestamp
  /// When its last packet was captured.
  public let last: Timestamp
  /// The client's counters so far.
  public let clientToServer: Direction
  /// The server's counters so far.
  public let serverToClient: Direction
  /// Why it failed, if it did.
  public let failure: ConnectionSummary.Failure?
  private let key: FlowKey
  private let isClientFirst: Bool

  /// The counters of one endpoint so far.
  public struct Direction: Sendable {
    /// Packets captured.
    public var packets: UInt64 = 0
    /// Bytes of IP packets, headers included.
    public var ipBytes: UInt64 = 0
    /// Bytes of payload, retransmissions included.
    public var payloadBytes: UInt64 = 0
    /// Bytes sent and not acknowledged, at the capture point; 0 for other protocols than TCP.
    public var flight: UInt32 = 0
    /// The window that this endpoint offers, in bytes; nil while its scale is not known, and for other protocols than
    /// TCP.
    public var offeredWindow: UInt32?
    /// Packets that carried data sent before.
    public var retransmittedPackets: UInt32 = 0
    /// The smoothed round-trip time (RFC 6298) from the capture point to the peer, in microseconds; 0 before a sample.
    public var smoothedRoundTrip: UInt32 = 0
    /// The endpoint's state, for TCP, SCTP and DCCP.
    public var state = EndpointState.unknown
  }

  /// The transport protocol.
  public var `protocol`: IPProtocol { key.protocol }
  /// The endpoint that opened the connection, by its SYN or by the best guess.
  public var client: Endpoint { key.endpoint(isFirst: isClientFirst) }
  /// The other endpoint.
  public var server: Endpoint { key.endpoint(isFirst: !isClientFirst) }
  /// The innermost VLAN it is in.
  public var vlan: UInt16? { key.vlan }
  /// Whether it is in a tunnel.
  public var isTunneled: Bool { key.isTunneled }

  init(_ connection: borrowing Connection, _ client: Direction, _ server: Direction) {
    index = connection.index
    start = connection.start
    last = connection.last
    (clientToServer, serverToClient) = (client, server)
    failure = connection.failure
    key = connection.key
    isClientFirst = connection.flags.contains(.isClientFirst)
  }
}

/// Sums over all connections that live, also over those without a row.
public struct LiveCounts: Hashable, Sendable {
  /// How many there are.
  public var connections = 0
  /// Their packets.
  public var packets: UInt64 = 0
  /// Bytes of these, IP headers included.
  public var ipBytes: UInt64 = 0

  /// No connections.
  public init() {}

  /// Adds those of another shard.
  package mutating func add(_ other: LiveCounts) {
    connections += other.connections
    packets &+= other.packets
    ipBytes &+= other.ipBytes
  }
}
