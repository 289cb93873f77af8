import CaptureFormats
import ConnectionTracking
import Diagnosis
import FloodDetection
import InternetTypes
import PacketCapture
import PacketDissection
import Records
import ReportPages
import TrackingPipeline

/// The first reading of `report`: passes packets to the tracker and the flood detector, and sums up the capture.
struct ReportSession: PacketConsumer, ~Copyable {
  private var packets: DiagnosedPackets
  private var collector: ReportCollector

  var count: UInt64 { packets.count }

  /// A session with these limits.
  init(
    _ configuration: TrackerConfiguration, overview: OverviewRecording, origins: PacketOrigins,
    packetLimit: UInt64, duration: Double?
  ) {
    var pipeline = PipelineConfiguration()
    pipeline.tracker = configuration
    pipeline.findings = .diagnosed
    var options = DiagnosedPackets.Options()
    options.duration = duration
    options.packetLimit = packetLimit
    packets = DiagnosedPackets(pipeline, options, origins: origins)
    collector = ReportCollector(overview, ignoresChecksums: configuration.ignoresChecksums)
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    packets.take(captured, frame, linkType, into: &collector)
  }

  mutating func begin(source: Int) { packets.begin(source: source) }

  mutating func take(
    _ descriptions: CaptureFile.Descriptions, of source: Int
  ) throws(CaptureError) { packets.take(descriptions.interfaces, of: source) }

  mutating func flush() throws(CaptureError) { packets.flush(into: &collector) }

  consuming func finish() throws(CaptureError) -> RunReport { RunReport() }

  /// Ends all connections; the overview, and the parts of the page that come from this reading.
  consuming func result(
    _ input: ReportInput, _ source: CommandSource
  ) -> (overview: OverviewRecording, input: ReportInput) {
    let summary = packets.finish(into: &collector)
    var input = input
    input.isDiagnosed = true
    collector.finish(source, into: &input)
    let statistics = packets.statistics
    input.statistics = statistics
    if let line = packets.unfollowedLine { input.notes.append(line) }
    input.notes += TrackingNotes(statistics, selected: []).lines
    input.notes +=
      ReassemblyNotes(packets.reassemblyStatistics, others: statistics.fragments).lines
    // The first two lines of these notes are totals.
    input.notes += FloodNotes(summary).lines.dropFirst(2)
    return (collector.overview, input)
  }
}
