import ConnectionTracking
import DequeModule

/// Divides one limit of connections among shards, batch by batch.
///
/// The shares of all shards for one batch never exceed the limit together. While the limit has room for all connections
/// that pending packets can open, no shard evicts. Beyond that, free room is divided by the connections that shards
/// open, and missing room is taken from the shards with half-open connections, which a single table would evict first.
///
/// A division depends on the input, the limit and the number of shards only, not on the speed of threads: it is
/// computed from the usage after a batch a fixed number of batches earlier.
struct ShardBudget: ~Copyable {
  private let configuration: TrackerConfiguration
  private let shardCount: Int
  /// Usage of each shard after the batches that were merged, oldest first, as far as it is still needed.
  private var usages = Deque<[ShardUsage]>()
  /// Connections that each shard's packets can begin, of the batches handed over after the first of `usages`.
  private var pending = Deque<[Int]>()

  /// Connections and models that each shard may have.
  struct Rooms: Equatable {
    var connections: [Int]
    var models: [Int]
  }

  init(_ configuration: TrackerConfiguration, shardCount: Int) {
    self.configuration = configuration
    self.shardCount = shardCount
    usages.append(Array(repeating: ShardUsage(), count: shardCount))
  }

  /// Records the usage after the oldest batch not recorded yet.
  mutating func note(_ usage: [ShardUsage]) { usages.append(usage) }

  /// The shares for the next batch, whose packets can open this many connections in each shard.
  mutating func rooms(beginning begins: [Int]) -> Rooms {
    guard shardCount > 1 else {
      return Rooms(connections: [configuration.connectionLimit], models: [configuration.modelLimit])
    }
    pending.append(begins)
    // Exactly the batch `batchLimit` earlier counts, however many were merged already.
    var earlier: [ShardUsage]?
    while pending.count > PipelineTuning.batchLimit {
      pending.removeFirst()
      earlier = usages.removeFirst()
    }
    let used = usages[0]
    let begun = earlier.map { earlier in
      (0..<shardCount).map { Int(truncatingIfNeeded: used[$0].begun &- earlier[$0].begun) }
    }
    let coming = (0..<shardCount).map { shard in pending.reduce(0) { $0 + $1[shard] } }
    return Rooms(
      connections: Self.divide(
        configuration.connectionLimit, used: used.map(\.connections), coming: coming,
        demand: begun ?? coming, spare: used.map(\.halfOpen)),
      models: Self.divide(
        configuration.modelLimit, used: used.map(\.models), coming: coming, demand: coming,
        spare: Array(repeating: 0, count: shardCount)))
  }

  /// Divides a limit among shards.
  ///
  /// - Parameters:
  ///   - limit: the limit of all shards together.
  ///   - used: the usage of each shard.
  ///   - coming: the most that each can use in addition.
  ///   - demand: the recent growth of each.
  ///   - spare: the part of each shard's usage that is evicted first.
  /// - Returns: the share of each shard.
  static func divide(
    _ limit: Int, used: [Int], coming: [Int], demand: [Int], spare: [Int]
  ) -> [Int] {
    let free = max(limit - used.reduce(0, +), 0)
    if coming.reduce(0, +) <= free { return zip(used, coming).map { $0 + $1 } }
    let missing = max(demand.reduce(0, +) - free, 0)
    let weights = spare.allSatisfy { $0 == 0 } ? used : spare
    let moved = min(missing, weights.reduce(0, +))
    let gains = shares(of: free + moved, by: demand)
    let losses = shares(of: moved, by: weights)
    return used.indices.map { max(used[$0] + gains[$0] - losses[$0], 1) }
  }

  /// Divides an amount into integers in proportion to weights, equally if all weights are 0; their sum is the amount.
  private static func shares(of amount: Int, by weights: [Int]) -> [Int] {
    let sum = weights.reduce(0, +)
    let weights = sum > 0 ? weights : weights.map { _ in 1 }
    let total = sum > 0 ? sum : weights.count
    var passed = 0
    var given = 0
    return weights.map { weight in
      passed += weight
      let share = amount * passed / total - given
      given += share
      return share
    }
  }
}
