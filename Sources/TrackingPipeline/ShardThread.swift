import BasicContainers
import ConnectionTracking
import Dispatch

/// A thread that owns the tracker of one shard: it processes batches until its queue is closed.
struct ShardThread: Sendable {
  /// The batches for it, and those that it has processed.
  let queue: ShardQueue

  /// Starts the thread.
  init(
    _ configuration: TrackerConfiguration, _ kinds: FindingKinds, progress: DispatchSemaphore
  ) {
    let queue = ShardQueue(progress)
    self.queue = queue
    // Foundation's `Thread` would map 40 MB of localization tables at each start.
    DispatchQueue(label: "tcpinspect.shard").async {
      var tracker = ConnectionTracker(configuration)
      kinds.apply(to: &tracker.findings)
      while var item = queue.next() {
        tracker.perform(item.task, on: &item.batch)
        queue.deliver(item.batch)
      }
    }
  }
}

extension ConnectionTracker {
  /// Processes a batch and its task, and moves the findings into the batch.
  mutating func perform(_ task: ShardTask, on batch: inout ShardBatch) {
    process(&batch)
    if let time = task.time { advance(to: time) }
    if task.finishCount > 0 { finish(atMost: task.finishCount, for: &batch) }
    batch.live.removeAll(keepingCapacity: true)
    batch.hasLive = task.liveLimit != nil
    if let limit = task.liveLimit {
      batch.liveCounts = copyLive(into: &batch.live, atMost: limit)
    }
    deliver(into: &batch)
  }
}
