/// Records of packets that were read together; they share a reader's buffer.
@usableFromInline
struct RecordBatch {
  /// Most records of a batch: enough to make the call for a batch cheap, few enough to stay in the first-level cache.
  @usableFromInline
  static let capacity = 64

  @usableFromInline
  private(set) var records: [PacketRecord]

  /// Records that were read into the batch.
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
