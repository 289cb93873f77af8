import DequeModule
import SocketDiagnosis

/// The entries of a table in the order in which they were made; those that were removed are skipped.
struct EntryQueue {
  private var queue = Deque<(tuple: FlowTuple, id: UInt64)>()
  /// The entries that were not removed.
  var liveCount = 0

  var count: Int { queue.count }

  mutating func append(
    _ tuple: FlowTuple, _ id: UInt64, in entries: borrowing [FlowTuple: [SocketHistory.Entry]]
  ) {
    // Flows that are used again leave their removed entries here.
    if queue.count > 4 * liveCount + 1024 { compact(entries) }
    queue.append((tuple, id))
    liveCount += 1
  }

  private mutating func compact(_ entries: borrowing [FlowTuple: [SocketHistory.Entry]]) {
    var kept = Deque<(tuple: FlowTuple, id: UInt64)>()
    for element in queue where Self.isLive(element.tuple, element.id, entries) {
      kept.append(element)
    }
    queue = kept
  }

  private static func isLive(
    _ tuple: FlowTuple, _ id: UInt64, _ entries: borrowing [FlowTuple: [SocketHistory.Entry]]
  ) -> Bool {
    guard let list = entries[tuple] else { return false }
    return list.contains { $0.id == id }
  }

  /// Removes the oldest entry that is still there.
  mutating func popOldest(
    in entries: borrowing [FlowTuple: [SocketHistory.Entry]]
  ) -> (tuple: FlowTuple, id: UInt64)? {
    // Old entries that live for long keep what was removed behind them in the queue.
    if queue.count > 4 * liveCount { compact(entries) }
    while let oldest = queue.popFirst() {
      guard Self.isLive(oldest.tuple, oldest.id, entries) else { continue }
      liveCount -= 1
      return oldest
    }
    return nil
  }
}
