import ConnectionTracking
import Records

/// Makes the records of connections in several threads, in the order in which the connections were added.
///
/// Most connections of a file end with it, when the trackers have little left to do.
struct ParallelConnections: ~Copyable {
  /// Records that are made before the threads are started: a short run does not need them.
  static let threshold: UInt64 = 512

  private var text: OrderedText<ConnectionBlock>

  /// Starts the threads; an encoder is made for each block.
  init(_ makeEncoder: @escaping @Sendable () -> RecordEncoder<ConnectionSchema>) {
    text = OrderedText(
      TextCrew(makeBlock: { ConnectionBlock(makeEncoder()) }, makeWork: { { $0.makeRecords() } }))
  }

  /// Adds a connection.
  mutating func append(_ connection: borrowing ConnectionSummary) {
    text.block.append(connection)
    guard text.block.isFull else { return }
    text.handOver()
    // The text of a batch of findings is written only after all of it.
    text.help { $0.makeRecords() }
  }

  /// Writes the records that were made, or all that were added if at least one byte must be written.
  ///
  /// - Throws: the error of `write`.
  mutating func take<E: Error>(
    atLeast minimum: Int, _ write: (Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    if minimum <= 1 {
      try text.drain({ $0.makeRecords() }, write)
    } else {
      try text.advance({ $0.makeRecords() }, write)
    }
  }
}
