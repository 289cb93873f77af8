package import BasicContainers
package import InternetTypes
package import PacketDissection

/// One shard's packets of a batch, then its tracker's findings.
///
/// Plain TCP segments are stored as the fields that the tracker needs, other packets as they were decoded, with
/// their bytes. `TrackingPipeline` fills it on the reading thread and moves it to the shard's thread and back.
package struct ShardBatch: ~Copyable, Sendable {
  /// The most packets of a batch.
  ///
  /// With 1,024 the packets (208 bytes each) stay in a processor's second-level cache between the two threads.
  package static var capacity: Int { 1024 }
  /// Captured bytes at which a batch counts as full.
  package static var byteLimit: Int { 1 << 18 }

  /// The findings, once the tracker has processed the packets.
  package var findings = Findings()
  /// The tracker's counters after these packets.
  package internal(set) var statistics = TrackerStatistics()
  /// How full the tracker's tables are after these packets.
  package internal(set) var usage = ShardUsage()
  /// Whether all connections have ended.
  package internal(set) var isLast = false
  /// The live connections after these packets, if `hasLive`.
  package var live = UniqueArray<LiveConnection>()
  /// Whether a snapshot of the connections was made.
  package var hasLive = false
  /// The sums over all connections then, also over those that have no row.
  package var liveCounts = LiveCounts()

  /// The capture's clock after each packet of the whole batch, whichever shard it went to.
  package var clocks: [Timestamp] = []
  /// The origins of the whole batch's packets, in their order; empty if none is known.
  package var origins: [OriginChange] = []
  /// The limit of this shard's connections during these packets.
  package var connectionRoom = Int.max
  /// The limit of this shard's connections with congestion models during these packets.
  package var modelRoom = Int.max
  /// The most connections that these packets can open: a packet in tunnels opens several.
  package private(set) var beginLimit = 0
  /// How many packets there are.
  package private(set) var count = 0
  /// Whether it must be processed before another packet is appended.
  ///
  /// Stored: a getter of another module would copy the batch (513 bytes) for each packet.
  package private(set) var isFull = false

  /// The packets, and room for those inside of one of them.
  var packets = RigidArray(
    repeating: WaitingPacket.blank, count: capacity &+ ConnectionTracker.groupSize)
  var decoded = UniqueArray<DecodedPacket>()
  var bytes = UniqueArray<UInt8>()

  /// A packet that is no plain segment.
  struct DecodedPacket {
    var packet: Packet
    /// The range of its frame in `bytes`.
    var range: Range<Int>
    var timestamp: Timestamp
    var number: Int
    /// Whether only the packet that it quotes counts here: it belongs to another shard.
    var isQuoteOnly: Bool
  }

  private let keyedHash: KeyedHash
  private let ignoresChecksums: Bool

  /// An empty batch for a tracker with this configuration.
  package init(_ configuration: TrackerConfiguration) {
    keyedHash = configuration.keyedHash
    ignoresChecksums = configuration.ignoresChecksums
  }

  /// Appends a frame for a tracker that is the only shard; the batch must not be full.
  ///
  /// - Parameters:
  ///   - frame: the captured bytes.
  ///   - wireLength: the frame's length on the wire.
  ///   - linkType: the link-layer header that it begins with.
  ///   - timestamp: when it was captured.
  ///   - number: its position in the input, from 1.
  package mutating func append(
    _ frame: Span<UInt8>, wireLength: Int, linkType: LinkType, timestamp: Timestamp, number: Int
  ) {
    let clock = timestamp
    let isPlain =
      linkType == .ethernet
      && append(
        plain: frame, wireLength: wireLength, timestamp: timestamp, number: number, order: 0,
        clock: clock)
    guard !isPlain else { return }
    append(
      Packet(decoding: frame, wireLength: wireLength, linkType: linkType), frame: frame,
      timestamp: timestamp, number: number, order: 0, clock: clock, isQuoteOnly: false)
  }

  /// Appends an Ethernet frame with a plain TCP segment; returns false, and changes nothing, for any other.
  ///
  /// `order` is the packet's position in the whole batch, and `clock` the latest time up to it.
  package mutating func append(
    plain frame: Span<UInt8>, wireLength: Int, timestamp: Timestamp, number: Int, order: UInt32,
    clock: Timestamp
  ) -> Bool {
    let isPlain = packets[count].read(
      plain: frame, wireLength: max(wireLength, frame.count), time: timestamp,
      number: UInt64(clamping: number), ignoresChecksum: ignoresChecksums)
    guard isPlain else { return false }
    packets[count].hash = FlowKey.hash(&packets[count].flow.key, keyedHash)
    packets[count].order = order
    packets[count].clock = clock
    count &+= 1
    beginLimit &+= 1
    isFull = count == Self.capacity
    return true
  }

  /// Appends a decoded packet with the bytes of its frame.
  package mutating func append(
    _ packet: Packet, frame: Span<UInt8>, timestamp: Timestamp, number: Int, order: UInt32,
    clock: Timestamp, isQuoteOnly: Bool
  ) {
    let start = bytes.count
    bytes.append(copying: frame)
    decoded.append(
      DecodedPacket(
        packet: packet, range: start..<bytes.count, timestamp: timestamp, number: number,
        isQuoteOnly: isQuoteOnly))
    packets[count].stored = UInt32(truncatingIfNeeded: decoded.count)
    packets[count].order = order
    packets[count].clock = clock
    count &+= 1
    isFull = count == Self.capacity || bytes.count >= Self.byteLimit
    if !isQuoteOnly { beginLimit &+= packet.isCarrier ? 1 &+ Packet.nestingLimit : 1 }
  }

  /// Removes the packets, and keeps their memory.
  mutating func removePackets() {
    (count, beginLimit, isFull) = (0, 0, false)
    (connectionRoom, modelRoom) = (.max, .max)
    clocks = []
    if decoded.isEmpty { return }
    decoded.removeAll(keepingCapacity: true)
    bytes.removeAll(keepingCapacity: true)
  }
}

/// The usage of a tracker's tables, by which a limit over several shards is divided.
package struct ShardUsage: Sendable {
  /// Connections that live.
  package var connections = 0
  /// Of these, TCP connections without a completed handshake: the first to be evicted.
  package var halfOpen = 0
  /// Connections that have begun since the tracker was made.
  package var begun: UInt64 = 0
  /// Connections that have congestion models.
  package var models = 0

  /// Nothing in use.
  package init() {}
}
