import ArgumentParser
import FloodDetection

/// How floods are looked for, and what is done when one is found.
struct FloodOptions: ParsableArguments {
  @Option(
    name: .customLong("format"), parsing: .unconditional,
    help: ArgumentHelp(
      "Write alerts as table, ndjson or csv; a table on a terminal, ndjson otherwise.",
      valueName: "format"))
  var format: String?

  @Option(
    name: .customLong("ignore"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Pass over packets from and to this network: a known scanner or load generator. Repeatable.",
      valueName: "prefix"))
  var ignored: [String] = []

  @Option(
    name: .customLong("memory"), parsing: .unconditional,
    help: ArgumentHelp(
      "Use at most this much memory for the tables in MiB, 16 by default.", valueName: "MiB"))
  var memory: Int = 16

  @Option(
    name: .customLong("exec"), parsing: .unconditional,
    help: ArgumentHelp(
      """
      Run this program, without a shell and without arguments, for each alert, which it gets as JSON on \
      its standard input; one at a time, ten a minute.
      """, valueName: "command"))
  var command: String?

  @Flag(
    name: .customLong("fail-on-alert"),
    help: "End with status 3 when an alert of severity 'alert' was raised.")
  var failsOnAlert = false

  @Flag(name: .customShort("l"), help: "Write each alert at once; a live capture always does.")
  var flushesLines = false

  @Flag(name: .customShort("n"), help: "Addresses as numbers; there are no others here.")
  var numeric: Int

  @Flag(name: .customLong("utc"), help: "In tables, times in UTC instead of the local zone.")
  var isUTC = false

  @Option(
    name: .customLong("statistics-format"), parsing: .unconditional,
    help: ArgumentHelp(
      "The statistics at the end of a live capture as text or as json.", valueName: "format"))
  var statisticsFormat: String?

  /// Checks what can be checked without opening anything.
  func validate() throws {
    if let format, !["table", "ndjson", "csv"].contains(format) {
      throw ValidationError("--format \(format): must be table, ndjson or csv")
    }
    if let statisticsFormat, !["text", "json"].contains(statisticsFormat) {
      throw ValidationError("--statistics-format \(statisticsFormat): must be text or json")
    }
    for prefix in ignored where AddressPrefix(prefix) == nil {
      throw ValidationError(
        "--ignore \(prefix): must be an address or a network such as 192.0.2.0/24")
    }
    if !(2...4096).contains(memory) {
      throw ValidationError("--memory \(memory): must be from 2 to 4096 MiB")
    }
  }

  /// The detector's configuration.
  var configuration: FloodConfiguration {
    var configuration = FloodConfiguration()
    configuration.memoryLimit = memory << 20
    configuration.ignored = ignored.compactMap { AddressPrefix($0) }
    return configuration
  }
}
