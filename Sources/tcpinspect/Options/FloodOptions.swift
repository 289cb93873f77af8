import ArgumentParser
import FloodDetection

/// How floods are detected, and what is done for each alert.
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
      "Ignore packets from and to this network, such as a known scanner or load generator. Repeatable.",
      valueName: "prefix"))
  var ignored: [String] = []

  @Option(
    name: .customLong("memory"), parsing: .unconditional,
    help: ArgumentHelp(
      "Limit the memory of the tables to this many MiB, 16 by default.", valueName: "MiB"))
  var memory: Int = 16

  @Option(
    name: .customLong("exec"), parsing: .unconditional,
    help: ArgumentHelp(
      """
      Run this program for each alert, without a shell or arguments, with the alert as JSON on its \
      standard input; one at a time, at most ten a minute.
      """, valueName: "command"))
  var command: String?

  @Flag(
    name: .customLong("fail-on-alert"),
    help: "Exit with status 3 if an alert of severity 'alert' was raised.")
  var failsOnAlert = false

  @Flag(name: .customShort("l"), help: "Write each alert at once; a live capture always does.")
  var flushesLines = false

  @Flag(name: .customShort("n"), help: "Has no effect: addresses are always shown as numbers.")
  var numeric: Int

  @Flag(name: .customLong("utc"), help: "In tables, show times in UTC, not in the local zone.")
  var isUTC = false

  @OptionGroup var statistics: StatisticsOptions

  /// Checks what can be checked without opening anything.
  func validate() throws {
    if let format, !["table", "ndjson", "csv"].contains(format) {
      throw ValidationError("--format \(format): must be table, ndjson or csv")
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
