/// The records of packets that were read together; they share the reader's buffer.
@usableFromInline
struct RecordBatch {
  /// How many records a batch has at most: enough to make the call for a batch cheap, few enough for the L1 cache.
  @usableFromInline
  static let capacity = 64

  @usableFromInline
  private(set) var records: [PacketRecord]

  /// How many records were read into the batch.
  @usableFromInline
  private(set) var count = 0

  init() {
    records = [PacketRecord](repeating: .none, count: Self.capacity)
  }

  var hasRoom: Bool { count < Self.capacity }

  mutating func removeAll() { count = 0 }

  @inline(__always)
  mutating func append(_ record: PacketRecord) {
    records[count] = record
    count &+= 1
  }
}
