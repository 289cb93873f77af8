import BasicContainers
public import InternetTypes
public import PacketDissection

/// Follows all connections and flows of a capture, in bounded memory.
///
/// Give it the packets in order with `process`, take out of `findings` what it found, and end with `finish`.
/// Time is the capture's own; in a live capture `advance(to:)` tells it that time passed without a packet.
public struct ConnectionTracker: ~Copyable {
  /// The bounds it was made with.
  public let configuration: TrackerConfiguration
  /// After how long without a packet an open connection ends, in nanoseconds.
  let openIdleLimit: Int64
  /// What it counted.
  public internal(set) var statistics = TrackerStatistics()

  var table: ConnectionTable
  var stateMachine: TCPStateMachine
  var classifier: SegmentClassifier
  var congestion: CongestionStore
  var protocols: ProtocolStates
  /// The latest time seen: packets may be out of order.
  var now = PacketTime(rawValue: .min / 2)
  var nextIndex: UInt64 = 0
  /// When the front of each list is to be looked at next.
  var due = InlineArray<4, Int64>(repeating: .min / 2)
  /// Packets that are taken with the next ones, among others: its own, or those of the block at hand.
  var waiting = RigidArray(repeating: WaitingPacket.blank, count: groupSize)
  /// The first that waits, and how many do.
  var waitingStart = 0
  var waitingCount = 0
  /// Where what they need probably is.
  var prefetchHints = RigidArray(
    repeating: PrefetchHint(), count: PacketBlock.capacity &+ groupSize)
  /// How many of those that wait nothing was asked for.
  var unprefetchedCount = 0
  /// What those of them quote that are ICMP errors.
  var quoted = RigidArray<QuotedFlow>(capacity: groupSize)
  /// The position in its round of the packet that comes next, where several trackers share a capture.
  var order: UInt32 = 0
  /// The latest time that any of them has seen then.
  var clock = PacketTime(rawValue: .min / 2)
  /// What `finish` has still to end, last first, as `ShardIndex` has numbers and positions in one.
  var remaining: [UInt64] = []

  /// Bytes that are reserved for each connection of the limit; used are those of connections that there were.
  public static var reservedBytesPerConnection: Int {
    MemoryLayout<Connection>.stride + 2 * MemoryLayout<StreamDetail>.stride
      + MemoryLayout<PendingDeliveries>.stride
  }

  /// A tracker without connections.
  public init(_ configuration: TrackerConfiguration = TrackerConfiguration()) {
    self.configuration = configuration
    openIdleLimit = configuration.timeout(of: .open)
    let limit = max(configuration.connectionLimit, 1)
    table = ConnectionTable(limit: limit)
    stateMachine = TCPStateMachine(connectionLimit: limit)
    classifier = SegmentClassifier(connectionLimit: limit)
    congestion = CongestionStore(limit: configuration.modelLimit)
    protocols = ProtocolStates(connectionLimit: limit)
  }

  /// What was found since it was taken out last; `removeAll()` keeps it from growing.
  public var findings = Findings()

  /// The index of the connection that the packet taken last belongs to; nil where it belongs to none.
  public internal(set) var lastConnection: UInt64?

  /// The indexes of the connections that carry the one of `lastConnection`, outermost first; most packets have none.
  var carriers = RigidArray<UInt64>(capacity: Packet.nestingLimit)

  /// The indexes of the connections that the packet taken last belongs to: the one that it is in, and those that carry it.
  public var lastConnections: [UInt64] {
    var indexes: [UInt64] = []
    for position in 0..<carriers.count { indexes.append(carriers[position]) }
    if let lastConnection { indexes.append(lastConnection) }
    return indexes
  }

  /// How many connections live.
  public var liveCount: Int { table.count }

  // MARK: Packets

  /// Takes the next packet.
  ///
  /// - Parameters:
  ///   - packet: the decoded packet.
  ///   - frame: the bytes that it was decoded from.
  ///   - timestamp: when it was captured.
  ///   - number: its position in the input, from 1.
  public mutating func process(
    _ packet: Packet, frame: Span<UInt8>, timestamp: Timestamp, number: Int
  ) {
    statistics.packets &+= 1
    lastConnection = nil
    carriers.removeAll()
    let time = PacketTime(timestamp)
    var isTracked = enqueue(packet, frame, time, number, inside: nil)
    if packet.isCarrier {
      isTracked = processInner(of: packet, frame, time, number) || isTracked
    }
    guard !isTracked else { return }
    if packet.isFragment { statistics.fragments &+= 1 } else { statistics.untracked &+= 1 }
  }

