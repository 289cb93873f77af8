import CongestionInference
import ConnectionTracking
import Diagnosis
import FloodDetection
import InternetTypes
import ReportPages

/// Receives the findings of the first reading of `report`: sums them up, and judges connections by them.
struct ReportCollector: FindingsReceiver, ~Copyable {
  /// The most findings on a page.
  private static let limit = 30

  var overview: OverviewRecording
  private var diagnostician = Diagnostician()

  /// A collector for an overview.
  init(_ overview: OverviewRecording) { self.overview = overview }

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

  /// Takes a captured packet.
  mutating func note(
    packet: UInt64, transport: IPProtocol?, wireLength: Int, isCut: Bool, at time: Timestamp
  ) {
    overview.take(transport, wireLength: wireLength, at: time)
    diagnostician.note(packet: packet, at: time, isCut: isCut)
  }

  /// Takes an alert that was raised at a packet.
  mutating func take(_ alert: FloodAlert, packet: UInt64) {
    diagnostician.take(alert, packet: packet)
  }

  /// Words the findings, and ranks connections by what they cost.
  mutating func finish(_ source: CommandSource) -> (findings: [ReportFinding], omitted: Int) {
    let (findings, omitted) = diagnostician.finish()
    var costs: [UInt64: Double] = [:]
    for finding in findings where finding.severity == .problem {
      guard let connection = finding.connection else { continue }
      costs[connection, default: 1] += Double(finding.timeLost ?? 0) / 1e9
    }
    overview.setCosts(costs)
    let shown = findings.prefix(Self.limit).map { ReportFinding($0, source) }
    return (Array(shown), omitted + findings.count - shown.count)
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
