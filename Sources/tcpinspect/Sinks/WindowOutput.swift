import BasicContainers
import CongestionInference
import ConnectionTracking
import InternetTypes
import Records
import TextOutput

/// Turns the windows of data senders into text: packet by packet, or round trip by round trip.
struct WindowOutput: ~Copyable {
  private let isTable: Bool
  private let isPerRoundTrip: Bool
  private var windows: WindowRecords
  private var rounds: RoundTripRecords
  private var windowTable: WindowTable
  private var roundTable: RoundTripTable
  /// The round trips at work of connections that have not ended.
  private var sequences: [UInt64: Sequences] = [:]

  /// The round trips of both directions.
  private struct Sequences {
    var client = RoundTripSequence()
    var server = RoundTripSequence()
  }

  init(_ choices: AnalysisSession.Choices) {
    isTable = choices.format == .table
    isPerRoundTrip = choices.isPerRoundTrip
    let format: RecordFormat = choices.format == .csv ? .csv : .ndjson
    windows = WindowRecords(format: format, precision: choices.precision)
    rounds = RoundTripRecords(format: format, precision: choices.precision)
    windowTable = WindowTable(style: choices.style)
    roundTable = RoundTripTable(style: choices.style)
  }

  /// The names of columns or fields.
  var header: String {
    isPerRoundTrip
      ? isTable ? roundTable.header : rounds.header
      : isTable ? windowTable.header : windows.header
  }

  /// Takes a window.
  mutating func append(_ record: WindowRecord, to text: inout TextBuffer) {
    guard isPerRoundTrip else {
      if isTable {
        windowTable.append(record, to: &text)
      } else {
        windows.append(record, to: &text)
      }
      return
    }
    let round =
      record.sender == .client
      ? sequences[record.connection, default: Sequences()].client.take(record)
      : sequences[record.connection, default: Sequences()].server.take(record)
    if let round { append(round, to: &text) }
  }

  private mutating func append(_ round: RoundTripRecord, to text: inout TextBuffer) {
    if isTable {
      roundTable.append(round, to: &text)
    } else {
      rounds.append(round, to: &text)
    }
  }

  /// A connection has ended: its last round trips are written.
  mutating func end(_ connection: UInt64, to text: inout TextBuffer) {
    if var last = sequences.removeValue(forKey: connection) {
      if let round = last.client.finish() { append(round, to: &text) }
      if let round = last.server.finish() { append(round, to: &text) }
    }
    windowTable.forget(connection)
    roundTable.forget(connection)
  }
}
