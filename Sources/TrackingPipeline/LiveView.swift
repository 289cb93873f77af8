import BasicContainers
import ConnectionTracking

/// A snapshot of all connections after one batch, consistent for any number of shards.
struct LiveView: ~Copyable {
  private var rows = UniqueArray<UniqueArray<LiveConnection>>()

  init(shardCount: Int) {
    for _ in 0..<shardCount { rows.append(UniqueArray()) }
  }

  /// How many there are.
  var count: Int {
    var count = 0
    for shard in 0..<rows.count { count += rows[shard].count }
    return count
  }

  /// Replaces the rows of one shard, and returns the memory of the former ones in `other`.
  mutating func replace(_ shard: Int, _ other: inout UniqueArray<LiveConnection>) {
    swap(&rows[shard], &other)
    other.removeAll(keepingCapacity: true)
  }

  /// Lends each row to `body`.
  func forEach(_ body: (borrowing LiveConnection) -> Void) {
    for shard in 0..<rows.count {
      for row in 0..<rows[shard].count { body(rows[shard][row]) }
    }
  }
}
