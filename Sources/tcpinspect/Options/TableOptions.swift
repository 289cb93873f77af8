import ArgumentParser
import FoundationEssentials
import InternetTypes
import PacketPrinting
import Records
import SystemServices

/// The format of records, and how tables look.
struct TableOptions: ParsableArguments {
  @Option(
    name: .customLong("format"), parsing: .unconditional,
    help: ArgumentHelp(
      """
      Write a table, ndjson or csv. By default what TCPINSPECT_FORMAT names, or else a table on a \
      terminal and ndjson elsewhere.
      """, valueName: "format"))
  var formatName: String?

  @Flag(name: .customShort("t"), help: "Write a table: the same as --format table.")
  var isTable = false

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

  /// The format that an environment variable names.
  private static var environmentFormat: String? {
    ProcessInfo.processInfo.environment["TCPINSPECT_FORMAT"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Checks the options before anything is opened.
  func validate() throws {
    try Self.check(formatName, isTable: isTable)
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

  /// Checks the name of a format.
  static func check(_ formatName: String?, isTable: Bool) throws {
    // An option takes the environment's place.
    let environmentName = formatName == nil && !isTable ? environmentFormat : nil
    for (name, option) in [(formatName, "--format"), (environmentName, "TCPINSPECT_FORMAT")] {
      if let name, ReportFormat(rawValue: name) == nil {
        throw ValidationError("\(option) \(name): must be table, ndjson or csv")
      }
    }
    if isTable, let formatName, formatName != "table" {
      throw ValidationError("-t and --format \(formatName) exclude each other")
    }
  }

  /// The format that an option or the environment names, or else the default for standard output.
  var format: ReportFormat { Self.format(formatName, isTable: isTable) }

  /// The format of that name, or that of the environment, or else the default for standard output.
  static func format(_ formatName: String?, isTable: Bool) -> ReportFormat {
    if isTable { return .table }
    if let format = (formatName ?? environmentFormat).flatMap({ ReportFormat(rawValue: $0) }) {
      return format
    }
    return OutputDescriptor.standardOutput.isTerminal ? .table : .ndjson
  }

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
