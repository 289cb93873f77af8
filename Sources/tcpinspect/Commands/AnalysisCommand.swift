import ArgumentParser
import InternetTypes
import Records

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
  /// Whether windows are in order of time, not as their senders handled the packets.
  var isInOrderOfTime = false
  /// The only data sender whose windows are shown.
  var sender: Side?
  /// The order in which connections are shown; nil shows them as they end.
  var order: ConnectionOrder?
  /// How many connections are shown in that order.
  var ranking = ConnectionRanking.defaultLimit
}

extension AnalysisCommand {
  func check() throws {}

  /// Checks what several options say together.
  func validate() throws { try check() }

  mutating func run() throws { try AnalysisRun(arguments: arguments, request: request).run() }
}
