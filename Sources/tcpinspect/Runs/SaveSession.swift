import CaptureFormats
import ConnectionTracking
import Diagnosis
import InternetTypes
import PacketCapture
import RecordStore
import SystemServices
import TrackingPipeline

/// The packet consumer of `save`: passes packets to the tracker and the flood detector, and what both find to a store.
struct SaveSession: PacketConsumer, ~Copyable {
  private let path: String
  private let isLive: Bool
  private var packets: DiagnosedPackets
  private var receiver: StoreReceiver
  private var totals = StoredTotals()
  private let capture: Int64

  var count: UInt64 { packets.count }

  /// The store's clock is read once in so many packets.
  private static let clockInterval: UInt64 = 1024

  /// A session for a capture that was begun in a store.
  init(
    _ command: SaveCommand, path: String, capture: Int64, isLive: Bool,
    receiver: consuming StoreReceiver, origins: PacketOrigins
  ) throws(CaptureError) {
    self.path = path
    self.capture = capture
    self.isLive = isLive
    var pipeline = PipelineConfiguration()
    pipeline.tracker = try command.report.configuration(command.capture, isLive: isLive)
    pipeline.findings = .diagnosed
    packets = DiagnosedPackets(
      pipeline, DiagnosedPackets.Options(command.capture, isLive: isLive), origins: origins)
    self.receiver = receiver
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    let time = captured.timestamp.rawValue
    totals.first = min(totals.first ?? time, time)
    totals.last = max(totals.last ?? time, time)
    let isWanted = packets.take(captured, frame, linkType, into: &receiver)
    if count % Self.clockInterval == 0 { receiver.flush() }
    if let failure = receiver.failure { throw failure }
    return isWanted
  }

  mutating func begin(source: Int) { packets.begin(source: source) }

  mutating func take(
    _ descriptions: CaptureFile.Descriptions, of source: Int
  ) throws(CaptureError) { packets.take(descriptions.interfaces, of: source) }

  mutating func take(_ statistics: CaptureStatistics, of interface: Int) throws(CaptureError) {
    totals.received = Int64(statistics.received)
    totals.dropped = Int64(statistics.dropped)
  }

  mutating func flush() throws(CaptureError) {
    packets.flush(into: &receiver)
    receiver.flush()
    if let failure = receiver.failure { throw failure }
  }

  /// Ends all connections, and writes what is known at the end only.
  ///
  /// - Throws: if the store cannot be written.
  consuming func finish() throws(CaptureError) -> RunReport {
    // A live capture and a pipe end by a signal.
    totals.isComplete = isLive || !Interruption.isRequested
    _ = packets.finish(into: &receiver)
    var report = RunReport()
    let statistics = packets.statistics
    if let line = packets.unfollowedLine { report.notes.append(line) }
    report.notes += TrackingNotes(statistics, selected: []).lines
    report.notes +=
      ReassemblyNotes(packets.reassemblyStatistics, others: statistics.fragments).lines
    totals.packets = packets.count
    totals.notes = report.notes
    let counts = try receiver.finish(totals)
    report.notes.append(
      "\(path): saved capture \(capture): \(packets.count.counted("packet")), "
        + zip(StoredRecord.allCases, counts).filter { $0.1 > 0 }
        .map { $0.1.counted($0.0.tableName) }.joined(separator: ", "))
    return report
  }
}
