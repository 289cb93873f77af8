package import CongestionInference
package import ConnectionTracking
package import InternetTypes

/// A connection as the screen shows it: its counters and states at one moment.
package struct LiveRow: Sendable {
  /// The connection's index, as in records.
  package var index: UInt64
  package var `protocol`: IPProtocol
  package var client: Endpoint
  package var server: Endpoint
  package var start: Timestamp
  package var last: Timestamp
  package var toServer: Direction
  package var toClient: Direction
  package var failure: ConnectionSummary.Failure?
  /// Whether the connection has ended.
  package var isEnded = false

  /// What one endpoint sent.
  package struct Direction: Sendable {
    package var packets: UInt64 = 0
    /// Bytes of IP packets.
    package var bytes: UInt64 = 0
    package var payload: UInt64 = 0
    package var retransmitted: UInt64 = 0
    /// Bytes in flight.
    package var flight: UInt64 = 0
    /// The window that this endpoint offers; nil without one.
    package var offeredWindow: UInt64?
    /// Nanoseconds from the capture point to the peer and back; nil without a sample.
    package var roundTrip: Int64?
    package var state = EndpointState.unknown
    /// What is inferred of it as a sender; nil if nothing is.
    package var sender: SenderState?

    package init() {}
  }

  /// A row with these endpoints and no packets.
  package init(
    index: UInt64, protocol: IPProtocol, client: Endpoint, server: Endpoint, start: Timestamp,
    last: Timestamp
  ) {
    self.index = index
    self.protocol = `protocol`
    (self.client, self.server) = (client, server)
    (self.start, self.last) = (start, last)
    (toServer, toClient) = (Direction(), Direction())
  }

  /// The row of a connection that lives.
  package init(_ live: borrowing LiveConnection) {
    self.init(
      index: live.index, protocol: live.protocol, client: live.client, server: live.server,
      start: live.start, last: live.last)
    toServer = Direction(live.clientToServer, isTCP: live.protocol == .tcp)
    toClient = Direction(live.serverToClient, isTCP: live.protocol == .tcp)
    failure = live.failure
  }

  /// The row of a connection that ended.
  package init(_ ended: borrowing ConnectionSummary) {
    self.init(
      index: ended.index, protocol: ended.protocol, client: ended.client, server: ended.server,
      start: ended.start, last: ended.end)
    toServer = Direction(ended.clientToServer, ended.clientState)
    toClient = Direction(ended.serverToClient, ended.serverState)
    failure = ended.failure
    isEnded = true
  }

  /// The packets of both directions.
  package var packets: UInt64 { toServer.packets + toClient.packets }
  /// The bytes of both directions.
  package var bytes: UInt64 { toServer.bytes + toClient.bytes }
  /// The retransmitted packets of both directions.
  package var retransmitted: UInt64 { toServer.retransmitted + toClient.retransmitted }
  /// The side that sent more payload.
  package var mainSender: Side { toClient.payload >= toServer.payload ? .server : .client }

  /// Whether no more is expected of it: it ended, it failed, or both endpoints have closed it.
  package var isOver: Bool {
    if isEnded { return true }
    guard `protocol` == .tcp else { return false }
    if failure == .refused || failure == .reset || failure == .icmpUnreachable { return true }
    return [toServer.state, toClient.state].allSatisfy { $0 == .closed || $0 == .timeWait }
  }

  /// What is inferred of the side that sent more payload.
  var sender: SenderState? {
    toClient.payload >= toServer.payload ? toClient.sender : toServer.sender
  }

  /// What an endpoint sent.
  package func direction(of side: Side) -> Direction { side == .client ? toServer : toClient }

  /// The round-trip time between the endpoints, in nanoseconds: the sum of both parts as the capture point sees them,
  /// or the part that is known.
  package var roundTrip: Int64? {
    guard let one = toServer.roundTrip else { return toClient.roundTrip }
    return one + (toClient.roundTrip ?? 0)
  }
}

extension LiveRow.Direction {
  fileprivate init(_ live: LiveConnection.Direction, isTCP: Bool) {
    self.init()
    packets = live.packets
    bytes = live.ipBytes
    payload = live.payloadBytes
    retransmitted = UInt64(live.retransmittedPackets)
    state = live.state
    guard isTCP else { return }
    flight = UInt64(live.flight)
    offeredWindow = live.offeredWindow.map { UInt64($0) }
    roundTrip = live.smoothedRoundTrip > 0 ? Int64(live.smoothedRoundTrip) * 1000 : nil
  }

  fileprivate init(_ ended: DirectionSummary, _ state: EndpointState) {
    self.init()
    packets = ended.packets
    bytes = ended.ipBytes
    payload = ended.payloadBytes
    retransmitted = ended.retransmittedPackets
    roundTrip = ended.roundTripMean
    self.state = state
  }
}

/// What is inferred of a data sender after its last packet.
package struct SenderState: Hashable, Sendable {
  package var time: Timestamp
  /// The congestion window and its bounds, in segments.
  package var window: Int
  package var windowLow: Int
  package var windowHigh: Int
  package var windowClass: WindowClass
  /// The slow-start threshold, in segments.
  package var threshold: Int?
  package var segmentSize: Int
  package var flight: Int64
  package var receiveWindow: Int?
  /// The smoothed round-trip time, in nanoseconds.
  package var roundTrip: Int64?
  package var phase: SenderPhase
  package var limit: SendingLimit

  /// The state that a record describes.
  package init(_ record: WindowRecord) {
    time = record.time
    (window, windowLow, windowHigh) = (record.window, record.windowLow, record.windowHigh)
    windowClass = record.windowClass
    threshold = record.threshold
    segmentSize = record.segmentSize
    flight = record.flight
    receiveWindow = record.receiveWindow
    roundTrip = record.smoothedRoundTrip.map { Int64($0) * 1000 }
    (phase, limit) = (record.phase, record.limit)
  }
}
