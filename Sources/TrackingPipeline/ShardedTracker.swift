import BasicContainers
import ConnectionTracking
import Dispatch
import InternetTypes
import PacketDissection

/// Tracks the connections of a capture in several shards at the same time, and merges their findings.
///
/// While the shards process one batch, the caller fills the next one and receives the findings of earlier ones.
struct ShardedTracker: ~Copyable {
  private let configuration: PipelineConfiguration
  private let shardConfiguration: TrackerConfiguration
  /// The shards' threads; empty if the caller's thread does all the work.
  private let threads: [ShardThread]
  private let progress = DispatchSemaphore(value: 0)
  /// The shards' trackers, if there are no threads.
  private var trackers = UniqueArray<ConnectionTracker>()

  private var batch: Batch
  private var budget: ShardBudget
  private var merger: FindingsMerger
  /// Batches that the shards have and that are not merged.
  private var pendingCount = 0
  /// The shards' batches that are being merged.
  private var results = UniqueArray<ShardBatch>()
  private var statisticsOfShards: [TrackerStatistics]
  /// The most rows of the snapshot of live connections that each shard returns with the next batch; nil if none does.
  private var liveLimit: Int?
  /// The live connections of the last snapshot, by shard.
  private(set) var live: LiveView

  init(_ configuration: PipelineConfiguration) {
    self.configuration = configuration
    let count = configuration.usedShardCount
    let tracker = configuration.tracker.ofShard
    shardConfiguration = tracker
    threads =
      configuration.usesThreads
      ? (0..<count).map { [progress] _ in
        ShardThread(tracker, configuration.findings, progress: progress)
      } : []
    if threads.isEmpty {
      for _ in 0..<count {
        var tracker = ConnectionTracker(tracker)
        configuration.findings.apply(to: &tracker.findings)
        trackers.append(tracker)
      }
    }
    batch = Batch(tracker, shardCount: count)
    budget = ShardBudget(tracker, shardCount: count)
    merger = FindingsMerger(shardCount: count)
    statisticsOfShards = Array(repeating: TrackerStatistics(), count: count)
    live = LiveView(shardCount: count)
  }

  // The threads end on their own. To wait until they have freed their tables would take longer than the end of the
  // process, which many callers have reached.
  deinit {
    for thread in threads { thread.queue.close() }
  }

  /// How many shards there are.
  var shardCount: Int { statisticsOfShards.count }

  /// The counters of all shards, as of the batches that were merged.
  var statistics: TrackerStatistics {
    var sum = TrackerStatistics()
    for statistics in statisticsOfShards { sum.add(statistics) }
    return sum
  }

  /// How many connections each shard has opened, as of the merged batches.
  var connectionsOfShards: [UInt64] { statisticsOfShards.map(\.connections) }

  // MARK: Packets

  /// Whether `exchange` must be called before another packet is appended.
  var isFull: Bool { batch.isFull }

  /// Appends a plain TCP segment; returns false for any other frame.
  mutating func append(
    plain frame: Span<UInt8>, wireLength: Int, linkType: LinkType, timestamp: Timestamp, number: Int
  ) -> Bool {
    batch.append(
      plain: frame, wireLength: wireLength, linkType: linkType, timestamp: timestamp,
      number: number)
  }

  /// Appends a decoded packet with the bytes of its frame.
  mutating func append(_ packet: Packet, frame: Span<UInt8>, timestamp: Timestamp, number: Int) {
    batch.append(packet, frame: frame, timestamp: timestamp, number: number)
  }

  /// Appends a packet of which only the one that it quotes counts.
  mutating func append(
    quoting packet: Packet, frame: Span<UInt8>, timestamp: Timestamp, number: Int
  ) {
    batch.append(quoting: packet, frame: frame, timestamp: timestamp, number: number)
  }

  /// Advances the clock to the time of a packet that is not appended.
  mutating func advance(to time: Timestamp) { batch.advance(to: time) }

  /// How many packets and times of others were appended since the last exchange.
  var appendedCount: Int { Int(batch.count) }

  /// Notes the origin of the next packets.
  mutating func enter(_ origin: PacketOrigin?) { batch.enter(origin) }

  /// Passes the appended packets to the shards, and the findings of earlier ones to the receiver.
  ///
  /// At `time`, if given, idle connections end although no packet has arrived.
  mutating func exchange(
    advancingTo time: Timestamp? = nil,
    into receiver: inout some FindingsReceiver & ~Copyable
  ) {
    var task = ShardTask()
    task.time = time
    task.liveLimit = liveLimit
    guard batch.count > 0 || time != nil || liveLimit != nil else { return }
    liveLimit = nil
    seal()
    guard !threads.isEmpty else { return perform(task, into: &receiver) }
    for shard in threads.indices { handOver(shard, task) }
    batch.begin()
    pendingCount += 1
    // One at a time: the shards need packets while findings are written.
    if pendingCount >= PipelineTuning.batchLimit { _ = collect(into: &receiver) }
    guard isEach({ $0.pendingCount >= PipelineTuning.plenty }) else { return }
    while isEach({ $0.pendingCount > PipelineTuning.few }) {
      if isEach(\.hasResult) { _ = collect(into: &receiver) } else { progress.wait() }
    }
  }

