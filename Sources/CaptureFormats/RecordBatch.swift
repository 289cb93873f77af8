public import BasicContainers

/// The records of packets that were read together; they share the reader's buffer.
@usableFromInline
struct RecordBatch: ~Copyable {
  /// How many records a batch has at most: enough to make the call for a batch cheap, few enough for the L1 cache.
  @usableFromInline
  static let capacity = 64

  /// The records; the array has one owner, so that a store into it needs no check for others.
  @usableFromInline
  private(set) var records: UniqueArray<PacketRecord>

  /// How many records were read into the batch.
  @usableFromInline
  private(set) var count = 0

  init() {
    records = UniqueArray(repeating: .none, count: Self.capacity)
  }

  var hasRoom: Bool { count < Self.capacity }

  mutating func removeAll() { count = 0 }

  /// Moves a record to an earlier place, in place of one that is not wanted.
  @usableFromInline
  mutating func move(_ record: PacketRecord, to index: Int) { records[index] = record }

  /// Drops all records but the first ones.
  @usableFromInline
  mutating func keepFirst(_ count: Int) { self.count = count }

  @inline(__always)
  mutating func append(_ record: PacketRecord) {
    records[count] = record
    count &+= 1
  }
}
