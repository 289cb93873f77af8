import ConnectionTracking
import Diagnosis
import InternetTypes
import PacketCapture
import RecordStore
import Records
import SystemServices

/// One run of a subcommand that shows records of a store.
struct StoredRun {
  /// The kind of records, and which of them are shown.
  struct Request {
    var kind: StoredRecord
    var indexes: [UInt64] = []
    var outcomes: Set<ConnectionOutcome>?
    var order: ConnectionOrder?
    var limit = ConnectionRanking.defaultLimit
  }

  /// Text is written when this many bytes are buffered.
  private static let textThreshold = 1 << 15

  let store: StoreOptions
  let table: TableOptions
  let request: Request

  /// A run by options; `store` has a path.
  init(_ store: StoreOptions, _ table: TableOptions, _ request: Request) {
    self.store = store
    self.table = table
    self.request = request
  }

  /// Writes the records.
  func run() throws(CommandFailure) {
    let format = table.format.recordFormat ?? .ndjson
    Interruption.catchSignals()
    do throws(CaptureError) {
      let reader = try StoreReader(path: store.path ?? "", .all)
      let chosen = try store.choose(reader.captures)
      let precision: TimePrecision = chosen.isFine ? .nanoseconds : .microseconds
      var printer = printer(format, precision)
      if table.style.hasHeader { printer.appendHeader() }
      try reader.read(request.kind, of: chosen.id, selection) { (row) throws(CaptureError) in
        printer.append(row)
        try printer.take(atLeast: Self.textThreshold) { (bytes) throws(CaptureError) in
          try OutputDescriptor.standardOutput.write(bytes)
        }
      }
      try printer.take { (bytes) throws(CaptureError) in
        try OutputDescriptor.standardOutput.write(bytes)
      }
      try note(reader, chosen)
    } catch {
      if error.kind == .interrupted { throw .interrupted("a part of the records") }
      throw CommandFailure(error, filterWords: [])
    }
  }

  /// Writes the notes of the pass, and what the command line names and the capture does not have.
  private func note(
    _ reader: borrowing StoreReader, _ capture: StoredCapture
  ) throws(CaptureError) {
    for (known, notes) in zip(reader.captures, reader.notes) where known.id == capture.id {
      for note in notes { TCPInspect.write(line: note) }
    }
    if !capture.isComplete {
      TCPInspect.report(
        "\(store.path ?? ""): capture \(capture.id) is not complete: save was stopped")
    }
    guard !request.indexes.isEmpty else { return }
    var statistics = TrackerStatistics()
    statistics.connections = try reader.connectionCount(of: capture.id)
    if let missing = TrackingNotes(statistics, selected: request.indexes).missing {
      throw CaptureError(.notFound, reason: missing)
    }
  }

  private func printer(_ format: RecordFormat, _ precision: TimePrecision) -> RowPrinter {
    let times = table.times
    switch request.kind {
    case .connection:
      return RowPrinter(ConnectionSchema.self, format: format, precision: precision, times: times)
    case .transition:
      return RowPrinter(TransitionSchema.self, format: format, precision: precision, times: times)
    case .event:
      return RowPrinter(EventSchema.self, format: format, precision: precision, times: times)
    case .round:
      return RowPrinter(RoundTripSchema.self, format: format, precision: precision, times: times)
    case .sender:
      return RowPrinter(CongestionSchema.self, format: format, precision: precision, times: times)
    case .alert:
      return RowPrinter(AlertSchema.self, format: format, precision: precision, times: times)
    case .finding:
      return RowPrinter(FindingSchema.self, format: format, precision: precision, times: times)
    case .service:
      return RowPrinter(ServiceSchema.self, format: format, precision: precision, times: times)
    }
  }

  /// Which records are shown, and in what order.
  private var selection: StoreSelection {
    var selection = StoreSelection()
    selection.connections = request.indexes
    selection.results = request.outcomes.map { $0.map(\.name.description).sorted() }
    if let order = request.order {
      selection.order = order.sql
      selection.limit = request.limit
    }
    return selection
  }
}

extension ConnectionOrder {
  /// The order as SQL: `p0` is the connection, `p1` and `p2` are its directions.
  fileprivate var sql: String {
    switch self {
    case .connection: return "p0.connection"
    case .start: return "p0.start, p0.connection"
    case .duration, .handshakeRoundTrip, .firstResponse:
      return "p0.\(rawValue) DESC NULLS LAST, p0.connection"
    case .packets, .ipBytes, .payloadBytes, .missedBytes, .retransmittedPackets,
      .retransmittedBytes, .outOfOrderPackets, .duplicateAcks, .zeroWindows:
      return "p1.\(rawValue) + p2.\(rawValue) DESC NULLS LAST, p0.connection"
    case .roundTripMean, .throughput:
      let (client, server) = ("p1.\(rawValue)", "p2.\(rawValue)")
      let larger = "max(coalesce(\(client), \(server)), coalesce(\(server), \(client)))"
      // Whole bits a second are compared.
      let rank = self == .throughput ? "CAST(\(larger) AS INTEGER)" : larger
      return "\(rank) DESC NULLS LAST, p0.connection"
    }
  }
}
