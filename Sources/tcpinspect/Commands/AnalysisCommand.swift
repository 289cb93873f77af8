import ArgumentParser
import CaptureFormats
import ConnectionTracking
import InternetTypes
import PacketCapture
import RecordStore
import Records

/// A subcommand that tracks connections: `connections`, `states`, `events`, `windows` or `congestion`.
protocol AnalysisCommand: ParsableCommand {
  /// The options that all of them share.
  var arguments: AnalysisArguments { get }
  /// The findings that it shows.
  var request: AnalysisRequest { get }
  /// The file with records that are shown instead of a capture's; nil if the subcommand has no option for one.
  var store: StoreOptions? { get }
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
  /// Whether the processes of connections are found.
  var findsProcesses = false
  /// Whether the kernel's measures of connections are read.
  var readsKernel = false
  /// How many connections are shown in that order.
  var ranking = ConnectionRanking.defaultLimit
}

extension AnalysisCommand {
  func check() throws {}

  var store: StoreOptions? { nil }

  /// Checks combinations of options.
  func validate() throws {
    try check()
    try arguments.metrics.check(arguments.capture)
    try store?.check(arguments)
  }

  mutating func run() throws {
    guard let store, store.path != nil else {
      return try AnalysisRun(arguments: arguments, request: request).run()
    }
    if let stored = storedRequest {
      return try StoredRun(store, arguments.options.table, stored).run()
    }
    var arguments = arguments
    do throws(CaptureError) {
      arguments = try StoredInput(store).applied(to: arguments)
    } catch {
      throw CommandFailure(error, filterWords: [])
    }
    try AnalysisRun(arguments: arguments, request: request).run()
  }

  /// The records of a store that are shown; nil if what is shown needs the packets, too.
  private var storedRequest: StoredRun.Request? {
    guard request.path == nil, arguments.options.table.format.recordFormat != nil else {
      return nil
    }
    let kind: StoredRecord
    switch request.kind {
    case .connections: kind = .connection
    case .services: kind = .service
    case .states: kind = .transition
    case .events: kind = .event
    case .congestion: kind = .sender
    case .pages, .windows: return nil
    }
    return StoredRun.Request(
      kind: kind, indexes: arguments.report.connectionIndexes, outcomes: request.outcomes,
      order: request.order, limit: request.ranking)
  }
}
