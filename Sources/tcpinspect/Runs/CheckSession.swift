import CaptureFormats
import CongestionInference
import ConnectionTracking
import Diagnosis
import FloodDetection
import InternetTypes
import PacketCapture
import PacketDissection
import SystemServices
import TrackingPipeline

/// The packet consumer of `check`: passes findings of the tracker to the rules, and, where rules are about findings or
/// alerts, also to a diagnostician.
struct CheckSession: PacketConsumer, ~Copyable {
  /// The form of the output, and what is judged.
  struct Options {
    var format: String
    var allowsEmpty: Bool
    var isColored: Bool
    var packetLimit: UInt64
    var selected: [UInt64]
  }

  /// Passes the tracker's findings to both.
  private struct Receiver: FindingsReceiver, ~Copyable {
    var rules: RuleSet
    var diagnostician: Diagnostician
    let usesFindings: Bool
    let selected: Set<UInt64>

    private func isSelected(_ index: UInt64) -> Bool {
      selected.isEmpty || selected.contains(index)
    }

    mutating func take(_ transition: StateTransition) {
      if usesFindings { diagnostician.take(transition) }
    }

    mutating func take(_ event: SegmentEvent) {
      if usesFindings { diagnostician.take(event) }
      if isSelected(event.connection) { rules.take(event) }
    }

    mutating func take(_ window: WindowRecord) {
      if usesFindings { diagnostician.take(window) }
    }

    mutating func take(_ verdict: CongestionVerdict) {
      if usesFindings { diagnostician.take(verdict) }
      if isSelected(verdict.connection) { rules.take(verdict) }
    }

    mutating func take(_ ended: borrowing ConnectionSummary) {
      if usesFindings { diagnostician.take(ended) }
      if isSelected(ended.index) { rules.take(ended) }
    }
  }

  private let options: Options
  private let usesAlerts: Bool
  private let isLive: Bool
  private var durationLimit: DurationLimit
  private var idleClock = IdleClock()
  private var tracker: CaptureTracker
  private var detector = FloodDetector()
  private var receiver: Receiver
  private var lastNumber: UInt64 = 0
  private(set) var count: UInt64 = 0

  init(
    _ rules: RuleSet, _ options: Options, _ configuration: TrackerConfiguration, duration: Double?,
    isLive: Bool
  ) {
    self.options = options
    self.isLive = isLive
    let usesFindings = rules.subjects.contains(.finding)
    usesAlerts = (usesFindings || rules.subjects.contains(.alert)) && options.selected.isEmpty
    durationLimit = DurationLimit(duration)
    var pipeline = PipelineConfiguration()
    pipeline.tracker = configuration
    pipeline.findings = [.connections]
    if usesFindings {
      pipeline.findings.formUnion([.transitions, .events, .modelWindows, .verdicts])
    }
    if rules.subjects.contains(.event) { pipeline.findings.insert(.events) }
    if rules.subjects.contains(.congestion) { pipeline.findings.insert(.verdicts) }
    tracker = CaptureTracker(pipeline)
    receiver = Receiver(
      rules: rules, diagnostician: Diagnostician(selected: Set(options.selected), limit: 100_000),
      usesFindings: usesFindings, selected: Set(options.selected))
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    let time = captured.timestamp
    if durationLimit.isOver(at: time) { return false }
    count += 1
    idleClock.latest = time
    lastNumber = UInt64(captured.number)
    let header = FrameHeader(
      linkType: linkType, wireLength: captured.originalLength, timestamp: time,
      number: captured.number)
    tracker.take(frame, header, into: &receiver)
    if usesAlerts {
      let packet = Packet(decoding: frame, wireLength: captured.originalLength, linkType: linkType)
      if detector.process(packet, frame: frame, time: time) { takeAlerts() }
    }
    return count < options.packetLimit
  }

  private mutating func takeAlerts() {
    for alert in detector.takeAlerts() {
      receiver.rules.take(alert)
      if receiver.usesFindings { receiver.diagnostician.take(alert, packet: lastNumber) }
    }
  }

  mutating func flush() throws(CaptureError) {
    let time = isLive ? idleClock.time(count: count) : nil
    tracker.flush(advancingTo: time, into: &receiver)
    if let time { detector.advance(to: time) }
    if usesAlerts { takeAlerts() }
  }

  /// Judges the rules, writes their results, and returns the notes of the run.
  ///
  /// - Throws: if output fails.
  consuming func finish() throws(CaptureError) -> RunReport {
    tracker.finish(into: &receiver)
    _ = detector.finish()
    if usesAlerts { takeAlerts() }
    if receiver.usesFindings {
      for finding in receiver.diagnostician.finish().findings {
        receiver.rules.take(FindingRecord(finding, source: CommandSource(options: "")))
      }
    }
    let result = CheckReport(receiver.rules.results(), allowsEmpty: options.allowsEmpty)
    let lines =
      switch options.format {
      case "ndjson": result.ndjson
      case "junit": result.junit
      default: result.lines(isColored: options.isColored)
      }
    let text = lines.map { SystemText.shown($0) + "\n" }.joined()
    try OutputDescriptor.standardOutput.write(Array(text.utf8).span)
    let notes = TrackingNotes(tracker.statistics, selected: options.selected)
    var report = RunReport(notes: notes.lines)
    report.isRuleBroken = !result.holds
    report.missing = notes.missing
    return report
  }
}
