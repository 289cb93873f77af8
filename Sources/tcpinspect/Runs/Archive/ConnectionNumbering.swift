import BasicContainers
import HeapModule
import PacketCapture
import SystemServices
import TrackingPipeline

/// The numbers in the archive of each bucket's connections, by the order in which they began: 8 bytes each.
struct ConnectionNumbering: ~Copyable {
  private var numbers = UniqueArray<UniqueArray<UInt64>>()

  /// The next connection of a bucket.
  private struct Head: Comparable {
    let position: BucketPosition
    let index: Int

    static func < (one: Head, other: Head) -> Bool {
      one.position == other.position
        ? one.index < other.index : one.position < other.position
    }
  }

  /// Numbers the connections of the buckets in these folders.
  ///
  /// - Throws: if a file is damaged.
  init(folders: [String], byteCount: Int) throws(CaptureError) {
    var sources = UniqueArray<RecordLines>()
    var heads = Heap<Head>()
    for (index, folder) in folders.enumerated() {
      numbers.append(UniqueArray())
      var lines = RecordLines(path: TrackNames.begins(of: folder), byteCount: byteCount)
      if try lines.advance() {
        heads.insert(Head(position: try lines.position(), index: index))
      }
      sources.append(lines)
    }
    var count: UInt64 = 0
    while let head = heads.min {
      numbers[head.index].append(count)
      count += 1
      if try sources[head.index].advance() {
        heads.replaceMin(
          with: Head(position: try sources[head.index].position(), index: head.index))
      } else {
        heads.removeMin()
      }
    }
  }

  /// The number in the archive of a bucket's connection; nil if the bucket has none of that number.
  func number(of connection: UInt64, in bucket: Int) -> UInt64? {
    connection < UInt64(numbers[bucket].count) ? numbers[bucket][Int(connection)] : nil
  }
}

extension RecordLines {
  /// The position at the beginning of the current line.
  ///
  /// - Throws: if the line has none.
  func position() throws(CaptureError) -> BucketPosition {
    BucketPosition(
      order: try number(at: 0, digits: 16),
      list: UInt8(truncatingIfNeeded: try number(at: 16, digits: 2)),
      queued: try number(at: 18, digits: 16))
  }

  /// Where the connection of the current line began, if it ends by itself there; else 0.
  ///
  /// - Throws: if the line does not state it.
  func begin() throws(CaptureError) -> UInt64 {
    try number(at: BucketLine.positionByteCount, digits: 16)
  }
}
