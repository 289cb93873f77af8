import BasicContainers
import DequeModule
import Dispatch
import FoundationEssentials
import PacketPrinting
import Synchronization
import TextOutput

/// The threads that format the lines of packets, block by block, in parallel with the thread that reads and writes.
///
/// Blocks are formatted in any order and returned in the order of their packets. The threads live until the process
/// ends.
final class PrintCrew: Sendable {
  /// The number of threads besides the reading one: one for each other processor, but three at most: reading is then
  /// the bottleneck.
  static let threadCount = min(ProcessInfo.processInfo.activeProcessorCount - 1, 3)

  private struct Queues: ~Copyable {
    var filled = UniqueDeque<PrintBlock>()
    var done = UniqueDeque<PrintBlock>()
    var spare = UniqueDeque<PrintBlock>()
  }

  private let queues = Mutex(Queues())
  private let jobs = DispatchSemaphore(value: 0)
  private let results = DispatchSemaphore(value: 0)

  /// Starts the threads, each with a printer of its own.
  init(_ makePrinter: @escaping @Sendable () -> PacketPrinter) {
    for number in 0..<Self.threadCount {
      DispatchQueue(label: "lines \(number)").async { self.work(makePrinter()) }
    }
  }

  private func work(_ printer: consuming PacketPrinter) {
    var printer = printer
    while true {
      jobs.wait()
      guard var block = takeFilled() else { continue }
      block.makeLines(&printer)
      putDone(block)
    }
  }

  /// The oldest block that no thread has taken.
  func takeFilled() -> PrintBlock? { queues.withLock { $0.filled.popFirst() } }

  /// Hands over a block to be formatted.
  func putFilled(_ block: consuming PrintBlock) {
    // A closure that may run more than once cannot consume what it captures.
    var block: PrintBlock? = block
    queues.withLock { queues in
      if let block = block.take() { queues.filled.append(block) }
    }
    jobs.signal()
  }

  /// Hands back a formatted block.
  func putDone(_ block: consuming PrintBlock) {
    var block: PrintBlock? = block
    queues.withLock { queues in
      if let block = block.take() { queues.done.append(block) }
    }
    results.signal()
  }

  /// The block with that number, if it was formatted.
  func takeDone(_ number: Int) -> PrintBlock? {
    queues.withLock { queues in
      for index in 0..<queues.done.count where queues.done[index].number == number {
        return queues.done.remove(at: index)
      }
      return nil
    }
  }

  /// Waits until another block was formatted.
  func waitForResult() { results.wait() }

  /// An empty block.
  func emptyBlock() -> PrintBlock { queues.withLock { $0.spare.popFirst() } ?? PrintBlock() }

  /// Keeps a block whose lines were written.
  func keep(_ block: consuming PrintBlock) {
    block.removeAll()
    var block: PrintBlock? = block
    queues.withLock { queues in
      if let block = block.take() { queues.spare.append(block) }
    }
  }
}