  /// Waits for the shards' oldest batch, and passes its findings to the receiver; false if there is none.
  mutating func collect(into receiver: inout some FindingsReceiver & ~Copyable) -> Bool {
    guard pendingCount > 0 else { return false }
    pendingCount -= 1
    for thread in threads { results.append(thread.queue.nextResult()) }
    merge(into: &receiver)
    for shard in threads.indices.reversed() {
      if let batch = results.popLast() { threads[shard].queue.keep(batch) }
    }
    return true
  }

  /// Whether a condition holds for the queue of each shard.
  private func isEach(_ condition: (ShardQueue) -> Bool) -> Bool {
    threads.allSatisfy { condition($0.queue) }
  }

  /// Stores the clocks, and each shard's share of the limits, in the batch.
  private mutating func seal() {
    batch.seal()
    let rooms = budget.rooms(
      beginning: (0..<batch.shards.count).map { batch.shards[$0].beginLimit })
    for shard in 0..<batch.shards.count {
      batch.shards[shard].connectionRoom = rooms.connections[shard]
      batch.shards[shard].modelRoom = rooms.models[shard]
    }
  }

  /// Hands over a shard's batch to its thread, and puts an empty one in its place.
  private mutating func handOver(_ shard: Int, _ task: ShardTask) {
    var other = threads[shard].queue.spareBatch() ?? ShardBatch(shardConfiguration)
    swap(&batch.shards[shard], &other)
    threads[shard].queue.put(other, task)
  }

  /// Processes the batch on the caller's thread.
  private mutating func perform(
    _ task: ShardTask, into receiver: inout some FindingsReceiver & ~Copyable
  ) {
    swap(&results, &batch.shards)
    for shard in 0..<trackers.count { trackers[shard].perform(task, on: &results[shard]) }
    batch.begin()
    merge(into: &receiver)
    for shard in 0..<results.count { results[shard].findings.removeAll() }
    swap(&results, &batch.shards)
  }

  /// Passes the findings of all shards in one batch to the receiver.
  private mutating func merge(into receiver: inout some FindingsReceiver & ~Copyable) {
    for shard in 0..<results.count {
      merger.begin(shard)
      statisticsOfShards[shard] = results[shard].statistics
    }
    merger.setOrigins(results[0].origins)
    budget.note((0..<results.count).map { results[$0].usage })
    merger.merge(&results, into: &receiver) { _ in false }
    for shard in 0..<results.count where results[shard].hasLive {
      for row in results[shard].live.indices {
        let index = results[shard].live[row].index
        results[shard].live[row].index = merger.number(of: index, in: shard) ?? 0
      }
      live.replace(shard, &results[shard].live, results[shard].liveCounts)
    }
  }

  /// The connections of the packet processed last; none with threads.
  var lastConnections: [UInt64] {
    guard !trackers.isEmpty else { return [] }
    return trackers[0].lastConnections.compactMap { merger.number(of: $0, in: 0) }
  }

  /// Whether the packet processed last belongs to one of these connections; false with threads.
  func isLastPacket(ofAny connections: [UInt64]) -> Bool {
    guard !trackers.isEmpty else { return false }
    return trackers[0].lastConnections.contains {
      guard let number = merger.number(of: $0, in: 0) else { return false }
      return connections.contains(number)
    }
  }

  // MARK: Snapshots

  /// Requests a snapshot of the live connections after the next batch, of at most so many of them.
  mutating func requestLive(atMost limit: Int) { liveLimit = limit / shardCount }

  // MARK: The end

  /// Ends some of the live connections, in order of their start; false if all have ended.
  ///
  /// All batches must be merged before.
  mutating func finish(into receiver: inout some FindingsReceiver & ~Copyable) -> Bool {
    var task = ShardTask()
    task.finishCount = PipelineTuning.finishCount
    var isOver = true
    for shard in 0..<batch.shards.count where merger.isDone(shard, batch.shards[shard]) {
      if batch.shards[shard].isLast { continue }
      if threads.isEmpty {
        trackers[shard].perform(task, on: &batch.shards[shard])
      } else {
        finish(shard, task)
      }
      merger.begin(shard)
      statisticsOfShards[shard] = batch.shards[shard].statistics
      isOver = false
    }
    let isLast = (0..<batch.shards.count).map { batch.shards[$0].isLast }
    merger.merge(&batch.shards, into: &receiver) { !isLast[$0] }
    return !isOver
  }

  /// Hands over a shard's batch to end further connections, and takes back an older one.
  private mutating func finish(_ shard: Int, _ task: ShardTask) {
    let queue = threads[shard].queue
    batch.shards[shard].findings.removeAll()
    handOver(shard, task)
    while queue.count < PipelineTuning.finishDepth {
      queue.put(queue.spareBatch() ?? ShardBatch(shardConfiguration), task)
    }
    var result = queue.nextResult()
    swap(&batch.shards[shard], &result)
    queue.keep(result)
  }
}
