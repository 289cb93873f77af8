import ArgumentParser
import InternetTypes

/// A subcommand that follows connections: `connections`, `states`, `events`, `windows` or `congestion`.
protocol AnalysisCommand: ParsableCommand {
  /// The options that all of them share.
  var arguments: AnalysisArguments { get }
  /// What it shows.
  var request: AnalysisRequest { get }
  /// Checks what options of this subcommand say together with others.
  func check() throws
}

/// What a subcommand on connections shows.
struct AnalysisRequest {
  var kind: AnalysisSession.Kind
  /// The savefile to which the packets of selected connections are written.
  var path: String?
  /// Whether windows are shown by round trip, not by packet.
  var isPerRoundTrip = false
  /// The only data sender whose windows are shown.
  var sender: Side?
}

extension AnalysisCommand {
  func check() throws {}

  /// Checks what several options say together.
  func validate() throws {
    switch request.kind {
    case .connections, .pages: break
    case .services: try arguments.report.refuseRanking(by: "--services")
    case .states, .events, .windows, .congestion:
      try arguments.report.refuseRanking(by: Self.configuration.commandName ?? "")
    }
    try check()
  }

  mutating func run() throws { try AnalysisRun(arguments: arguments, request: request).run() }
}
