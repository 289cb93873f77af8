/// One of several parts of an archive's records: those of some of its packets, in order.
///
/// Records of connections that end with the input are divided by where the connections began.
struct RecordSlice {
  /// The part, from 0, and how many there are.
  let index: UInt64
  let count: UInt64

  /// All records.
  static let whole = RecordSlice(index: 0, count: 1)

  private init(index: UInt64, count: UInt64) { (self.index, self.count) = (index, count) }

  /// The slice that a text such as `3/16` names; nil if it names none.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = UInt64(parts[0]), let count = UInt64(parts[1]),
      count <= 65_536, number >= 1, number <= count
    else { return nil }
    self.init(index: number - 1, count: count)
  }

  /// The range of places in an archive of so many packets.
  func range(packets: UInt64) -> Range<UInt64> {
    let length = Self.endStart(packets: packets) &* 2
    let start = length / count * index
    return start..<(index + 1 == count ? .max : start + length / count)
  }

  /// The place of a record: its order, or after all packets where its connection began.
  static func place(order: UInt64, begin: UInt64, packets: UInt64) -> UInt64 {
    order == .max ? endStart(packets: packets) &+ begin : order
  }

  private static func endStart(packets: UInt64) -> UInt64 { packets &* 2 &+ 4 }
}
