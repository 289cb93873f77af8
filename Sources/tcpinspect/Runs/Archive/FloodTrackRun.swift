import CaptureFormats
import FloodDetection
import InternetTypes
import PacketCapture
import Records
import SystemServices

/// `track flood`: one detector over all packets of an archive.
///
/// A detector's tables are shared by all victims, and its estimates depend on what else it saw. So alerts are those of
/// one process only if one detector sees all packets in their order: the archive has one bucket.
struct FloodTrackRun {
  let folders: [String]
  let configuration: FloodConfiguration
  let table: TableOptions

  /// Writes the alerts to standard output.
  ///
  /// - Throws: if the archive is damaged, has several buckets, or the output fails.
  func run() throws(CaptureError) {
    let reader = try ArchiveReader(folders: folders, bucket: 0)
    guard reader.bucketCount == 1 else {
      throw CaptureError(
        .malformed, subject: folders.first,
        reason: "has \(reader.bucketCount) buckets, and flood needs all packets in one",
        advice: "partition it with --buckets 1")
    }
    var session = FloodSession(
      detector: FloodDetector(configuration), table: table,
      precision: reader.isFine ? .nanoseconds : .microseconds, packetLimit: .max, duration: nil,
      flushesLines: false, command: nil)
    try reader.lendPackets { (moment, part) throws(CaptureError) in
      try part.withPacket { (record, _, frame) throws(CaptureError) in
        let captured = CapturedPacket(
          recordedTime: RecordedTime(moment.time), number: moment.number,
          capturedLength: frame.count, originalLength: record.originalLength,
          linkType: record.linkType)
        _ = try session.take(captured, frame, record.linkType)
      }
    }
    let report = try session.finish()
    for note in report.notes { TCPInspect.write(line: note) }
  }
}
