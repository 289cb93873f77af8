import CongestionInference
import ConnectionTracking
import Diagnosis
import FloodDetection
import InternetTypes
import PacketCapture
import PacketDissection
import ReportPages

/// Receives the findings of the first reading of `report`: sums them up, and judges connections by them.
struct ReportCollector: DiagnosisReceiver, ~Copyable {
  /// The most findings, and the most alerts, on a page.
  private static let (limit, alertLimit) = (30, 100)

  private(set) var overview: OverviewRecording
  private var diagnostician = Diagnostician()
  private var checksums: ChecksumSummary?
  private var alerts: [FloodAlert] = []
  private var omittedAlerts = 0
  /// Packets of which the capture has not all bytes.
  private var cutPackets: UInt64 = 0

  /// A collector for an overview.
  init(_ overview: OverviewRecording, ignoresChecksums: Bool) {
    self.overview = overview
    checksums = ignoresChecksums ? nil : ChecksumSummary()
  }

  mutating func take(_ transition: StateTransition) { diagnostician.take(transition) }

  mutating func take(_ event: SegmentEvent) {
    overview.take(event)
    diagnostician.take(event)
  }

  mutating func take(_ window: WindowRecord) { diagnostician.take(window) }

  mutating func take(_ verdict: CongestionVerdict) {
    overview.take(verdict)
    diagnostician.take(verdict)
  }

  mutating func take(_ ended: borrowing ConnectionSummary) {
    overview.take(ended)
    diagnostician.take(ended)
  }

  mutating func note(_ packet: Packet, _ frame: Span<UInt8>, _ captured: CapturedPacket) {
    if captured.capturedLength < captured.originalLength { cutPackets += 1 }
    overview.take(
      packet.transportProtocol, wireLength: captured.originalLength, at: captured.timestamp)
    diagnostician.note(packet, frame, captured)
    checksums?.add(packet, frame, captured.linkType, at: captured.timestamp)
  }

  mutating func take(_ alert: FloodAlert, packet: UInt64) {
    diagnostician.take(alert, packet: packet)
    if alerts.count < Self.alertLimit { alerts.append(alert) } else { omittedAlerts += 1 }
  }

  /// Words the findings, ranks connections by what they cost, and passes all to the page.
  mutating func finish(_ source: CommandSource, into input: inout ReportInput) {
    let (findings, omitted) = diagnostician.finish()
    var costs: [UInt64: Double] = [:]
    for finding in findings where finding.severity == .problem {
      guard let connection = finding.connection else { continue }
      costs[connection, default: 1] += Double(finding.timeLost ?? 0) / 1e9
    }
    overview.setCosts(costs)
    input.findings = findings.prefix(Self.limit).map { ReportFinding($0, source) }
    input.omittedFindings = omitted + findings.count - input.findings.count
    input.alerts = alerts
    input.omittedAlerts = omittedAlerts
    checksums?.finish()
    input.checksums = checksums?.lines() ?? []
    input.cutPackets = cutPackets
  }
}

extension ReportFinding {
  /// The words of a finding.
  init(_ finding: DiagnosedFinding, _ source: CommandSource) {
    let wording = FindingWording(finding, source: source)
    self.init(
      kind: finding.kind.rawValue, severity: Severity(rawValue: finding.severity.rawValue) ?? .info,
      confidence: finding.confidence, connection: finding.connection, summary: wording.summary,
      timeLost: finding.timeLost)
    evidence = finding.evidence.map {
      Evidence(packet: $0.packet, words: FindingWording.words($0.observation))
    }
    exclusions = wording.exclusions
    advice = wording.advice
    commands = wording.commands
    caveats = wording.caveats
  }
}
