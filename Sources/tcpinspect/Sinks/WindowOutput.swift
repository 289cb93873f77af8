import BasicContainers
import CongestionInference
import ConnectionTracking
import InternetTypes
import Records
import TextOutput

/// Writes the windows of data senders as text, per packet or per round trip.
struct WindowOutput: ~Copyable {
  private let isTable: Bool
  private let isPerRoundTrip: Bool
  private let hasHeader: Bool
  /// The lines of tables; each kind of record has a buffer of its own.
  private var tableText = TextBuffer()
  // Only the encoder of the chosen records is set, and none for a table.
  private var windows: RecordEncoder<WindowSchema>?
  private var rounds: RecordEncoder<RoundTripSchema>?
  private var windowTable: WindowTable
  private var roundTable: RoundTripTable
  /// The current round trips of connections that have not ended.
  private var sequences: [UInt64: Sequences] = [:]

  /// Records of connections that have not ended, if rows are in order of time.
  private var pending: [UInt64: [WindowRecord]] = [:]
  private var pendingCount = 0
  private let isInOrderOfTime: Bool
  /// The maximum number of records kept until their connections end, about 500 MB.
  private static let pendingLimit = 2_000_000
  /// Whether there were more, so that only parts of the rows are in order of time.
  private(set) var isOrderBroken = false

  /// The round trips of both directions.
  private struct Sequences {
    var client = RoundTripSequence()
    var server = RoundTripSequence()
  }

  init(_ choices: AnalysisSession.Choices) {
    isTable = choices.format == .table
    isPerRoundTrip = choices.isPerRoundTrip
    hasHeader = choices.style.hasHeader
    isInOrderOfTime = choices.isInOrderOfTime && !choices.isPerRoundTrip
    if choices.kind == .windows, let format = choices.format.recordFormat {
      if isPerRoundTrip {
        rounds = RecordEncoder(
          format: format, precision: choices.precision, times: choices.times)
      } else {
        windows = RecordEncoder(
          format: format, precision: choices.precision, times: choices.times)
      }
    }
    windowTable = WindowTable(style: choices.style)
    roundTable = RoundTripTable(style: choices.style)
  }

  /// Appends the names of columns or fields.
  mutating func appendHeader() {
    if hasHeader {
      windows?.appendHeader()
      rounds?.appendHeader()
    }
    if isTable { tableText.append(isPerRoundTrip ? roundTable.header : windowTable.header) }
  }

  /// Passes the buffered text to `write`, and removes it, if it has at least `minimum` bytes.
  ///
  /// - Throws: the error of `write`; the text is removed then, too.
  mutating func takeText<E: Error>(
    atLeast minimum: Int, _ write: (Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    try tableText.take(atLeast: minimum, write)
    try windows?.take(atLeast: minimum, write)
    try rounds?.take(atLeast: minimum, write)
  }

  /// Appends a window, or the round trip that it ends.
  mutating func append(_ record: WindowRecord) {
    if isInOrderOfTime {
      pending[record.connection, default: []].append(record)
      pendingCount += 1
      if pendingCount > Self.pendingLimit {
        isOrderBroken = true
        writePending()
      }
      return
    }
    guard isPerRoundTrip else {
      write(record)
      return
    }
    let round =
      record.sender == .client
      ? sequences[record.connection, default: Sequences()].client.take(record)
      : sequences[record.connection, default: Sequences()].server.take(record)
    if let round { append(round) }
  }

  private mutating func write(_ record: WindowRecord) {
    if isTable { windowTable.append(record, to: &tableText) }
    windows?.append(record)
  }

  /// Appends all pending records in order of time, connection by connection.
  mutating func writePending() {
    for connection in pending.keys.sorted() { writePending(of: connection) }
  }

  private mutating func writePending(of connection: UInt64) {
    guard let records = pending.removeValue(forKey: connection) else { return }
    pendingCount -= records.count
    // Packets are numbered in order of time; the two senders of a connection can share one.
    let keys = records.enumerated().sorted {
      ($0.element.packet, $0.offset) < ($1.element.packet, $1.offset)
    }
    for (_, record) in keys { write(record) }
  }

  private mutating func append(_ round: RoundTripRecord) {
    if isTable { roundTable.append(round, to: &tableText) }
    rounds?.append(round)
  }

  /// Appends the last round trips of a connection that has ended.
  mutating func end(_ connection: UInt64) {
    writePending(of: connection)
    if var last = sequences.removeValue(forKey: connection) {
      if let round = last.client.finish() { append(round) }
      if let round = last.server.finish() { append(round) }
    }
    windowTable.forget(connection)
    roundTable.forget(connection)
  }
}
