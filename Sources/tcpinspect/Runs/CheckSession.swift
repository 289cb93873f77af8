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
  private struct Receiver: DiagnosisReceiver, ~Copyable {
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

    mutating func note(_ packet: Packet, _ frame: Span<UInt8>, _ captured: CapturedPacket) {
      diagnostician.note(packet, frame, captured)
    }

    mutating func note(plain captured: CapturedPacket) -> Bool {
      diagnostician.note(plain: captured)
    }

    mutating func take(_ alert: FloodAlert, packet: UInt64) {
      rules.take(alert)
      if usesFindings { diagnostician.take(alert, packet: packet) }
    }
  }

  private let options: Options
  private var packets: DiagnosedPackets
  private var receiver: Receiver

  var count: UInt64 { packets.count }

  init(
    _ rules: RuleSet, _ options: Options, _ configuration: TrackerConfiguration, duration: Double?,
    isLive: Bool
  ) {
    self.options = options
    let usesFindings = rules.subjects.contains(.finding)
    var pipeline = PipelineConfiguration()
    pipeline.tracker = configuration
    pipeline.findings = [.connections]
    if usesFindings { pipeline.findings.formUnion(.diagnosed) }
    if rules.subjects.contains(.event) { pipeline.findings.insert(.events) }
    if rules.subjects.contains(.congestion) { pipeline.findings.insert(.verdicts) }
    var packetOptions = DiagnosedPackets.Options()
    packetOptions.duration = duration
    packetOptions.packetLimit = options.packetLimit
    packetOptions.isLive = isLive
    packetOptions.notesPackets = usesFindings
    packetOptions.findsFloods =
      (usesFindings || rules.subjects.contains(.alert)) && options.selected.isEmpty
    packets = DiagnosedPackets(pipeline, packetOptions)
    receiver = Receiver(
      rules: rules, diagnostician: Diagnostician(selected: Set(options.selected), limit: 100_000),
      usesFindings: usesFindings, selected: Set(options.selected))
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    packets.take(captured, frame, linkType, into: &receiver)
  }

  mutating func flush() throws(CaptureError) { packets.flush(into: &receiver) }

  /// Judges the rules, writes their results, and returns the notes of the run.
  ///
  /// - Throws: if output fails.
  consuming func finish() throws(CaptureError) -> RunReport {
    _ = packets.finish(into: &receiver)
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
    let notes = TrackingNotes(packets.statistics, selected: options.selected)
    var report = RunReport(notes: notes.lines)
    report.isRuleBroken = !result.holds
    report.missing = notes.missing
    return report
  }
}
