import ConnectionTracking
import Dispatch
import Foundation
import InternetTypes
import Synchronization

/// A tracker on a thread of its own, where the machine has more than one processor: while it follows the packets of one
/// block, the next block is filled and what was found in the one before is written.
final class TrackingWorker: Sendable {
  /// What both threads reach, one at a time.
  struct State: ~Copyable {
    var tracker: ConnectionTracker
    var block: PacketBlock
  }

  /// What is to be done with a block.
  enum Task {
    /// Packets are taken.
    case take
    /// Packets are taken, and those that wait for others.
    case flush
    /// The same, and connections that have been idle up to that time end.
    case advance(PacketTime)
    /// Connections that still live end, a number of them.
    case finish(Int)
  }

  private let state: Mutex<State>
  private let queue: DispatchQueue?
  /// Signalled while the thread has nothing to do.
  private let idle = DispatchSemaphore(value: 1)

  /// A worker with a new tracker, which looks for what `prepare` asks.
  init(_ configuration: TrackerConfiguration, prepare: (inout ConnectionTracker) -> Void) {
    var tracker = ConnectionTracker(configuration)
    prepare(&tracker)
    let block = PacketBlock(for: &tracker)
    state = Mutex(State(tracker: tracker, block: block))
    let isAlone = ProcessInfo.processInfo.activeProcessorCount < 2
    queue = isAlone ? nil : DispatchQueue(label: "connections", qos: .userInitiated)
  }

  /// An empty block to be filled.
  func newBlock() -> PacketBlock { state.withLock { PacketBlock(for: &$0.tracker) } }

  /// Hands over a block and gets the one before back, with what was found in it.
  func exchange(_ block: inout PacketBlock, for task: Task) {
    guard let queue else {
      perform(&block, task)
      return
    }
    idle.wait()
    state.withLock { swap(&$0.block, &block) }
    queue.async {
      self.state.withLock { $0.perform(task) }
      self.idle.signal()
    }
  }

  /// Has a block taken while the caller waits.
  func perform(_ block: inout PacketBlock, _ task: Task) {
    state.withLock {
      swap(&$0.block, &block)
      $0.perform(task)
      swap(&$0.block, &block)
    }
  }

  /// Waits until what was handed over last is done, and gets what was found.
  func collect(_ block: inout PacketBlock) {
    idle.wait()
    idle.signal()
    state.withLock { swap(&$0.block, &block) }
  }

  /// What the tracker counted.
  var statistics: TrackerStatistics { state.withLock { $0.tracker.statistics } }

  /// Whether the packet taken last belongs to one of these connections.
  func isLastPacket(ofAny indexes: [UInt64]) -> Bool {
    state.withLock { $0.tracker.isLastPacket(ofAny: indexes) }
  }
}

extension TrackingWorker.State {
  mutating func perform(_ task: TrackingWorker.Task) {
    switch task {
    case .take: tracker.process(&block)
    case .flush:
      tracker.process(&block)
      tracker.flush()
    case .advance(let time):
      tracker.process(&block)
      tracker.flush()
      tracker.advance(to: time)
    case .finish(let count):
      tracker.process(&block)
      tracker.finish(atMost: count, for: &block)
    }
    tracker.exchange(&block)
  }
}
