import ConnectionTracking
import DequeModule
import Dispatch
import FoundationEssentials
import InternetTypes
import Synchronization

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
    /// Connections that still live end, a number of them.
    case finish(Int)
  }

  /// Blocks that are handed over and not back yet, at most: enough for neither thread to wait for the other's awakening.
  private static let depth = 3

  private let bench: TrackingBench
  private let isAlone: Bool

  /// A worker for a new tracker.
  init(_ tracker: consuming sending ConnectionTracker) {
    let bench = TrackingBench(tracker)
    self.bench = bench
    isAlone = ProcessInfo.processInfo.activeProcessorCount < 2
    if !isAlone {
      // Foundation's own threads would bring its tables of languages, 40 MB to be mapped at each start.
      DispatchQueue(label: "connections").async { bench.work() }
    }
  }

  /// An empty block to be filled.
  func newBlock() -> PacketBlock { bench.newBlock() }

  /// Hands over a block; gets one that is done, with what was found in it, or an empty one while few are on their way.
  func exchange(_ block: inout PacketBlock, for task: Task) {
    if isAlone { return bench.perform(&block, task) }
    var other = bench.count < Self.depth ? bench.emptyBlock(like: block) : bench.nextResult()
    swap(&block, &other)
    bench.put(other, task)
  }

  /// Gets the oldest block that was handed over, once it is done; false where none is.
  func collect(_ block: inout PacketBlock) -> Bool {
    guard bench.count > 0 else { return false }
    var other = bench.nextResult()
    swap(&block, &other)
    bench.keep(other)
    return true
  }

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

  init(_ tracker: consuming sending ConnectionTracker) { self.tracker = Mutex(tracker) }

  /// Takes what is handed over.
  func work() -> Never {
    while true {
      jobs.wait()
      guard var item = queues.withLock({ $0.filled.popFirst() }) else { continue }
      perform(&item.block, item.task)
      // A closure may take only what can be missing afterwards.
      var block: PacketBlock? = item.block
      queues.withLock { queues in
        if let block = block.take() { queues.done.append(block) }
      }
      results.signal()
    }
  }

  func perform(_ block: inout PacketBlock, _ task: TrackingWorker.Task) {
    tracker.withLock { tracker in
      tracker.process(&block)
      switch task {
      case .take: break
      case .advance(let time): tracker.advance(to: time)
      case .finish(let count): tracker.finish(atMost: count, for: &block)
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

  /// Keeps a block whose findings were taken out.
  func keep(_ block: consuming PacketBlock) {
    var block: PacketBlock? = block
    queues.withLock { queues in
      if let block = block.take() { queues.spare.append(block) }
    }
  }

  /// Hands over a block.
  func put(_ block: consuming PacketBlock, _ task: TrackingWorker.Task) {
    var item: Item? = Item(block: block, task: task)
    queues.withLock { queues in
      if let item = item.take() { queues.filled.append(item) }
      queues.count += 1
    }
    jobs.signal()
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
