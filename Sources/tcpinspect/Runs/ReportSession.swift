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
  /// The most alerts on a page.
  private static let alertLimit = 100

  private var tracker: CaptureTracker
  private var collector: ReportCollector
  private var detector = FloodDetector()
  private var checksums: ChecksumSummary?
  private var alerts: [FloodAlert] = []
  private var omittedAlerts = 0
  private var cutPackets: UInt64 = 0
  private var unfollowed = UnfollowedFrames()
  private var origins: PacketOrigins
  private var interface: UInt32 = 0
  private var durationLimit: DurationLimit
  private let packetLimit: UInt64
  private(set) var count: UInt64 = 0

  /// A session with these limits.
  init(
    _ configuration: TrackerConfiguration, overview: OverviewRecording, origins: PacketOrigins,
    packetLimit: UInt64, duration: Double?
  ) {
    var pipeline = PipelineConfiguration()
    pipeline.tracker = configuration
    pipeline.findings = [.transitions, .events, .windows, .verdicts, .connections]
    tracker = CaptureTracker(pipeline)
    checksums = configuration.ignoresChecksums ? nil : ChecksumSummary()
    collector = ReportCollector(overview)
    self.origins = origins
    self.packetLimit = packetLimit
    durationLimit = DurationLimit(duration)
    if let origin = self.origins.origin { tracker.begin(origin) }
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    let time = captured.timestamp
    if durationLimit.isOver(at: time) { return false }
    count += 1
    if count <= UnfollowedFrames.limit {
      unfollowed.note(frame, wireLength: captured.originalLength, linkType)
    }
    if captured.interface != interface {
      interface = captured.interface
      tracker.begin(origins.begin(interface: interface))
    }
    let header = FrameHeader(
      linkType: linkType, wireLength: captured.originalLength, timestamp: time,
      number: captured.number)
    tracker.take(frame, header, into: &collector)
    let isCut = captured.capturedLength < captured.originalLength
    if isCut { cutPackets += 1 }
    let packet = Packet(decoding: frame, wireLength: captured.originalLength, linkType: linkType)
    collector.note(
      packet: UInt64(captured.number), transport: packet.transportProtocol,
      wireLength: captured.originalLength, isCut: isCut, at: time)
    if detector.process(packet, frame: frame, time: time) { takeAlerts(UInt64(captured.number)) }
    checksums?.add(packet, frame, linkType, at: time)
    return count < packetLimit
  }

  /// Takes the alerts that were raised at a packet.
  private mutating func takeAlerts(_ packet: UInt64) {
    for alert in detector.takeAlerts() {
      collector.take(alert, packet: packet)
      if alerts.count < Self.alertLimit { alerts.append(alert) } else { omittedAlerts += 1 }
    }
  }

  mutating func begin(source: Int) { tracker.begin(origins.begin(source: source)) }

  mutating func take(
    _ descriptions: CaptureFile.Descriptions, of source: Int
  ) throws(CaptureError) { origins.take(descriptions.interfaces, of: source) }

  mutating func flush() throws(CaptureError) { tracker.flush(into: &collector) }

  consuming func finish() throws(CaptureError) -> RunReport { RunReport() }

  /// Ends all connections; the overview, and the parts of the page that come from this reading.
  consuming func result(
    _ input: ReportInput, _ source: CommandSource
  ) -> (overview: OverviewRecording, input: ReportInput) {
    while tracker.finishSome(into: &collector) {}
    let summary = detector.finish()
    takeAlerts(count)
    checksums?.finish()
    var input = input
    (input.findings, input.omittedFindings) = collector.finish(source)
    input.isDiagnosed = true
    input.alerts = alerts
    input.omittedAlerts = omittedAlerts
    input.checksums = checksums?.lines() ?? []
    input.cutPackets = cutPackets
    let statistics = tracker.statistics
    input.statistics = statistics
    if statistics.connections == 0, let line = unfollowed.line(count: count) {
      input.notes.append(line)
    }
    input.notes += TrackingNotes(statistics, selected: []).lines
    input.notes +=
      ReassemblyNotes(tracker.reassemblyStatistics, others: statistics.fragments).lines
    // The first two lines of these notes are totals.
    input.notes += FloodNotes(summary).lines.dropFirst(2)
    return (collector.overview, input)
  }
}
