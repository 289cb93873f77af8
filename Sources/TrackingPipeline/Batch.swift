import BasicContainers
import ConnectionTracking
import InternetTypes
import PacketDissection

/// The packets that the shards get together: a batch for each shard, and the capture's clock at each packet.
struct Batch: ~Copyable {
  /// The packets of each shard.
  var shards = UniqueArray<ShardBatch>()
  /// Packets of all shards.
  private(set) var count: UInt32 = 0
  /// Whether the shards must get it before another packet is appended.
  private(set) var isFull = false

  private let router: ShardRouter
  private var clocks: [Timestamp] = []
  /// The origin of the next packets, and those of the packets so far.
  private var origin: PacketOrigin?
  private var origins: [OriginChange] = []
  /// The segments whose bytes are needed because a TLS record began in one before.
  private var awaited = AwaitedSegments()
  /// The latest time of a packet so far.
  private var latest = Timestamp(rawValue: .min / 2)

  init(_ configuration: TrackerConfiguration, shardCount: Int) {
    router = ShardRouter(count: shardCount)
    for _ in 0..<shardCount { shards.append(ShardBatch(configuration)) }
  }

  /// Appends a plain TCP segment; returns false, and changes nothing, for any other frame.
  mutating func append(
    plain frame: Span<UInt8>, wireLength: Int, linkType: LinkType, timestamp: Timestamp, number: Int
  ) -> Bool {
    let clock = max(latest, timestamp)
    guard linkType == .ethernet, !awaited.take(plain: frame),
      let shard = router.shard(plain: frame),
      shards[shard].append(
        plain: frame, wireLength: wireLength, timestamp: timestamp, number: number,
        order: nextOrder, clock: clock)
    else { return false }
    if shards[shard].isFull { isFull = true }
    note(clock)
    return true
  }

  /// Appends a decoded packet with the bytes of its frame.
  mutating func append(_ packet: Packet, frame: Span<UInt8>, timestamp: Timestamp, number: Int) {
    let clock = max(latest, timestamp)
    let own = router.shard(of: packet)
    let isError = shards.count > 1 && router.isError(packet)
    awaited.note(packet, frame)
    for shard in 0..<shards.count where shard == own || isError {
      shards[shard].append(
        packet, frame: frame, timestamp: timestamp, number: number, order: nextOrder, clock: clock,
        isQuoteOnly: shard != own)
      if shards[shard].isFull { isFull = true }
    }
    note(clock)
  }

  /// Appends a packet of which only the one that it quotes counts.
  mutating func append(
    quoting packet: Packet, frame: Span<UInt8>, timestamp: Timestamp, number: Int
  ) {
    let clock = max(latest, timestamp)
    shards[0].append(
      packet, frame: frame, timestamp: timestamp, number: number, order: nextOrder, clock: clock,
      isQuoteOnly: true)
    if shards[0].isFull { isFull = true }
    note(clock)
  }

  /// Advances the clock to the time of a packet that no shard gets now.
  mutating func advance(to time: Timestamp) {
    note(max(latest, time))
    if count >= Self.countLimit { isFull = true }
  }

  /// The most packets of all shards, if few of them go to a shard: a clock takes 8 bytes.
  private static var countLimit: UInt32 { 1 << 16 }

  /// Notes the origin of the next packets.
  mutating func enter(_ origin: PacketOrigin?) {
    self.origin = origin
    origins.append(OriginChange(order: nextOrder, origin: origin))
  }

  /// The order of the next packet, an even number.
  ///
  /// Connections that time out at a packet have the odd number before it.
  private var nextOrder: UInt32 { 2 &* (count &+ 1) }

  private mutating func note(_ clock: Timestamp) {
    latest = clock
    clocks.append(clock)
    count &+= 1
  }

  /// Copies the clocks of all packets to each shard's batch; call it before the shards get them.
  mutating func seal() {
    for shard in 0..<shards.count { shards[shard].clocks = clocks }
    // Most captures have no origins.
    for shard in 0..<shards.count where !origins.isEmpty { shards[shard].origins = origins }
  }

  /// Begins a new batch, once the shards have their packets.
  mutating func begin() {
    let capacity = clocks.count
    clocks = []
    clocks.reserveCapacity(capacity)
    count = 0
    isFull = false
    if !origins.isEmpty { origins = [OriginChange(order: 0, origin: origin)] }
  }
}
