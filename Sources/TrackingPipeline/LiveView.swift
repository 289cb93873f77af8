import BasicContainers
import ConnectionTracking

/// A snapshot of the connections after one batch, consistent for any number of shards.
struct LiveView: ~Copyable {
  private var rows = UniqueArray<UniqueArray<LiveConnection>>()
  private var countsOfShards: [LiveCounts]

  init(shardCount: Int) {
    for _ in 0..<shardCount { rows.append(UniqueArray()) }
    countsOfShards = Array(repeating: LiveCounts(), count: shardCount)
  }

  /// The sums over all connections, also over those without rows.
  var counts: LiveCounts { countsOfShards.reduce(into: LiveCounts()) { $0.add($1) } }

  /// How many rows there are.
  var count: Int {
    var count = 0
    for shard in 0..<rows.count { count += rows[shard].count }
    return count
  }

  /// Replaces the rows of one shard, and returns the memory of the former ones in `other`.
  mutating func replace(
    _ shard: Int, _ other: inout UniqueArray<LiveConnection>, _ counts: LiveCounts
  ) {
    swap(&rows[shard], &other)
    countsOfShards[shard] = counts
    other.removeAll(keepingCapacity: true)
  }

  /// Lends each row to `body`.
  func forEach(_ body: (borrowing LiveConnection) -> Void) {
    for shard in 0..<rows.count {
      for row in 0..<rows[shard].count { body(rows[shard][row]) }
    }
  }
}
