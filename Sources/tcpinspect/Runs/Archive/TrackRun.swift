import CaptureFormats
import ConnectionTracking
import FloodDetection
import InternetTypes
import PacketCapture
import Reassembly
import Records
import SystemServices
import TrackingPipeline

/// One run of `track`: follows one bucket of an archive.
struct TrackRun {
  let kind: ArchiveRecord
  let folders: [String]
  let bucket: Int
  let configuration: TrackerConfiguration

  /// Follows the connections of the bucket, and writes their records into a folder.
  ///
  /// - Returns: notes about what was left out.
  /// - Throws: if the archive is damaged, or the folder cannot be written.
  func run(output path: String) throws(CaptureError) -> [String] {
    let reader = try ArchiveReader(folders: folders, bucket: bucket)
    let folder = try AttemptFolder(path)
    do throws(CaptureError) {
      let notes = try fill(folder, from: reader)
      try folder.complete()
      return notes
    } catch {
      folder.discard()
      throw error
    }
  }

  private func fill(
    _ folder: AttemptFolder, from reader: consuming ArchiveReader
  ) throws(CaptureError) -> [String] {
    let records = try OutputDescriptor.create(path: TrackNames.records(of: folder.attempt))
    let begins = try OutputDescriptor.create(path: TrackNames.begins(of: folder.attempt))
    var session = TrackSession(self, reader)
    let count = reader.packetCount
    try reader.lendPackets { (moment, part) throws(CaptureError) in
      try session.take(moment, part, records, begins)
    }
    let summary = try session.finish(after: count, records, begins)
    try records.close()
    try begins.close()
    let output = try OutputDescriptor.create(path: TrackNames.summary(of: folder.attempt))
    try output.write(summary.json.span)
    try output.close()
    return summary.notes
  }
}

/// Passes the packets of one bucket to its tracker.
private struct TrackSession: ~Copyable {
  private let run: TrackRun
  private let names: [String]
  private let lastInterfaces: [String?]
  /// The capture of the last packet, of whichever bucket.
  private var lastPart = 0
  private let bucketCount: Int
  private let joinsUDP: Bool
  private var tracker: BucketTracker
  private var output: BucketOutput
  /// The capture and the interface of the packets before.
  private var source = (part: -1, interface: -1)
  private var count: UInt64 = 0

  init(_ run: TrackRun, _ reader: borrowing ArchiveReader) {
    self.run = run
    names = reader.names
    lastInterfaces = reader.lastInterfaces
    bucketCount = reader.bucketCount
    var configuration = PipelineConfiguration()
    configuration.tracker = run.configuration
    configuration.findings = run.kind.findings
    tracker = BucketTracker(
      configuration, bucket: run.bucket, of: reader.router)
    joinsUDP = reader.router.joinsUDP
    output = BucketOutput(run.kind, precision: reader.isFine ? .nanoseconds : .microseconds)
  }

  mutating func take(
    _ moment: ArchiveReader.Moment, _ part: borrowing ArchivePart,
    _ records: OutputDescriptor, _ begins: OutputDescriptor
  ) throws(CaptureError) {
    lastPart = moment.part
    guard moment.place != .elsewhere else {
      return tracker.pass(moment.time, rank: moment.rank, into: &output)
    }
    part.withPacket { record, interface, frame in
      if (moment.part, record.interface) != source {
        source = (moment.part, record.interface)
        begin(moment.part, interface.name)
      }
      let header = FrameHeader(
        linkType: record.linkType, wireLength: record.originalLength, timestamp: moment.time,
        number: moment.number)
      if moment.place == .own {
        tracker.take(own: frame, header, rank: moment.rank, into: &output)
      } else {
        tracker.take(shared: frame, header, rank: moment.rank, into: &output)
      }
    }
    count += 1
    if count & 0xff == 0 { try output.drain(records, begins) }
  }

  /// Sets the origin of the next packets, as several files and named interfaces have them.
  private mutating func begin(_ part: Int, _ interface: String?) {
    let file = names.count > 1 ? names[part] : nil
    guard file != nil || interface != nil else { return tracker.begin(nil) }
    tracker.begin(PacketOrigin(file: file, interface: interface))
  }

  consuming func finish(
    after count: UInt64, _ records: OutputDescriptor, _ begins: OutputDescriptor
  ) throws(CaptureError) -> TrackSummary {
    // Fragments that are left have the origin of the last packet.
    if count > 0 { begin(lastPart, lastInterfaces[lastPart]) }
    while tracker.finishSome(after: count, into: &output) { try output.drain(records, begins) }
    try output.drain(records, begins, isLast: true)
    return TrackSummary(
      run.kind, bucket: run.bucket, of: bucketCount, archivePackets: count, tracker.statistics,
      reassembly: tracker.reassemblyStatistics.evicted, movable: joinsUDP ? 0 : output.movableCount,
      limit: run.configuration.connectionLimit)
  }
}
