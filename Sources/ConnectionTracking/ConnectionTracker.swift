import BasicContainers
import BoundedCollections
public import InternetTypes
public import PacketDissection

/// Tracks all connections and flows of a capture, in bounded memory.
///
/// Pass the packets in order to `process`, read and remove `findings`, and end with `finish`.
/// Time is that of the capture. In a live capture `advance(to:)` lets time pass without a packet.
public struct ConnectionTracker: ~Copyable {
  /// The configuration that it was made with.
  public let configuration: TrackerConfiguration
  /// The idle time-out of open connections, in nanoseconds.
  let openIdleLimit: Int64
  /// Its counters.
  public internal(set) var statistics = TrackerStatistics()

  var table: ConnectionTable
  var stateMachine: TCPStateMachine
  var classifier: SegmentClassifier
  var congestion: CongestionStore
  var protocols: ProtocolStates
  /// The latest packet time seen.
  ///
  /// Packets may be out of order.
  var now = Timestamp(rawValue: .min / 2)
  var nextIndex: UInt64 = 0
  /// When the first member of each expiry list may time out, in nanoseconds.
  var due = InlineArray<4, Int64>(repeating: .min / 2)
  /// Packets that wait to be processed: its own buffer, or that of the current batch.
  var waiting = RigidArray(repeating: WaitingPacket.blank, count: groupSize)
  /// The index of the first waiting packet, and how many wait.
  var waitingStart = 0
  var waitingCount = 0
  /// The memory that the waiting packets probably need.
  var prefetchHints = RigidArray(
    repeating: PrefetchHint(), count: ShardBatch.capacity &+ groupSize)
  /// How many waiting packets nothing was prefetched for.
  var unprefetchedCount = 0
  /// The flows quoted by waiting ICMP errors.
  var quoted = RigidArray<QuotedFlow>(capacity: groupSize)
  /// The VLAN tags and tunnels behind the envelope hashes of keys.
  var envelopes = EnvelopeTable()
  /// SYNs that may open a new connection, by the table position of the connection with the same key.
  var heldRequests: [Handle<Connection>: [FlowPacket]] = [:]
  /// Segments with wrong checksums that may prove right.
  var doubtedSegments = DoubtedSegments()
  /// The position of the next packet in its batch, if several shards share a capture.
  var order: UInt32 = 0
  /// The capture's clock at that packet.
  var clock = Timestamp(rawValue: .min / 2)
  /// The capture's clock at each packet of the batch, and the index of the first that has not been applied.
  var clocks: [Timestamp] = []
  var nextClock = 0
  /// The most connections now: the limit, or this shard's part of it.
  var connectionRoom: Int
  /// The connections that time out at the current packet.
  var expired: ContiguousArray<Expired> = []
  /// The connections that `finish` has still to end, last first, as raw values of `ShardIndex`.
  var remaining: [UInt64] = []

  /// The bytes of address space reserved for each connection of the limit.
  ///
  /// Memory is used only for connections that existed.
  public static var reservedBytesPerConnection: Int {
    MemoryLayout<Connection>.stride + 2 * MemoryLayout<StreamDetail>.stride
      + MemoryLayout<PendingDeliveries>.stride
  }

  /// A tracker without connections.
  public init(_ configuration: TrackerConfiguration = TrackerConfiguration()) {
    self.configuration = configuration
    openIdleLimit = configuration.timeout(of: .open)
    let limit = max(configuration.connectionLimit, 1)
    connectionRoom = limit
    table = ConnectionTable(limit: limit, keyedHash: configuration.keyedHash)
    stateMachine = TCPStateMachine(connectionLimit: limit)
    classifier = SegmentClassifier(connectionLimit: limit)
    congestion = CongestionStore(limit: configuration.modelLimit)
    protocols = ProtocolStates(connectionLimit: limit)
  }

  /// The findings since the last `findings.removeAll()`.
  public var findings = Findings()

  /// The index of the last packet's connection; nil if it belongs to none.
  public internal(set) var lastConnection: UInt64?

  /// The indexes of the tunnels' connections that carry `lastConnection`, outermost first.
  ///
  /// Most packets have none.
  var carriers = RigidArray<UInt64>(capacity: Packet.nestingLimit)

  /// The indexes of the last packet's connections: those of its tunnels, then its own.
  public var lastConnections: [UInt64] {
    var indexes: [UInt64] = []
    for position in 0..<carriers.count { indexes.append(carriers[position]) }
    if let lastConnection { indexes.append(lastConnection) }
    return indexes
  }

  /// How many connections are in the table.
  public var liveCount: Int { table.count }

  // MARK: Packets

