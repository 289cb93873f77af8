import PacketCapture
import SystemServices
import TrackingPipeline

/// Finds in a bucket's records, which are in order, those from a place on.
struct RecordSearch {
  private let path: String
  private let packets: UInt64
  private let size: Int64

  /// The bytes in which the beginning of a line is looked for at first.
  private static let probe = 1 << 13

  /// The records in a file, of an archive of so many packets.
  ///
  /// - Throws: if the file cannot be opened.
  init(path: String, packets: UInt64) throws(CaptureError) {
    (self.path, self.packets) = (path, packets)
    size = Int64(try InputDescriptor(path: path).size ?? 0)
  }

  /// The lines from the first one at a place or after it.
  ///
  /// - Throws: if the file is damaged.
  func lines(from place: UInt64, byteCount: Int) throws(CaptureError) -> RecordLines {
    if place == 0 { return RecordLines(path: path, byteCount: byteCount) }
    // Lines that begin before `low` are before the place, and those from `high` on are not.
    var (low, high) = (Int64(0), size)
    while low < high {
      let middle = low + (high - low) / 2
      guard let found = try line(from: middle) else {
        high = middle
        continue
      }
      if found.place < place { low = found.start + 1 } else { high = middle }
    }
    let start = try line(from: low)?.start ?? size
    return RecordLines(path: path, from: start, byteCount: byteCount)
  }

  /// The first line that begins at an offset or after it: where it begins, and its place.
  private func line(from offset: Int64) throws(CaptureError) -> (start: Int64, place: UInt64)? {
    var start = offset
    var lines = RecordLines(
      path: path, from: max(offset - 1, 0), byteCount: Self.probe)
    if offset > 0 {
      // The rest of the line before; nothing but its end if a line begins at the offset.
      guard try lines.advance() else { return nil }
      start = offset + Int64(lines.line.count)
    }
    guard try lines.advance() else { return nil }
    let (position, begin) = (try lines.position(), try lines.begin())
    return (start, RecordSlice.place(order: position.order, begin: begin, packets: packets))
  }
}
