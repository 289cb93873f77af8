import BasicContainers
import CaptureFormats
import InternetTypes
import PacketCapture
import SystemServices
import TextOutput

/// One partitioned capture of an archive, as far as one bucket needs it.
///
/// Its files are opened with its first packet, and for each read only: an archive may have any number of them.
struct ArchivePart: ~Copyable {
  /// Where the current packet is.
  enum Place {
    /// In the bucket's file, in the file for all buckets, or in another bucket's.
    case own, shared, elsewhere
  }

  let folder: String
  let summary: PartitionSummary
  private let bucket: Int
  private let byteCount: Int
  private var ticks: TickReader?
  /// The bucket's file, and that for all buckets, as far as they have packets.
  private var own = UniqueArray<PieceReader>()
  private var shared = UniqueArray<PieceReader>()
  /// The time and number of the current packet.
  private(set) var current = PacketTick(time: Timestamp(rawValue: 0), number: 0)
  private(set) var place = Place.elsewhere
  private var count: UInt64 = 0

  /// A part whose files are read `byteCount` bytes at a time.
  init(folder: String, summary: PartitionSummary, bucket: Int, byteCount: Int) {
    (self.folder, self.summary, self.bucket, self.byteCount) = (folder, summary, bucket, byteCount)
  }

  /// Advances to the next packet of the capture; false at its end.
  ///
  /// - Throws: if a file is missing or damaged.
  mutating func advance() throws(CaptureError) -> Bool {
    if count == 0 { try open() }
    switch place {
    case .own: try own[0].advance()
    case .shared: try shared[0].advance()
    case .elsewhere: break
    }
    let tick: PacketTick?
    do throws(FormatError) {
      tick = try ticks?.next()
    } catch {
      throw CaptureError(error, subject: PartitionNames.ticks(of: folder))
    }
    guard let tick else {
      try close()
      return false
    }
    count += 1
    current = tick
    place = .elsewhere
    if !own.isEmpty, own[0].number == tick.number { place = .own }
    if !shared.isEmpty, shared[0].number == tick.number { place = .shared }
    return true
  }

  private mutating func open() throws(CaptureError) {
    let path = PartitionNames.ticks(of: folder)
    do throws(FormatError) {
      ticks = try TickReader(ReopenedSource(path: path, byteCount: byteCount))
    } catch {
      throw CaptureError(error, subject: path)
    }
    if summary.packetsOfBuckets[bucket] > 0 {
      own.append(
        try .open(PartitionNames.bucket(bucket, of: folder), byteCount: byteCount))
    }
    if summary.sharedPackets > 0 {
      shared.append(
        try .open(PartitionNames.shared(of: folder), byteCount: byteCount))
    }
  }

  /// Releases the buffers, and checks that nothing is left.
  private mutating func close() throws(CaptureError) {
    let isOver =
      (own.isEmpty || own[0].number == nil) && (shared.isEmpty || shared[0].number == nil)
    guard count == summary.packets, isOver else {
      throw CaptureError(
        .malformed, subject: folder, reason: "is not whole: its files do not fit together",
        advice: "partition the capture again")
    }
    ticks = nil
    own.removeAll()
    shared.removeAll()
  }

  /// Lends the current packet, which is in the bucket's file or in that for all buckets.
  func withPacket<Failure: Error>(
    _ body: (PacketRecord, CaptureInterface, Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    switch place {
    case .own: try own[0].lend(body)
    case .shared: try shared[0].lend(body)
    case .elsewhere: break
    }
  }
}
