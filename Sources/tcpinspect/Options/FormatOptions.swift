import ArgumentParser
import FoundationEssentials
import SystemServices

/// The format of records and of rows.
struct FormatOptions: ParsableArguments {
  @Option(
    name: .customLong("format"), parsing: .unconditional,
    help: ArgumentHelp(
      """
      Write a table, ndjson or csv. By default what TCPINSPECT_FORMAT names, or else a table on a \
      terminal and ndjson elsewhere.
      """, valueName: "format"))
  var name: String?

  @Flag(name: .customShort("t"), help: "Write a table: the same as --format table.")
  var isTable = false

  /// The format that an environment variable names.
  private static var environmentName: String? {
    ProcessInfo.processInfo.environment["TCPINSPECT_FORMAT"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Checks the options before anything is opened.
  func validate() throws {
    // An option takes the environment's place.
    let environmentName = name == nil && !isTable ? Self.environmentName : nil
    for (name, option) in [(name, "--format"), (environmentName, "TCPINSPECT_FORMAT")] {
      if let name, ReportFormat(rawValue: name) == nil {
        throw ValidationError("\(option) \(name): must be table, ndjson or csv")
      }
    }
    if isTable, let name, name != "table" {
      throw ValidationError("-t and --format \(name) exclude each other")
    }
  }

  /// The format that an option or the environment names; nil if none does.
  private var named: ReportFormat? {
    isTable ? .table : (name ?? Self.environmentName).flatMap { ReportFormat(rawValue: $0) }
  }

  /// Whether it is the default for standard output that counts.
  var isDefault: Bool { named == nil }

  /// The format that an option or the environment names, or else the default for standard output.
  var format: ReportFormat {
    named ?? (OutputDescriptor.standardOutput.isTerminal ? .table : .ndjson)
  }
}
