import ConnectionTracking
import FoundationEssentials
import PacketCapture
import SystemServices

/// The summary of one followed bucket, which is a JSON object in its folder.
struct TrackSummary: Codable {
  var version = PartitionSummary.currentVersion
  /// The subcommand whose records these are.
  var kind: String
  var bucket: Int
  /// How many buckets there are.
  var buckets: Int
  /// Packets of all captures, and of this bucket.
  var archivePackets: UInt64
  var packets: UInt64
  var connections: UInt64
  /// What the limits left out; records of other connections may differ from those of one process then.
  var evicted: UInt64
  var modelsRefused: UInt64
  var omitted: UInt64
  /// Fragmented datagrams that were given up to make room; the same in all buckets, as each reassembles all.
  var datagramsEvicted: UInt64
  /// QUIC connections on other ports than those by which all packets of a server are in one bucket, and UDP flows on
  /// these ports that begin without a handshake, as one does that continues a connection to another server address.
  var movableConnections: UInt64
  /// The most connections at a time, and how many there may be.
  var peak: Int
  var limit: Int
  /// Lines about these.
  var notes: [String]

  init(
    _ kind: ArchiveRecord, bucket: Int, of buckets: Int, archivePackets: UInt64,
    _ statistics: TrackerStatistics, reassembly: UInt64,
    movable: UInt64, limit: Int
  ) {
    self.kind = kind.rawValue
    (self.bucket, self.buckets, self.archivePackets) = (bucket, buckets, archivePackets)
    packets = statistics.packets
    connections = statistics.connections
    evicted = statistics.evicted
    modelsRefused = statistics.modelsRefused
    omitted =
      statistics.quicOmitted + statistics.tftpOmitted + statistics.sctpOmitted
      + statistics.dccpOmitted
    datagramsEvicted = reassembly
    movableConnections = movable
    (peak, self.limit) = (statistics.peak, limit)
    notes = TrackingNotes(statistics, selected: []).lines
    if reassembly > 0 {
      notes.append("\(reassembly) fragmented datagrams given up to make room for others")
    }
  }

  /// Whether a limit left something out.
  var isLimited: Bool {
    evicted > 0 || modelsRefused > 0 || omitted > 0 || datagramsEvicted > 0
  }

  /// The summary in a folder.
  ///
  /// - Throws: if there is none of this version.
  init(folder: String) throws(CaptureError) {
    let path = TrackNames.summary(of: folder)
    let data = Data(try TextFile.lines(of: path).joined(separator: "\n").utf8)
    guard let summary = try? JSONDecoder().decode(Self.self, from: data),
      summary.version == PartitionSummary.currentVersion
    else {
      throw CaptureError(
        .malformed, subject: path, reason: "is no summary that this version of track wrote")
    }
    self = summary
  }

  /// The summary as JSON.
  var json: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return Array((try? encoder.encode(self)) ?? Data()) + [UInt8(ascii: "\n")]
  }
}

/// The names of the files in the folder of a followed bucket.
enum TrackNames {
  static func summary(of folder: String) -> String { folder + "/summary.json" }
  static func records(of folder: String) -> String { folder + "/records" }
  static func begins(of folder: String) -> String { folder + "/begins" }
}
