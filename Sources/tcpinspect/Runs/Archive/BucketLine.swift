import TrackingPipeline

/// The beginning of a line of a bucket's records: where the record belongs among those of all buckets.
///
/// Hexadecimal digits of fixed width, so that the order of the lines' bytes is that of the records: the position
/// (order, list, queued), and for a connection that ends by itself the position at which it began.
enum BucketLine {
  /// Digits of the position of a record or of a connection's beginning.
  static var positionByteCount: Int { 16 + 2 + 16 }
  /// Bytes before a record: its position, the beginning of its connection, a space.
  static var keyByteCount: Int { positionByteCount + 16 + 1 }

  /// Appends digits of a position.
  static func append(_ position: BucketPosition, to text: inout [UInt8]) {
    append(position.order, digits: 16, to: &text)
    append(UInt64(position.list), digits: 2, to: &text)
    append(position.queued, digits: 16, to: &text)
  }

  /// Appends the lowest hexadecimal digits of a number.
  static func append(_ number: UInt64, digits: Int, to text: inout [UInt8]) {
    for index in (0..<UInt64(digits)).reversed() {
      let digit = UInt8(truncatingIfNeeded: number &>> (4 &* index) & 0xf)
      text.append(digit < 10 ? 0x30 &+ digit : 0x57 &+ digit)
    }
  }
}
