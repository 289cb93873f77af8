import ConnectionTracking
import InternetTypes
import Records
import TextOutput

/// Writes the services that were seen, at the end of the input.
struct ServiceOutput: ~Copyable {
  /// The most services without an answer that a table shows.
  private static let silentLimit = 20

  private let style: TableStyle
  private let isTable: Bool
  /// Nil for a table.
  private var records: RecordEncoder<ServiceSchema>?
  private var table = TextBuffer()
  private var inventory = ServiceInventory()

  init(_ choices: AnalysisSession.Choices) {
    style = choices.style
    isTable = choices.format == .table
    if choices.kind == .services, let format = choices.format.recordFormat {
      records = RecordEncoder(format: format, precision: choices.precision, times: choices.times)
    }
  }

  /// Appends the names of the fields; a table has its header with its first line.
  mutating func appendHeader() {
    if style.hasHeader { records?.appendHeader() }
  }

  /// Adds a connection to a service.
  mutating func insert(_ connection: borrowing ConnectionSummary) { inventory.insert(connection) }

  /// Writes the services, and returns notes about them.
  mutating func finish() -> [String] {
    var notes: [String] = []
    let answering = inventory.answering
    if isTable {
      // A scan tries thousands of ports that do not answer.
      let silent = inventory.silent
      let shown = answering + silent.prefix(Self.silentLimit)
      let layout = ServiceTable(style: style, services: shown)
      if !shown.isEmpty { table.append(layout.header) }
      for service in shown { layout.append(service, to: &table) }
      if answering.isEmpty { notes.append("no listening service seen") }
      if silent.count > Self.silentLimit {
        notes.append(FindingsOutput.omission(silent.count - Self.silentLimit, "silent port"))
      }
    } else {
      for service in answering { records?.append(service) }
    }
    if inventory.omittedCount > 0 {
      notes.append(
        "\(inventory.omittedCount.counted("connection")) to services beyond the limit of "
          + "\(ServiceInventory.limit)")
    }
    return notes
  }

  /// Passes the buffered text to `write`, and removes it, if it has at least `minimum` bytes.
  ///
  /// - Throws: the error of `write`; the text is removed then, too.
  mutating func takeText<E: Error>(
    atLeast minimum: Int, _ write: (Span<UInt8>) throws(E) -> Void
  ) throws(E) {
    try table.take(atLeast: minimum, write)
    try records?.take(atLeast: minimum, write)
  }
}
