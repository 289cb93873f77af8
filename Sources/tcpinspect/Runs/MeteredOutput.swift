import CongestionInference
import ConnectionTracking
import TrackingPipeline

/// Passes findings to the output of a subcommand, and to the metrics if they are kept.
struct MeteredOutput: FindingsReceiver, ~Copyable {
  var output: FindingsOutput
  let metrics: CaptureMetrics?
  /// What the output needs; the metrics may need more.
  private let kinds: FindingKinds
  /// Connections that ended.
  private(set) var ended: UInt64 = 0

  init(_ choices: AnalysisSession.Choices, metrics: CaptureMetrics?) {
    output = FindingsOutput(choices)
    kinds = choices.findings
    self.metrics = metrics
  }

  /// The findings that metrics need.
  static var meteredKinds: FindingKinds { [.events, .connections] }

  mutating func take(_ transition: StateTransition) { output.take(transition) }

  mutating func take(_ event: SegmentEvent) {
    metrics?.take(event)
    if kinds.contains(.events) { output.take(event) }
  }

  mutating func take(_ window: WindowRecord) { output.take(window) }

  mutating func take(_ verdict: CongestionVerdict) { output.take(verdict) }

  mutating func take(_ connection: borrowing ConnectionSummary) {
    ended &+= 1
    metrics?.take(connection)
    if kinds.contains(.connections) { output.take(connection) }
  }
}