  /// Takes the segment of the usual shape that stands behind those that wait as one of them.
  mutating func enqueuePlainSegment() {
    statistics.packets &+= 1
    lastConnection = nil
    if !carriers.isEmpty { carriers.removeAll() }
    waitingCount &+= 1
    if unprefetchedCount == 0 || waitingCount == Self.groupSize { processWaiting() }
  }

  /// Puts a packet behind those that wait.
  mutating func append(waiting flow: FlowPacket, hash: UInt32, clock: PacketTime) {
    let at = waitingStart &+ waitingCount
    unprefetchedCount &+= 1
    waiting[at] = WaitingPacket(flow: flow, hash: hash, order: order, clock: clock)
    waitingCount &+= 1
  }

  /// Puts a packet to those that wait; false where it belongs to no connection.
  private mutating func enqueue(
    _ packet: Packet, _ frame: Span<UInt8>, _ time: PacketTime, _ number: Int,
    inside path: TunnelPath?
  ) -> Bool {
    guard
      var flow = FlowPacket(
        packet, frame: frame, time: time, number: UInt64(clamping: number), path: path)
    else { return false }
    if !configuration.ignoresChecksums { flow.checksum = ChecksumVerdict(packet, frame) }
    let hash = table.hash(&flow.key)
    if !flow.isTCP, RegisteredProtocols.observe(packet, frame, flow, hash: hash, in: &self) {
      return true
    }
    append(waiting: flow, hash: hash, clock: configuration.isShard ? clock : time)
    if flow.isError,
      let error = QuotedFlow(packet, frame: frame, vlan: flow.key.vlan, path: path)
    {
      quoted.append(error)
      waiting[waitingStart &+ waitingCount &- 1].quoted = UInt8(truncatingIfNeeded: quoted.count)
    }
    if waitingCount == Self.groupSize { processWaiting() }
    return true
  }

  /// Takes the packets inside of one, each as a packet of a connection of its own; false where none is.
  private mutating func processInner(
    of outer: Packet, _ frame: Span<UInt8>, _ time: PacketTime, _ number: Int
  ) -> Bool {
    var outer = outer
    var path: TunnelPath?
    var isTracked = false
    for _ in 0..<Packet.nestingLimit {
      guard let (packet, tunnel) = outer.inner(in: frame) else { break }
      let inner = TunnelPath(tunnel, in: outer, frame: frame, inside: path)
      isTracked = enqueue(packet, frame, time, number, inside: inner) || isTracked
      (outer, path) = (packet, inner)
    }
    return isTracked
  }

  /// Takes the packets that wait for others: before a pause, and before the end.
  public mutating func flush() { processWaiting() }

  /// Notes that the capture's clock has come to `time`: connections that were idle for too long end.
  public mutating func advance(to time: PacketTime) {
    now = max(now, time)
    for list in ExpiryList.allCases
    where due[Int(list.rawValue)] <= now.rawValue {
      expire(list)
    }
  }

  /// Ends connections that still live, in order of their beginning, `count` of them at most; false when all have ended.
  ///
  /// It is to be called until it returns false, and the findings are to be taken out each time. No packet may come then.
  public mutating func finish(atMost count: Int) -> Bool {
    processWaiting()
    if !table.isDraining {
      table.drain()
      remaining = connectionsInOrder()
    }
    for step in 0..<max(count, 1) {
      if step % Self.groupSize == 0 { prefetchRemaining(before: remaining.count) }
      guard let last = remaining.popLast() else { return false }
      let position = ShardIndex(rawValue: last).position
      let index = table.connections[position].index
      end(position, .endOfInput)
      if configuration.isShard {
        findings.mark(Findings.Step.final, connection: index)
      }
    }
    return true
  }

  /// All connections, the first to have begun at the end.
  private mutating func connectionsInOrder() -> [UInt64] {
    var entries: [UInt64] = []
    entries.reserveCapacity(table.count)
    // One after another as they lie: along their lists each would have to be waited for.
    for position in 0..<table.positionCount {
      guard let index = table.index(at: position) else { continue }
      entries.append(
        configuration.isShard ? index : ShardIndex(position, sequence: index).rawValue)
    }
    entries.sort(by: >)
    return entries
  }
}
