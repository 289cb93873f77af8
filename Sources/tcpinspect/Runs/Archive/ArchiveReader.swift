import BasicContainers
import CaptureFormats
import HeapModule
import InternetTypes
import PacketCapture
import SystemServices
import TrackingPipeline

/// Lends one bucket's packets of an archive in order of time, and the times of all others.
struct ArchiveReader: ~Copyable {
  private var parts: UniqueArray<ArchivePart>
  /// Whether a capture has times that may be finer than microseconds.
  let isFine: Bool
  /// The captures' names in records, in the order of the folders.
  let names: [String]
  /// The names of the interfaces of the captures' last packets.
  let lastInterfaces: [String?]
  /// How many packets all captures have.
  let packetCount: UInt64

  /// A packet and its place in the archive.
  struct Moment {
    /// The position of its capture among all.
    var part: Int
    /// How many packets of all captures come before it.
    var rank: UInt64
    var time: Timestamp
    /// Its number in its capture.
    var number: Int
    var place: ArchivePart.Place
  }

  /// The next packet of a part, in order of time; at equal times in order of the folders.
  private struct Head: Comparable {
    let time: Timestamp
    let index: Int

    static func < (one: Head, other: Head) -> Bool {
      one.time == other.time ? one.index < other.index : one.time < other.time
    }
  }

  /// Reads the summaries of all folders.
  ///
  /// - Throws: if one is missing, or has another number of buckets.
  init(folders: [String], bucket: Int) throws(CaptureError) {
    // A hundred parts that overlap in time take 100 MiB with large buffers.
    let byteCount = folders.count <= 64 ? 1 << 18 : 1 << 14
    var parts = UniqueArray<ArchivePart>()
    var (isAnyFine, known, count) = (false, [String](), UInt64(0))
    var lastInterfaces: [String?] = []
    for folder in folders {
      let summary = try PartitionSummary(folder: folder)
      guard bucket < summary.buckets else {
        throw CaptureError(
          .malformed, subject: folder,
          reason: "has \(summary.buckets.counted("bucket")), from 0, and none of number \(bucket)")
      }
      if !parts.isEmpty, parts[0].summary.buckets != summary.buckets {
        let other = parts[0].folder
        throw CaptureError(
          .malformed, subject: folder, reason: "has another number of buckets than \(other)",
          advice: "partition both with the same --buckets")
      }
      if !parts.isEmpty, parts[0].summary.joinsUDP != summary.joinsUDP {
        throw CaptureError(
          .malformed, subject: folder,
          reason: "was partitioned with --join-udp, or \(parts[0].folder) was",
          advice: "partition both alike")
      }
      if summary.isFine { isAnyFine = true }
      known.append(summary.name)
      lastInterfaces.append(summary.lastInterface)
      // A damaged summary may state any number.
      count &+= summary.packets
      parts.append(
        ArchivePart(folder: folder, summary: summary, bucket: bucket, byteCount: byteCount))
    }
    (isFine, names, packetCount) = (isAnyFine, known, count)
    self.lastInterfaces = lastInterfaces
    self.parts = parts
  }

  /// The router by which the captures were split.
  var router: BucketRouter {
    BucketRouter(
      count: bucketCount, joinsUDP: parts.isEmpty ? false : parts[0].summary.joinsUDP ?? false)
  }

  /// How many buckets the captures were split into.
  var bucketCount: Int { parts.isEmpty ? 1 : parts[0].summary.buckets }

  /// Lends all packets to `body`, in the order in which one process reads several files.
  ///
  /// `ArchivePart.withPacket` lends the bytes.
  ///
  /// - Throws: the error of `body`, or that of a damaged file.
  consuming func lendPackets(
    _ body: (Moment, borrowing ArchivePart) throws(CaptureError) -> Void
  ) throws(CaptureError) {
    var heads = Heap<Head>()
    for index in 0..<parts.count {
      // A part is opened when its first packet is due.
      if let first = parts[index].summary.first {
        heads.insert(Head(time: Timestamp(rawValue: first), index: index))
      }
    }
    var isOpen = [Bool](repeating: false, count: parts.count)
    var rank: UInt64 = 0
    while let head = heads.min {
      let index = head.index
      if !isOpen[index] {
        isOpen[index] = true
        guard try parts[index].advance(), parts[index].current.time == head.time else {
          throw CaptureError(
            .malformed, subject: parts[index].folder,
            reason: "is not whole: its summary and its ticks differ",
            advice: "partition the capture again")
        }
      }
      let tick = parts[index].current
      try body(
        Moment(
          part: index, rank: rank, time: tick.time, number: tick.number,
          place: parts[index].place), parts[index])
      rank += 1
      if rank & 0xffff == 0, Interruption.isRequested {
        throw CaptureError(.interrupted, reason: "interrupted after \(rank.counted("packet"))")
      }
      if try parts[index].advance() {
        heads.replaceMin(with: Head(time: parts[index].current.time, index: index))
      } else {
        heads.removeMin()
      }
    }
  }
}
