import ConnectionTracking
import FixtureCaptures
import InternetTypes
import Testing
import TimeLines

@testable import TrackingPipeline

/// One limit holds for all shards together.
@Suite struct LimitTests {
  @Test func `rooms never exceed the limit together, and use all of it under pressure`() {
    var random = SeededGenerator(seed: 8)
    for _ in 0..<2000 {
      let count = Int.random(in: 2...8, using: &random)
      let limit = Int.random(in: 100...5000, using: &random)
      func numbers(_ most: Int) -> [Int] {
        (0..<count).map { _ in Int.random(in: 0...most, using: &random) }
      }
      let used = numbers(limit / count)
      let coming = numbers(limit)
      let spare = used.map { Int.random(in: 0...$0, using: &random) }
      let rooms = ShardBudget.divide(
        limit, used: used, coming: coming, demand: numbers(1000), spare: spare)
      // Each shard has room for one connection at least.
      #expect(rooms.reduce(0, +) <= limit + count)
      #expect(rooms.allSatisfy { $0 >= 1 })
      if used.reduce(0, +) + coming.reduce(0, +) > limit {
        #expect(rooms.reduce(0, +) >= limit)
      } else {
        #expect(rooms == zip(used, coming).map { $0 + $1 })
      }
    }
  }

  @Test func `what is missing is taken from shards with half-open connections`() {
    let rooms = ShardBudget.divide(
      1000, used: [100, 900], coming: [500, 0], demand: [100, 0], spare: [0, 800])
    #expect(rooms == [200, 800])
  }

  @Test func `a room depends on a batch a fixed number of batches back`() {
    var configuration = TrackerConfiguration()
    configuration.connectionLimit = 100_000
    var early = ShardBudget(configuration, shardCount: 2)
    var late = ShardBudget(configuration, shardCount: 2)
    var usages: [[ShardUsage]] = []
    for batch in 1...20 {
      var usage = ShardUsage()
      usage.connections = min(batch * 9000, 50_000)
      usage.begun = UInt64(batch * 9000)
      usage.halfOpen = usage.connections / 2
      usages.append([usage, usage])
      // One learns of each batch at once, the other as late as it may.
      let first = early.rooms(beginning: [9000, 9000])
      let second = late.rooms(beginning: [9000, 9000])
      #expect(first == second)
      early.note([usage, usage])
      if batch >= PipelineTuning.batchLimit { late.note(usages[batch - PipelineTuning.batchLimit]) }
    }
  }

  @Test(arguments: [2, 3, 8])
  func `all shards together keep to the limit, and evict only beyond it`(count: Int) {
    var tracker = TrackerConfiguration()
    tracker.connectionLimit = 1000 * count
    let limit = tracker.connectionLimit
    func flood(of size: Int) -> TrackedCapture {
      TrackedCapture(
        Traffic.flood(of: size), .ethernet, shardCount: count, batchLength: 30 * count,
        tracker: tracker, kinds: [.connections], looksAtLive: true, connectionsPerShard: 1000)
    }
    // Up to four batches are on their way, an eighth of the limit.
    let below = flood(of: limit - limit / 8)
    #expect(below.statistics.evicted == 0 && below.summaries.count == limit - limit / 8)
    let above = flood(of: 2 * limit)
    #expect(above.liveMaximum <= limit + count)
    #expect(above.liveMaximum > limit - limit / 8)
    #expect(above.statistics.evicted >= UInt64(limit))
    #expect(above.summaries.count == 2 * limit)
  }

  @Test func `the same number of shards evicts the same connections, with threads and without`() {
    var tracker = TrackerConfiguration()
    tracker.connectionLimit = 10_000
    let frames = Traffic.flood(of: 30_000)
    let ends = [false, true, true].map { isThreaded in
      TrackedCapture(
        frames, .ethernet, shardCount: 2, isThreaded: isThreaded, tracker: tracker,
        kinds: [.connections], connectionsPerShard: 5000
      ).summaries.map { "\($0.index) \($0.ending)" }
    }
    #expect(ends[0].contains { $0.hasSuffix("evicted") })
    #expect(ends[1] == ends[0])
    #expect(ends[2] == ends[0])
  }

  @Test(arguments: [(1, 1), (65_535, 1), (65_536, 2), (1_000_000, 8)])
  func `a small limit has few shards`(limit: Int, count: Int) {
    var configuration = PipelineConfiguration()
    configuration.tracker.connectionLimit = limit
    configuration.shardCount = 8
    #expect(configuration.usedShardCount == count)
  }
}
