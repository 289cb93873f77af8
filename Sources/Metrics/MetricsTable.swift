import ConnectionTracking
public import InternetTypes

/// The numbers that systems for monitoring read: those of the whole capture, and those of connections by service.
public struct MetricsTable: Sendable {
  /// Numbers of the whole capture.
  public struct Capture: Hashable, Sendable {
    /// Packets that were processed.
    public var packets: UInt64 = 0
    /// Their bytes on the wire.
    public var bytes: UInt64 = 0
    /// Packets that the kernel dropped because its buffer was full; nil if it does not say.
    public var dropped: UInt64?
    /// Packets that the interface dropped; nil if it does not say.
    public var droppedByInterface: UInt64?
    /// Connections that began.
    public var opened: UInt64 = 0
    /// Connections that were evicted from the full table.
    public var evicted: UInt64 = 0
    /// Connections that have not ended.
    public var live: UInt64 = 0
    /// The packet time of the numbers; nil before the first packet.
    public var time: Timestamp?

    /// Nothing was captured.
    public init() {}
  }

  /// The numbers of a service.
  struct Service: Hashable, Sendable {
    var connections: UInt64 = 0
    /// Connections that failed, by `MetricsTable.failures`.
    var failed = [UInt64](repeating: 0, count: failures.count)
    /// Retransmissions, by `MetricsTable.causes`.
    var retransmissions = [UInt64](repeating: 0, count: causes.count)
    var client = Direction()
    var server = Direction()
    /// From the client's first data to the server's.
    var firstResponse = Histogram()
  }

  /// What one side of a service's connections sent, and the way between the capture point and that side.
  struct Direction: Hashable, Sendable {
    var packets: UInt64 = 0
    var bytes: UInt64 = 0
    var zeroWindows: UInt64 = 0
    /// From a packet of the handshake to this side until its answer.
    var handshake = Histogram()
    /// The mean round-trip time of each connection's data to this side.
    var roundTrip = Histogram()
  }

  /// Why connections fail.
  static let failures: [ConnectionSummary.Failure] = [
    .timeout, .refused, .icmpUnreachable, .reset, .blackHole,
  ]

  /// Why segments are sent again: the kinds of events, and their names in labels.
  static let causes: [(kind: SegmentEvent.Kind, name: String)] = [
    (.fastRetransmission, "fast"), (.timeoutRetransmission, "timeout"),
    (.tailLossProbe, "tail-loss-probe"), (.spuriousRetransmission, "spurious"),
    (.retransmission, "unknown"),
  ]

  /// The numbers of the whole capture.
  public var capture = Capture()
  /// How many events of each kind there were, by the kinds' numbers.
  private(set) var events = [UInt64](repeating: 0, count: SegmentEvent.Kind.allCases.count)
  private var labels = ServiceLabels()
  /// The services that have a label, in their order.
  private(set) var services: [Service] = []
  /// The sum of all others.
  private(set) var others = Service()

  /// Nothing was captured.
  public init() {}

  /// The names of the services that have a label, in their order.
  var serviceNames: [String] { labels.services.map(\.label) }

  mutating func note(_ event: SegmentEvent) { events[Int(event.kind.rawValue)] &+= 1 }

  /// Adds a connection that ended, and its retransmissions by cause.
  mutating func add(_ connection: borrowing ConnectionSummary, _ retransmissions: [UInt32]?) {
    guard let place = labels.place(of: connection) else {
      others.add(connection, retransmissions)
      return
    }
    if place == services.count { services.append(Service()) }
    services[place].add(connection, retransmissions)
  }

  /// Adds retransmissions of a connection that is not known.
  mutating func add(_ event: SegmentEvent) {
    guard let cause = Self.cause(of: event.kind) else { return }
    others.retransmissions[cause] &+= 1
  }

  /// The place of a kind of event among the causes; nil if it is no retransmission.
  static func cause(of kind: SegmentEvent.Kind) -> Int? { causes.firstIndex { $0.kind == kind } }
}

extension MetricsTable.Service {
  fileprivate mutating func add(
    _ connection: borrowing ConnectionSummary, _ retransmissions: [UInt32]?
  ) {
    connections &+= 1
    if let failure = connection.failure,
      let place = MetricsTable.failures.firstIndex(of: failure)
    {
      failed[place] &+= 1
    }
    for (place, count) in (retransmissions ?? []).enumerated() {
      self.retransmissions[place] &+= UInt64(count)
    }
    client.add(connection.clientToServer)
    server.add(connection.serverToClient)
    // The data of one side measures the way to the other.
    if let time = connection.clientToServer.roundTripMean { server.roundTrip.add(time) }
    if let time = connection.serverToClient.roundTripMean { client.roundTrip.add(time) }
    if let time = connection.handshakeToServer { server.handshake.add(time) }
    if let time = connection.handshakeToClient { client.handshake.add(time) }
    if let time = connection.firstResponse { firstResponse.add(time) }
  }
}

extension MetricsTable.Direction {
  fileprivate mutating func add(_ direction: borrowing DirectionSummary) {
    packets &+= direction.packets
    bytes &+= direction.ipBytes
    zeroWindows &+= direction.zeroWindows
  }
}
