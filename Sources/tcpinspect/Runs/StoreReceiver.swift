import CaptureFormats
import CongestionInference
import ConnectionTracking
import Diagnosis
import FloodDetection
import InternetTypes
import PacketCapture
import PacketDissection
import RecordStore
import Records

extension StoredColumns {
  /// The columns of this program's records.
  static let all = StoredColumns { kind in
    switch kind {
    case .connection: RecordColumns(of: ConnectionSchema.self)
    case .transition: RecordColumns(of: TransitionSchema.self)
    case .event: RecordColumns(of: EventSchema.self)
    case .round: RecordColumns(of: RoundTripSchema.self)
    case .sender: RecordColumns(of: CongestionSchema.self)
    case .alert: RecordColumns(of: AlertSchema.self)
    case .finding: RecordColumns(of: FindingSchema.self)
    case .service: RecordColumns(of: ServiceSchema.self)
    }
  }
}

/// Receives everything that one pass finds, and writes it into a store.
struct StoreReceiver: DiagnosisReceiver, ~Copyable {
  private var sink: StoreSink
  private let source: CommandSource
  private var diagnostician = Diagnostician()
  private var services = ServiceInventory()
  /// The current round trips of connections that have not ended.
  private var sequences: [UInt64: Sequences] = [:]

  private var connections = RowEncoder<ConnectionSchema>()
  private var transitions = RowEncoder<TransitionSchema>()
  private var events = RowEncoder<EventSchema>()
  private var rounds = RowEncoder<RoundTripSchema>()
  private var verdicts = RowEncoder<CongestionSchema>()
  private var alerts = RowEncoder<AlertSchema>()
  private var findings = RowEncoder<FindingSchema>()
  private var serviceRows = RowEncoder<ServiceSchema>()

  /// The round trips of both directions.
  private struct Sequences {
    var client = RoundTripSequence()
    var server = RoundTripSequence()
  }

  /// A receiver that writes into a store, with commands for this source.
  init(_ store: consuming StoreWriter, source: CommandSource) {
    sink = StoreSink(store: store)
    self.source = source
  }

  /// The first error of writing.
  var failure: CaptureError? { sink.failure }

  mutating func take(_ transition: StateTransition) {
    diagnostician.take(transition)
    transitions.append(transition)
    sink.take(&transitions, .transition)
  }

  mutating func take(_ event: SegmentEvent) {
    diagnostician.take(event)
    events.append(event)
    sink.take(&events, .event)
  }

  mutating func take(_ window: WindowRecord) {
    diagnostician.take(window)
    let round =
      window.sender == .client
      ? sequences[window.connection, default: Sequences()].client.take(window)
      : sequences[window.connection, default: Sequences()].server.take(window)
    if let round { insert(round) }
  }

  private mutating func insert(_ round: RoundTripRecord) {
    rounds.append(round)
    sink.take(&rounds, .round)
  }

  mutating func take(_ verdict: CongestionVerdict) {
    diagnostician.take(verdict)
    verdicts.append(verdict)
    sink.take(&verdicts, .sender)
  }

  mutating func take(_ ended: borrowing ConnectionSummary) {
    if var last = sequences.removeValue(forKey: ended.index) {
      if let round = last.client.finish() { insert(round) }
      if let round = last.server.finish() { insert(round) }
    }
    diagnostician.take(ended)
    services.insert(copy ended)
    connections.append(ended)
    sink.take(&connections, .connection)
  }

  mutating func note(_ packet: Packet, _ frame: Span<UInt8>, _ captured: CapturedPacket) {
    diagnostician.note(packet, frame, captured)
  }

  mutating func note(plain captured: CapturedPacket) -> Bool {
    diagnostician.note(plain: captured)
  }

  mutating func take(_ alert: FloodAlert, packet: UInt64) {
    diagnostician.take(alert, packet: packet)
    alerts.append(alert)
    sink.take(&alerts, .alert)
  }

  /// Ends a transaction that is old enough.
  mutating func flush() { sink.flush() }

  /// Writes what is known at the end only; returns how many rows of each kind there are.
  ///
  /// - Throws: the error of writing.
  mutating func finish(_ totals: StoredTotals) throws(CaptureError) -> [Int] {
    var totals = totals
    let (found, omitted) = diagnostician.finish()
    if omitted > 0 {
      totals.notes.append("\(omitted.counted("finding")) of the least cost left out")
    }
    for finding in found {
      findings.append(FindingRecord(finding, source: source))
      sink.take(&findings, .finding)
    }
    for service in services.answering {
      serviceRows.append(service)
      sink.take(&serviceRows, .service)
    }
    if let failure { throw failure }
    try sink.store.finish(totals)
    return sink.store.counts
  }
}

/// A store whose first error is kept: receivers of findings cannot throw.
private struct StoreSink: ~Copyable {
  var store: StoreWriter
  private(set) var failure: CaptureError?

  init(store: consuming StoreWriter) { self.store = store }

  /// Moves a row into the store.
  mutating func take<Schema: RecordSchema>(
    _ rows: inout RowEncoder<Schema>, _ kind: StoredRecord
  ) {
    do throws(CaptureError) {
      try rows.take { (row) throws(CaptureError) in
        if failure == nil { try store.insert(kind, row) }
      }
    } catch {
      failure = error
    }
  }

  /// Ends a transaction that is old enough.
  mutating func flush() {
    guard failure == nil else { return }
    do throws(CaptureError) { try store.flush() } catch { failure = error }
  }
}
