import ArgumentParser
import InternetTypes
import PacketCapture
import RecordStore
import SystemServices

/// `query`: a question in SQL to a file of `save`.
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Ask a file of save in SQL, which can read and do nothing else.",
    discussion: """
      Tables are named after records: connection, direction, transition, event, round, sender, alert, finding, \
      service, capture, file. Views: conn_log with Zeek's columns, and problems. Times and durations are whole \
      nanoseconds.

      EXAMPLES:
        tcpinspect query FILE.db 'SELECT * FROM problems'
        tcpinspect query FILE.db 'SELECT result, count(*) FROM connection GROUP BY result'
        tcpinspect query FILE.db 'SELECT * FROM conn_log' --format csv
      """)

  @Argument(help: ArgumentHelp("The file that save made.", valueName: "file"))
  var path: String

  @Argument(help: ArgumentHelp("The question: one statement of SQLite's SQL.", valueName: "sql"))
  var sql: String

  @OptionGroup var form: FormatOptions

  @Flag(name: .customLong("no-header"), help: "Write no titles above tables and CSV.")
  var hasNoHeader = false

  @Option(
    name: .customLong("time-limit"), parsing: .unconditional,
    help: ArgumentHelp("Stop after this many seconds, 60 by default.", valueName: "seconds"))
  var timeLimit: Double = 60

  @Option(
    name: .customLong("memory-limit"), parsing: .unconditional,
    help: ArgumentHelp("Use at most so much memory, 1024 MiB by default.", valueName: "MiB"))
  var memoryLimit: Int = 1024

  func validate() throws {
    if !(timeLimit > 0 && timeLimit <= 1e9) {
      throw ValidationError("--time-limit \(timeLimit): a number of seconds above 0 is needed")
    }
    if !(16...1_000_000).contains(memoryLimit) {
      throw ValidationError("--memory-limit \(memoryLimit): must be from 16 to 1000000 MiB")
    }
  }

  mutating func run() throws {
    SystemMemory.returnLargeBlocks()
    Interruption.catchSignals()
    var output = QueryOutput(format: form.format, hasHeader: !hasNoHeader)
    do throws(QueryError) {
      let query = try StoreQuery(
        path: path, sql: sql,
        bounds: QueryBounds(seconds: timeLimit, memory: Int64(memoryLimit) << 20))
      try output.write(query)
    } catch {
      throw failure(error, output.rowCount)
    }
  }

  private func failure(_ error: QueryError, _ count: Int) -> CommandFailure {
    switch error {
    case .refused(let reason, let position):
      .usage((position.map { "SQL, character \($0): " } ?? "SQL: ") + reason)
    case .bounded(let reason): .runtime("SQL: the query \(reason)")
    case .interrupted: .interrupted(count.counted("row"))
    case .failed(let error): CommandFailure(error, filterWords: [])
    }
  }
}
