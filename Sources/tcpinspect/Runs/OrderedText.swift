/// Text that threads make block by block, written in the order in which the blocks were handed over.
struct OrderedText<Block: TextBlock & ~Copyable>: ~Copyable {
  /// The maximum number of blocks handed over and not written, for each thread.
  private static var depth: Int { 4 }

  private let crew: TextCrew<Block>
  private var nextNumber = 0
  private var nextOutput = 0

  /// The block that is being filled.
  var block: Block

  /// Text made by a crew's threads.
  init(_ crew: TextCrew<Block>) {
    self.crew = crew
    block = crew.emptyBlock()
  }

  /// Hands over the current block and begins an empty one.
  mutating func handOver() {
    var next = crew.emptyBlock()
    swap(&next, &block)
    next.number = nextNumber
    nextNumber += 1
    crew.putFilled(next)
  }

  /// Makes the text of the oldest block if the threads are behind.
  func help(_ work: (inout Block) -> Void) {
    guard var mine = crew.takeFilled(ifMoreThan: Self.depth * CrewSize.threads) else { return }
    work(&mine)
    crew.putDone(mine)
  }

  /// Writes blocks that have their text; if too many are pending, makes the text of some itself.
  ///
  /// - Throws: if output fails.
  mutating func advance<E: Error>(
    _ work: (inout Block) -> Void, _ write: (Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    try advance(until: Self.depth * CrewSize.threads, work, write)
  }

  /// Writes all blocks, the current one included.
  ///
  /// - Throws: if output fails.
  mutating func drain<E: Error>(
    _ work: (inout Block) -> Void, _ write: (Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    if !block.isEmpty { handOver() }
    try advance(until: 0, work, write)
  }

  /// Writes blocks in their order until at most `limit` are pending.
  private mutating func advance<E: Error>(
    until limit: Int, _ work: (inout Block) -> Void, _ write: (Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    while nextOutput < nextNumber {
      if var done = crew.takeDone(nextOutput) {
        nextOutput += 1
        // An error ends the run: the block is not kept then.
        try done.write(write)
        crew.keep(done)
        continue
      }
      if nextNumber - nextOutput <= limit { return }
      if var mine = crew.takeFilled() {
        work(&mine)
        crew.putDone(mine)
      } else {
        crew.waitForResult()
      }
    }
  }
}
