import ConnectionTracking
import DequeModule
import Dispatch
import FoundationEssentials
import InternetTypes
import Synchronization
import SystemServices

/// A tracker on a thread of its own, where the machine has more than one processor: while it follows the packets of one
/// block, the next ones are filled and what was found in those before is written.
///
/// The thread, and with it the tracker, lives until the process ends: all its memory goes back at once then, and not
/// connection by connection.
final class TrackingWorker: Sendable {
  /// What is to be done with a block.
  enum Task {
    /// Packets are taken.
    case take
    /// The same, and connections that have been idle up to that time end.
    case advance(PacketTime)
    /// Connections that still live end, a number of them, at first on another processor than this one.
    case finish(Int, awayFrom: Int32)
  }

  /// Whether there is one processor only, so that each block is taken while the caller waits.
  static let isAlone = ProcessInfo.processInfo.activeProcessorCount < 2
  /// Blocks that are handed over and not back yet while connections end, at most: enough for neither thread to wait for the
  /// other's awakening.
  private static let depth = 3

  private let bench: TrackingBench

  /// A worker for a new tracker; whenever a block is done, `progress` is signalled.
  init(_ tracker: consuming sending ConnectionTracker, _ progress: DispatchSemaphore) {
    let bench = TrackingBench(tracker, progress)
    self.bench = bench
    if !Self.isAlone {
      // Foundation's own threads would bring its tables of languages, 40 MB to be mapped at each start.
      DispatchQueue(label: "connections").async { bench.work() }
    }
  }

  /// An empty block to be filled.
  func newBlock() -> PacketBlock { bench.newBlock() }

  /// Hands over a block to a worker's thread; gets one that is done, with what was found in it, or an empty one while few
  /// are on their way.
  func exchange(_ block: inout PacketBlock, for task: Task, by worker: TrackingWorker) {
    if Self.isAlone { return bench.perform(&block, task) }
    var other = bench.count < Self.depth ? bench.emptyBlock(like: block) : bench.nextResult()
    swap(&block, &other)
    bench.put(other, task, by: worker.bench)
  }

  /// Hands over a block, and puts an empty one in its place.
  func put(_ block: inout PacketBlock, _ task: Task) {
    var other = bench.emptyBlock(like: block)
    swap(&block, &other)
    bench.put(other, task, by: bench)
  }

  /// Blocks that were handed over and are not done.
  var pendingCount: Int { bench.pendingCount }

  /// Whether the oldest block that was handed over is done.
  var hasResult: Bool { bench.hasResult }

  /// Waits for the oldest block that was handed over, of which there must be one.
  func nextResult() -> PacketBlock { bench.nextResult() }

  /// Keeps a block whose findings were taken, to be filled again.
  func keep(_ block: consuming PacketBlock) { bench.keep(block) }

  /// Has a block taken while the caller waits; only where no other is on its way.
  func perform(_ block: inout PacketBlock, _ task: Task) { bench.perform(&block, task) }

  /// What the tracker counted.
  var statistics: TrackerStatistics { bench.statistics }

  /// The connections that the packet taken last belongs to: one, and those that carry it.
  var lastConnections: [UInt64] { bench.lastConnections }
}

/// Where both threads of a worker meet.
final class TrackingBench: Sendable {
  /// A block that was handed over.
  private struct Item: ~Copyable, Sendable {
    var block: PacketBlock
    var task: TrackingWorker.Task
    /// Whose tracker takes it.
    var owner: TrackingBench
  }

  private struct Queues: ~Copyable {
    var filled = UniqueDeque<Item>()
    var done = UniqueDeque<PacketBlock>()
    /// Blocks on their way.
    var count = 0
    /// Blocks that wait to be used again.
    var spare = UniqueDeque<PacketBlock>()
  }

  private let tracker: Mutex<ConnectionTracker>
  private let queues = Mutex(Queues())
  private let jobs = DispatchSemaphore(value: 0)
  private let results = DispatchSemaphore(value: 0)
  private let progress: DispatchSemaphore

  init(_ tracker: consuming sending ConnectionTracker, _ progress: DispatchSemaphore) {
    self.tracker = Mutex(tracker)
    self.progress = progress
  }

  /// Takes what is handed over.
  func work() -> Never {
    var hasLeft = false
    while true {
      jobs.wait()
      guard var item = queues.withLock({ $0.filled.popFirst() }) else { continue }
      if case .finish(_, let processor) = item.task, !hasLeft {
        SystemProcessors.leave(processor)
        hasLeft = true
      }
      let owner = item.owner
      owner.perform(&item.block, item.task)
      owner.noteDone(item.block)
    }
  }

  /// Puts a block to those that are done.
  private func noteDone(_ block: consuming PacketBlock) {
    // A closure may take only what can be missing afterwards.
    var block: PacketBlock? = block
    queues.withLock { queues in
      if let block = block.take() { queues.done.append(block) }
    }
    results.signal()
    progress.signal()
  }

  func perform(_ block: inout PacketBlock, _ task: TrackingWorker.Task) {
    tracker.withLock { tracker in
      tracker.process(&block)
      switch task {
      case .take: break
      case .advance(let time): tracker.advance(to: time)
      case .finish(let count, _): tracker.finish(atMost: count, for: &block)
      }
      tracker.exchange(&block)
    }
  }

  // MARK: For the thread that hands over

  /// Blocks on their way.
  var count: Int { queues.withLock { $0.count } }

  /// The first block.
  func newBlock() -> PacketBlock { tracker.withLock { PacketBlock(for: &$0) } }

  /// A block without packets and findings, like another one: the tracker itself may be at work for long.
  func emptyBlock(like block: borrowing PacketBlock) -> PacketBlock {
    queues.withLock { $0.spare.popFirst() } ?? PacketBlock(like: block)
  }

  /// Blocks that are not done.
  var pendingCount: Int { queues.withLock { $0.count - $0.done.count } }

  /// Whether one is done.
  var hasResult: Bool { queues.withLock { !$0.done.isEmpty } }

  /// Keeps a block whose findings were taken.
  func keep(_ block: consuming PacketBlock) {
    block.findings.removeAll()
    var block: PacketBlock? = block
    queues.withLock { queues in
      if let block = block.take() { queues.spare.append(block) }
    }
  }

  /// Hands over a block to the thread of a bench.
  func put(
    _ block: consuming PacketBlock, _ task: TrackingWorker.Task, by worker: TrackingBench
  ) {
    var item: Item? = Item(block: block, task: task, owner: self)
    queues.withLock { $0.count += 1 }
    worker.queues.withLock { queues in
      if let item = item.take() { queues.filled.append(item) }
    }
    worker.jobs.signal()
  }

  /// Waits for the oldest block on its way.
  func nextResult() -> PacketBlock {
    results.wait()
    return queues.withLock {
      $0.count -= 1
      return $0.done.removeFirst()
    }
  }

  /// What the tracker counted.
  var statistics: TrackerStatistics { tracker.withLock { $0.statistics } }

  /// The connections that the packet taken last belongs to.
  var lastConnections: [UInt64] { tracker.withLock { $0.lastConnections } }
}
