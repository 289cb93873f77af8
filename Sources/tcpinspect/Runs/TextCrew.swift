import BasicContainers
import DequeModule
import Dispatch
import FoundationEssentials
import Synchronization

/// Threads that make the text of blocks in parallel with the thread that reads and writes.
///
/// Blocks are processed in any order and returned in the order of their numbers. The threads live until the process
/// ends.
final class TextCrew<Block: TextBlock & ~Copyable>: Sendable {
  /// What makes the text of a block; each thread has one, with the state that it needs.
  typealias Work = (inout Block) -> Void

  private struct Queues: ~Copyable {
    var filled = UniqueDeque<Block>()
    var done = UniqueDeque<Block>()
    var spare = UniqueDeque<Block>()
  }

  private let queues = Mutex(Queues())
  private let jobs = DispatchSemaphore(value: 0)
  private let results = DispatchSemaphore(value: 0)
  private let makeBlock: @Sendable () -> Block

  /// Starts the threads.
  ///
  /// - Parameters:
  ///   - makeBlock: makes an empty block.
  ///   - makeWork: makes a thread's work.
  init(
    makeBlock: @escaping @Sendable () -> Block, makeWork: @escaping @Sendable () -> Work
  ) {
    self.makeBlock = makeBlock
    for number in 0..<CrewSize.threads {
      DispatchQueue(label: "text \(number)").async { self.process(makeWork()) }
    }
  }

  private func process(_ work: Work) {
    while true {
      jobs.wait()
      guard var block = takeFilled() else { continue }
      work(&block)
      putDone(block)
    }
  }

  /// The oldest block that no thread has taken, if more than `count` wait.
  func takeFilled(ifMoreThan count: Int = 0) -> Block? {
    queues.withLock { $0.filled.count > count ? $0.filled.popFirst() : nil }
  }

  /// Hands over a block, whose text is to be made.
  func putFilled(_ block: consuming Block) {
    // A closure that may run more than once cannot consume what it captures.
    var block: Block? = block
    queues.withLock { queues in
      if let block = block.take() { queues.filled.append(block) }
    }
    jobs.signal()
  }

  /// Hands back a block that has its text.
  func putDone(_ block: consuming Block) {
    var block: Block? = block
    queues.withLock { queues in
      if let block = block.take() { queues.done.append(block) }
    }
    results.signal()
  }

  /// The block with that number, if it has its text.
  func takeDone(_ number: Int) -> Block? {
    queues.withLock { queues in
      for index in 0..<queues.done.count where queues.done[index].number == number {
        return queues.done.remove(at: index)
      }
      return nil
    }
  }

  /// Waits until another block has its text.
  func waitForResult() { results.wait() }

  /// An empty block.
  func emptyBlock() -> Block { queues.withLock { $0.spare.popFirst() } ?? makeBlock() }

  /// Keeps a block whose text was written.
  func keep(_ block: consuming Block) {
    block.removeAll()
    var block: Block? = block
    queues.withLock { queues in
      if let block = block.take() { queues.spare.append(block) }
    }
  }
}

/// The size of a crew.
enum CrewSize {
  /// The number of threads besides the reading one: one for each other processor, but three at most: reading is then
  /// the bottleneck.
  static let threads = min(ProcessInfo.processInfo.activeProcessorCount - 1, 3)
}
