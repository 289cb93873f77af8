import BasicContainers
import CongestionInference
import ConnectionTracking
import InternetTypes
import Records
import TextOutput

/// Writes the windows of data senders as text: packet by packet, or round trip by round trip.
struct WindowOutput: ~Copyable {
  private let isTable: Bool
  private let isPerRoundTrip: Bool
  /// The lines of tables; each kind of record has a buffer of its own.
  private var tableText = TextBuffer()
  // Only the encoder of the chosen records is set, and none for a table.
  private var windows: RecordEncoder<WindowSchema>?
  private var rounds: RecordEncoder<RoundTripSchema>?
  private var windowTable: WindowTable
  private var roundTable: RoundTripTable
  /// The current round trips of connections that have not ended.
  private var sequences: [UInt64: Sequences] = [:]

  /// The round trips of both directions.
  private struct Sequences {
    var client = RoundTripSequence()
    var server = RoundTripSequence()
  }

  init(_ choices: AnalysisSession.Choices) {
    isTable = choices.format == .table
    isPerRoundTrip = choices.isPerRoundTrip
    if choices.kind == .windows, let format = choices.format.recordFormat {
      if isPerRoundTrip {
        rounds = RecordEncoder(format: format, precision: choices.precision)
      } else {
        windows = RecordEncoder(format: format, precision: choices.precision)
      }
    }
    windowTable = WindowTable(style: choices.style)
    roundTable = RoundTripTable(style: choices.style)
  }

  /// Appends the names of columns or fields.
  mutating func appendHeader() {
    windows?.appendHeader()
    rounds?.appendHeader()
    if isTable { tableText.append(isPerRoundTrip ? roundTable.header : windowTable.header) }
  }

  /// Passes the text that waits to `write`, and removes it, if it has at least `minimum` bytes.
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
    guard isPerRoundTrip else {
      if isTable { windowTable.append(record, to: &tableText) }
      windows?.append(record)
      return
    }
    let round =
      record.sender == .client
      ? sequences[record.connection, default: Sequences()].client.take(record)
      : sequences[record.connection, default: Sequences()].server.take(record)
    if let round { append(round) }
  }

  private mutating func append(_ round: RoundTripRecord) {
    if isTable { roundTable.append(round, to: &tableText) }
    rounds?.append(round)
  }

  /// Appends the last round trips of a connection that has ended.
  mutating func end(_ connection: UInt64) {
    if var last = sequences.removeValue(forKey: connection) {
      if let round = last.client.finish() { append(round) }
      if let round = last.server.finish() { append(round) }
    }
    windowTable.forget(connection)
    roundTable.forget(connection)
  }
}
