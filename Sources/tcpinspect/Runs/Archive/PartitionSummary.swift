import FoundationEssentials
import InternetTypes
import PacketCapture
import SystemServices

/// The summary of one partitioned capture, which is a JSON object in its folder.
struct PartitionSummary: Codable {
  /// The version of the folder's format.
  static var currentVersion: Int { 1 }

  var version = PartitionSummary.currentVersion
  /// The capture's name in records.
  var name: String
  /// How many packets it has.
  var packets: UInt64 = 0
  /// Bytes of these packets.
  var bytes: UInt64 = 0
  /// The times of the first packet, and of the earliest and the latest one, in nanoseconds since 1970; null without
  /// packets.
  var first: Int64?
  var earliest: Int64?
  var latest: Int64?
  /// Packets whose time is before that of the packet before them.
  var stepsBack: UInt64 = 0
  /// Whether its times may be finer than microseconds.
  var isFine: Bool
  /// How many buckets there are, and the packets and bytes in each.
  var buckets: Int
  var packetsOfBuckets: [UInt64]
  var bytesOfBuckets: [UInt64]
  /// Whether all UDP is in one bucket; null if not.
  var joinsUDP: Bool?
  /// Packets that every bucket needs.
  var sharedPackets: UInt64 = 0
  /// The name of the last packet's interface: datagrams that are given up at the end have it.
  var lastInterface: String?
  /// Why the capture ended early; null if it was read whole.
  var failure: String?

  init(name: String, isFine: Bool, buckets: Int, joinsUDP: Bool) {
    self.joinsUDP = joinsUDP ? true : nil
    self.name = name
    self.isFine = isFine
    self.buckets = buckets
    packetsOfBuckets = Array(repeating: 0, count: buckets)
    bytesOfBuckets = Array(repeating: 0, count: buckets)
  }

  /// Notes a packet; `bucket` is nil if every bucket needs it.
  mutating func note(_ time: Timestamp, byteCount: Int, bucket: Int?, since last: Timestamp?) {
    packets += 1
    bytes += UInt64(byteCount)
    if first == nil { first = time.rawValue }
    earliest = min(earliest ?? time.rawValue, time.rawValue)
    latest = max(latest ?? time.rawValue, time.rawValue)
    if let last, time < last { stepsBack += 1 }
    guard let bucket else {
      sharedPackets += 1
      return
    }
    packetsOfBuckets[bucket] += 1
    bytesOfBuckets[bucket] += UInt64(byteCount)
  }

  /// The summary in a folder.
  ///
  /// - Throws: if there is none of this version.
  init(folder: String) throws(CaptureError) {
    let path = PartitionNames.summary(of: folder)
    let lines = try TextFile.lines(of: path)
    let data = Data(lines.joined(separator: "\n").utf8)
    guard let summary = try? JSONDecoder().decode(Self.self, from: data),
      summary.version == Self.currentVersion,
      summary.packetsOfBuckets.count == summary.buckets
    else {
      throw CaptureError(
        .malformed, subject: path, reason: "is no summary that this version of partition wrote")
    }
    self = summary
  }

  /// The summary as JSON.
  var json: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let data = (try? encoder.encode(self)) ?? Data()
    return Array(data) + [UInt8(ascii: "\n")]
  }
}

/// The names of the files in the folder of a partitioned capture.
enum PartitionNames {
  /// The most buckets.
  static var bucketLimit: Int { 4096 }

  static func summary(of folder: String) -> String { folder + "/summary.json" }
  static func ticks(of folder: String) -> String { folder + "/ticks" }
  static func shared(of folder: String) -> String { folder + "/shared.pcapng" }

  static func bucket(_ number: Int, of folder: String) -> String {
    let digits = String(number)
    return folder + "/bucket-" + String(repeating: "0", count: max(5 - digits.count, 0)) + digits
      + ".pcapng"
  }
}
