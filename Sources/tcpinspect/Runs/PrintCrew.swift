import BasicContainers
import DequeModule
import Dispatch
import FoundationEssentials
import InternetTypes
import PacketDissection
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

/// Formats the lines of a run in several threads; input and output are in packet order.
struct ParallelLines: ~Copyable {
  /// The maximum number of blocks handed over and not written, for each thread.
  private static let depth = 4

  private let crew: PrintCrew
  private var block = PrintBlock()
  private var nextNumber = 0
  private var nextOutput = 0

  /// Lines formatted by a crew's threads.
  init(_ crew: PrintCrew) { self.crew = crew }

  /// Adds a packet; `printer` formats its line at once if the line depends on earlier packets.
  mutating func append(_ line: consuming PendingLine, _ printer: inout PacketPrinter) {
    let frame = line.frame
    if let context = printer.context(of: line.packet) {
      block.append(
        line.packet, frame, statedLength: line.statedLength, time: line.time, number: line.number,
        context: context)
    } else {
      printer.print(
        line.packet, frame: frame, statedLength: line.statedLength, time: line.time,
        number: line.number)
      let (packet, time) = (line.packet, line.time)
      printer.line.take { block.append(packet, line: $0, time: time) }
    }
  }

  /// Whether the current block must be handed over.
  var isFull: Bool { block.isFull }

  /// Hands over the current block and writes formatted ones; if too many are pending, formats lines itself.
  ///
  /// - Throws: if output fails.
  mutating func handOver<E: Error>(
    _ printer: inout PacketPrinter, _ write: (Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    var next = crew.emptyBlock()
    swap(&next, &block)
    next.number = nextNumber
    nextNumber += 1
    crew.putFilled(next)
    try advance(&printer, until: Self.depth * PrintCrew.threadCount, write)
  }

  /// Writes all lines of the packets added so far.
  ///
  /// - Throws: if output fails.
  mutating func drain<E: Error>(
    _ printer: inout PacketPrinter, _ write: (Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    if !block.isEmpty { try handOver(&printer, write) }
    try advance(&printer, until: 0, write)
  }

  /// Writes blocks in their order until at most `limit` are pending.
  private mutating func advance<E: Error>(
    _ printer: inout PacketPrinter, until limit: Int, _ write: (Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    while nextOutput < nextNumber {
      if let done = crew.takeDone(nextOutput) {
        nextOutput += 1
        // An error ends the run: the block is not kept then.
        try done.write(write)
        crew.keep(done)
        continue
      }
      if nextNumber - nextOutput <= limit { return }
      if var mine = crew.takeFilled() {
        mine.makeLines(&printer)
        crew.putDone(mine)
      } else {
        crew.waitForResult()
      }
    }
  }
}

/// A packet to be formatted.
struct PendingLine: ~Escapable {
  let packet: Packet
  let frame: Span<UInt8>
  let statedLength: Int
  let time: RecordedTime
  let number: UInt64

  @_lifetime(copy frame)
  init(
    _ packet: Packet, _ frame: Span<UInt8>, statedLength: Int, time: RecordedTime, number: UInt64
  ) {
    self.packet = packet
    self.frame = frame
    self.statedLength = statedLength
    self.time = time
    self.number = number
  }
}
