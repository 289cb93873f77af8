import BasicContainers
import ConnectionTracking
import Records

/// A block of connections that ended, and then their records.
struct ConnectionBlock: TextBlock, ~Copyable {
  /// The number of connections at which a block is full: a fraction of a millisecond's work.
  private static let limit = 64

  private var connections = UniqueArray<ConnectionSummary>()
  private var encoder: RecordEncoder<ConnectionSchema>

  var number = 0

  /// A block whose records are made by this encoder.
  init(_ encoder: consuming RecordEncoder<ConnectionSchema>) { self.encoder = encoder }

  var isFull: Bool { connections.count >= Self.limit }

  var isEmpty: Bool { connections.count == 0 }

  /// Adds a connection.
  mutating func append(_ connection: borrowing ConnectionSummary) {
    connections.append(copy connection)
  }

  /// Makes the records of all connections, in their order.
  mutating func makeRecords() {
    for index in 0..<connections.count { encoder.append(connections[index]) }
  }

  mutating func write<E: Error>(_ output: (Span<UInt8>) throws(E) -> Void) throws(E) {
    try encoder.take(output)
  }

  mutating func removeAll() { connections.removeAll(keepingCapacity: true) }
}
