import ArgumentParser
import FoundationEssentials
import InternetTypes
import PacketPrinting
import Records
import SystemServices

/// The format of records, and how tables look.
struct TableOptions: ParsableArguments {
  @OptionGroup var form: FormatOptions

  @Flag(
    name: .customLong("no-header"),
    help: "Write no titles above tables and CSV, and no totals below tables.")
  var hasNoHeader = false

  @Option(
    name: .customLong("width"), parsing: .unconditional,
    help: ArgumentHelp(
      "Lay tables out for lines of so many characters; by default the terminal's, elsewhere any.",
      valueName: "columns"))
  var width: Int?

  @Option(
    name: .customLong("color"), parsing: .unconditional,
    help: ArgumentHelp(
      "Colour tables: auto (on a terminal, unless NO_COLOR is set), always or never.",
      valueName: "when"))
  var color: String?

  @Flag(name: .customShort("n"), help: "In tables, show ports as numbers, not names.")
  var numeric: Int

  @Flag(name: .customLong("utc"), help: "In tables, show times in UTC, not in the local zone.")
  var isUTC = false

  @Option(
    name: .customLong("time-format"), parsing: .unconditional,
    help: ArgumentHelp(
      """
      Write times in records as seconds (a number, the default), as nanoseconds (a text, which no \
      program rounds), or as rfc3339.
      """, valueName: "format"))
  var timeFormat: String?

  /// Checks the options before anything is opened.
  func validate() throws {
    if let width, !TableStyle.widths.contains(width) {
      throw ValidationError(
        "--width \(width): must be from \(TableStyle.widths.lowerBound) to "
          + "\(TableStyle.widths.upperBound)")
    }
    if let color, !["auto", "always", "never"].contains(color) {
      throw ValidationError("--color \(color): must be auto, always or never")
    }
    if let timeFormat, TimeNotation(rawValue: timeFormat) == nil {
      throw ValidationError(
        "--time-format \(timeFormat): must be seconds, nanoseconds or rfc3339")
    }
  }

  /// The format that an option or the environment names, or else the default for standard output.
  var format: ReportFormat { form.format }

  /// How records write times.
  var times: TimeNotation { timeFormat.flatMap { TimeNotation(rawValue: $0) } ?? .seconds }

  /// Whether tables have colours, by the option, https://no-color.org and the terminal.
  static func isColored(
    _ option: String?, environment: [String: String], isTerminal: Bool
  ) -> Bool {
    switch option {
    case "always": return true
    case "never": return false
    default:
      guard isTerminal, environment["NO_COLOR"]?.isEmpty ?? true else { return false }
      return ![nil, "", "dumb"].contains(environment["TERM"])
    }
  }

  /// The style of tables.
  var style: TableStyle {
    let output = OutputDescriptor.standardOutput
    let isUTC = isUTC
    let names = SystemNames.source
    let columns = width ?? (output.isTerminal ? output.terminalColumns ?? 80 : nil)
    return TableStyle(
      isColored: Self.isColored(
        color, environment: ProcessInfo.processInfo.environment, isTerminal: output.isTerminal),
      portName: numeric > 0
        ? nil
        : { port, transport in transport == .udp ? names.udpPort(port) : names.tcpPort(port) },
      utcOffset: { isUTC ? 0 : SystemClock.utcOffset(at: $0) },
      columns: columns.map {
        min(max($0, TableStyle.widths.lowerBound), TableStyle.widths.upperBound)
      }, hasHeader: !hasNoHeader, headerInterval: output.terminalLines.map { $0 - 1 },
      now: Int64(Date.now.timeIntervalSince1970))
  }
}

/// The format of findings.
enum ReportFormat: String, CaseIterable {
  case table, ndjson, csv

  /// The format of records; nil for tables.
  var recordFormat: RecordFormat? {
    switch self {
    case .table: nil
    case .ndjson: .ndjson
    case .csv: .csv
    }
  }
}
