import ArgumentParser
import CaptureFormats
import ConnectionTracking
import InternetTypes
import Records

/// A subcommand that tracks connections: `connections`, `states`, `events`, `windows` or `congestion`.
protocol AnalysisCommand: ParsableCommand {
  /// The options that all of them share.
  var arguments: AnalysisArguments { get }
  /// The findings that it shows.
  var request: AnalysisRequest { get }
  /// Checks combinations of this subcommand's options with the shared ones.
  func check() throws
}

/// The kind and selection of findings that a subcommand shows.
struct AnalysisRequest {
  var kind: AnalysisSession.Kind
  /// The savefile to which the packets of selected connections are written.
  var path: String?
  /// Whether that savefile is pcapng.
  var writesPcapng = false
  /// The compression of that savefile; nil for none.
  var compression: CompressionFormat?
  /// Whether windows are shown per round trip, not per packet.
  var isPerRoundTrip = false
  /// Whether windows are in order of time, not in the order in which their senders handled the packets.
  var isInOrderOfTime = false
  /// The only data sender whose windows are shown.
  var sender: Side?
  /// The order in which connections are shown; nil shows them as they end.
  var order: ConnectionOrder?
  /// The outcomes of the connections that are shown; nil shows all.
  var outcomes: Set<ConnectionOutcome>?
  /// How many connections are shown in that order.
  var ranking = ConnectionRanking.defaultLimit
}

extension AnalysisCommand {
  func check() throws {}

  /// Checks combinations of options.
  func validate() throws { try check() }

  mutating func run() throws { try AnalysisRun(arguments: arguments, request: request).run() }
}
