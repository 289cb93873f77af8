import BasicContainers
import PacketDissection
import PacketPrinting
import TextOutput

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