  /// Processes the next packet.
  ///
  /// - Parameters:
  ///   - packet: the decoded packet.
  ///   - frame: the bytes that it was decoded from.
  ///   - timestamp: when it was captured.
  ///   - number: its position in the input, from 1.
  public mutating func process(
    _ packet: Packet, frame: Span<UInt8>, timestamp: Timestamp, number: Int
  ) {
    let time = timestamp
    let clock = configuration.isShard ? clock : time
    if nextDue <= clock.rawValue {
      // Connections time out before the packet is looked up, also at packets of no connection.
      processWaiting()
      advance(to: clock, order: order)
    }
    statistics.packets &+= 1
    lastConnection = nil
    carriers.removeAll()
    var isTracked = enqueue(packet, frame, time, number, inside: nil)
    if packet.isCarrier {
      isTracked = processInner(of: packet, frame, time, number) || isTracked
    }
    guard !isTracked else { return }
    if packet.isFragment { statistics.fragments &+= 1 } else { statistics.untracked &+= 1 }
    guard !configuration.isShard else { return }
    // The packets before it may open connections that have timed out by now. A shard has the clocks of its whole batch.
    processWaiting()
    advance(to: clock, order: order)
  }

  /// Adds the plain segment after the waiting packets to them.
  mutating func enqueuePlainSegment() {
    statistics.packets &+= 1
    lastConnection = nil
    if !carriers.isEmpty { carriers.removeAll() }
    waitingCount &+= 1
    if unprefetchedCount == 0 || waitingCount == Self.groupSize { processWaiting() }
  }

  /// Appends a packet to the waiting ones.
  mutating func append(waiting flow: FlowPacket, hash: UInt32, clock: Timestamp) {
    let at = waitingStart &+ waitingCount
    unprefetchedCount &+= 1
    waiting[at] = WaitingPacket(flow: flow, hash: hash, order: order, clock: clock)
    waitingCount &+= 1
  }

  /// Appends a decoded packet to the waiting ones; false if it belongs to no connection.
  private mutating func enqueue(
    _ packet: Packet, _ frame: Span<UInt8>, _ time: Timestamp, _ number: Int,
    inside path: TunnelPath?
  ) -> Bool {
    let envelope = Envelope(packet, frame, inside: path, ignoresVLANs: configuration.ignoresVLANs)
    guard
      var flow = FlowPacket(
        packet, frame: frame, time: time, number: UInt64(clamping: number), in: envelope)
    else { return false }
    envelopes.note(envelope)
    if !configuration.ignoresChecksums { flow.checksum = ChecksumVerdict(packet, frame) }
    let hash = table.hash(&flow.key)
    if flow.isTCP {
      _ = TCPApplicationTracker.observe(packet, frame, flow, hash: hash, in: &self)
    } else if RegisteredProtocols.observe(packet, frame, flow, hash: hash, in: &self) {
      return true
    }
    append(waiting: flow, hash: hash, clock: configuration.isShard ? clock : time)
    if flow.isError,
      let error = QuotedFlow(packet, frame: frame, in: envelope)
    {
      quoted.append(error)
      waiting[waitingStart &+ waitingCount &- 1].quoted = UInt8(truncatingIfNeeded: quoted.count)
    }
    if waitingCount == Self.groupSize { processWaiting() }
    return true
  }

  /// Processes the packets inside of tunnels, each as a packet of its own connection; false if there are none.
  private mutating func processInner(
    of outer: Packet, _ frame: Span<UInt8>, _ time: Timestamp, _ number: Int
  ) -> Bool {
    var outer = outer
    var path: TunnelPath?
    var isTracked = false
    for _ in 0..<Packet.nestingLimit {
      guard let (packet, tunnel) = outer.inner(in: frame) else { break }
      let inner = TunnelPath(
        tunnel, in: outer, frame: frame, inside: path, ignoresVLANs: configuration.ignoresVLANs)
      isTracked = enqueue(packet, frame, time, number, inside: inner) || isTracked
      (outer, path) = (packet, inner)
    }
    return isTracked
  }

  /// Processes all waiting packets.
  ///
  /// Needed before a pause and before the end.
  public mutating func flush() { processWaiting() }

  /// Ends at most `count` of the remaining connections, in order of their start; false if all have ended.
  ///
  /// Call it until it returns false, and remove the findings each time. No packet may follow.
  public mutating func finish(atMost count: Int) -> Bool {
    processWaiting()
    if !table.isDraining {
      table.drain()
      remaining = connectionsInOrder()
    }
    for step in 0..<max(count, 1) {
      if step % Self.groupSize == 0 { prefetchRemaining(before: remaining.count) }
      guard let last = remaining.popLast() else { return false }
      let position = ShardIndex(rawValue: last).handle
      let index = table.connections[position].index
      end(position, .endOfInput)
      if configuration.isShard {
        findings.mark(Findings.Step.final, connection: index)
      }
    }
    return true
  }

  /// All connections, in reverse order of their start.
  private mutating func connectionsInOrder() -> [UInt64] {
    var entries: [UInt64] = []
    entries.reserveCapacity(table.count)
    // In the order of memory. Along the lists each step would be a cache miss.
    for position in 0..<table.positionCount {
      let handle = Handle<Connection>(position: position)
      guard let index = table.index(at: handle) else { continue }
      entries.append(configuration.isShard ? index : ShardIndex(handle, sequence: index).rawValue)
    }
    entries.sort(by: >)
    return entries
  }
}
