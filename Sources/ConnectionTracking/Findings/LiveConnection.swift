package import BasicContainers
import BoundedCollections
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

extension ConnectionTracker {
  /// How many connections' details are prefetched before the first of them is copied.
  private static var liveGroupSize: Int { 16 }

  /// Appends a row for each connection in the table, in no particular order.
  package mutating func copyLive(into rows: inout UniqueArray<LiveConnection>) {
    rows.reserveCapacity(rows.count + table.count)
    let end = table.positionCount
    for first in stride(from: 0, to: end, by: Self.liveGroupSize) {
      let group = first..<min(first + Self.liveGroupSize, end)
      for position in group {
        let position = Handle<Connection>(position: position)
        classifier.prefetchFeedback(table.connections[position].endpoints[0].stream)
        classifier.prefetchFeedback(table.connections[position].endpoints[1].stream)
      }
      for position in group {
        let position = Handle<Connection>(position: position)
        guard table.index(at: position) != nil else { continue }
        let (client, server) = (liveDirection(position, 0), liveDirection(position, 1))
        rows.append(LiveConnection(table.connections[position], client, server))
      }
    }
  }

  /// The counters of an endpoint of the connection at a position.
  private mutating func liveDirection(_ position: Handle<Connection>, _ at: Int)
    -> LiveConnection.Direction
  {
    var direction = LiveConnection.Direction()
    direction.packets = table.connections[position].endpoints[at].packets
    direction.ipBytes = table.connections[position].endpoints[at].ipBytes
    direction.payloadBytes = table.connections[position].endpoints[at].payloadBytes
    direction.state = table.connections[position].endpoints[at].state
    guard table.connections[position].key.protocol == .tcp else { return direction }
    direction.flight = UInt32(clamping: table.connections[position].endpoints[at].flight)
    if direction.packets > 0, table.connections[position].endpoints[at].windowScale.isKnown {
      direction.offeredWindow = table.connections[position].endpoints[at].offeredWindow
    }
    guard let stream = table.connections[position].endpoints[at].stream.ifAny else {
      return direction
    }
    direction.retransmittedPackets = classifier.streams[stream].data.retransmittedPackets
    direction.smoothedRoundTrip = UInt32(
      clamping: classifier.streams[stream].feedback.smoothed / 1000)
    return direction
  }
}
