import BasicContainers
import ConnectionTracking

/// The connections that lived after one batch: a consistent picture, however many shards follow them.
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

  /// Takes the rows of one shard, and gives back the memory of those before.
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
