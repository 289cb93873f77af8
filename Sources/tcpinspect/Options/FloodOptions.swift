import ArgumentParser
import FloodDetection
import InternetTypes

/// Options of `flood`: detection, output, and the program run for each alert.
struct FloodOptions: ParsableArguments {
  @OptionGroup var table: TableOptions

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
      Run this command for each alert, without a shell, with the alert as JSON on its standard input; \
      one at a time, at most ten a minute.
      """, valueName: "command"))
  var command: String?

  @Flag(
    name: .customLong("fail-on-alert"),
    help: "Exit with status 3 if an alert of severity 'alert' was raised.")
  var failsOnAlert = false

  @Flag(name: .customShort("l"), help: "Write each alert at once; a live capture always does.")
  var flushesLines = false

  @Option(
    name: .customLong("seed"), parsing: .unconditional,
    help: ArgumentHelp(
      """
      Key the detector's hashes with this number, so that two runs over the same packets agree; by \
      default the key is secret, and estimates differ.
      """, valueName: "number"))
  var seed: UInt64?

  @OptionGroup var statistics: StatisticsOptions

  /// Checks everything that can be checked before files or interfaces are opened.
  func validate() throws {
    if let command { try CommandCheck.validate(command, option: "--exec") }
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
    if let seed { configuration.hashKey = HashKey(seed: seed) }
    configuration.ignored = ignored.compactMap { AddressPrefix($0) }
    return configuration
  }
}
