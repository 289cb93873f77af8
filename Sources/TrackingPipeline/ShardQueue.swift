import ConnectionTracking
import DequeModule
import Dispatch
import InternetTypes
import Synchronization

/// The work of a shard after the packets of a batch.
struct ShardTask: Sendable {
  /// The time to advance to, if no packet has come for a while.
  var time: Timestamp?
  /// The most connections that live and are copied into the batch; nil if none are.
  var liveLimit: Int?
  /// Connections that end with the input, at most.
  var finishCount = 0
}

/// The batches that the thread of one shard has to process, and those that it has processed.
final class ShardQueue: Sendable {
  /// A batch to process.
  struct Item: ~Copyable, Sendable {
    var batch: ShardBatch
    var task: ShardTask
  }

  private struct Batches: ~Copyable {
    var filled = UniqueDeque<Item>()
    var processed = UniqueDeque<ShardBatch>()
    /// Batches that the shard has: not processed, or processed and not taken.
    var onTheirWay = 0
    /// Batches that can be filled again.
    var spare = UniqueDeque<ShardBatch>()
  }

  private let batches = Mutex(Batches())
  private let jobs = DispatchSemaphore(value: 0)
  private let results = DispatchSemaphore(value: 0)
  private let progress: DispatchSemaphore

  /// A queue that signals `progress` for each batch that was processed.
  init(_ progress: DispatchSemaphore) { self.progress = progress }

  // MARK: For the thread of the shard

  /// Waits for a batch to process; nil once the queue is closed and empty.
  func next() -> Item? {
    jobs.wait()
    return batches.withLock { $0.filled.popFirst() }
  }

  /// Hands a processed batch back.
  func deliver(_ batch: consuming ShardBatch) {
    // A closure that may run more than once cannot consume what it captures.
    var batch: ShardBatch? = batch
    batches.withLock { batches in
      if let batch = batch.take() { batches.processed.append(batch) }
    }
    results.signal()
    progress.signal()
  }

  // MARK: For the reading thread

  /// Hands over a batch.
  func put(_ batch: consuming ShardBatch, _ task: ShardTask) {
    var item: Item? = Item(batch: batch, task: task)
    batches.withLock { batches in
      batches.onTheirWay += 1
      if let item = item.take() { batches.filled.append(item) }
    }
    jobs.signal()
  }

  /// Ends the shard's thread once it has processed all its batches.
  func close() { jobs.signal() }

  /// Batches that the shard has: not processed, or processed and not taken.
  var count: Int { batches.withLock { $0.onTheirWay } }

  /// Batches that are not processed yet.
  var pendingCount: Int { batches.withLock { $0.onTheirWay - $0.processed.count } }

  /// Whether the oldest batch is processed.
  var hasResult: Bool { batches.withLock { !$0.processed.isEmpty } }

  /// Waits for the oldest pending batch; there must be one.
  func nextResult() -> ShardBatch {
    results.wait()
    return batches.withLock {
      $0.onTheirWay -= 1
      return $0.processed.removeFirst()
    }
  }

  /// A batch that can be filled again, if there is one: the one used last, which is most probably in the caches.
  func spareBatch() -> ShardBatch? { batches.withLock { $0.spare.popLast() } }

  /// Keeps a batch whose findings were taken.
  func keep(_ batch: consuming ShardBatch) {
    batch.findings.removeAll()
    var batch: ShardBatch? = batch
    batches.withLock { batches in
      if let batch = batch.take() { batches.spare.append(batch) }
    }
  }
}
