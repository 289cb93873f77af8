import ArgumentParser

/// What the subcommands that follow connections have in common beside what they show.
struct AnalysisOptions: ParsableArguments {
  @Flag(name: .customShort("n"), help: "In tables, ports as numbers, not names.")
  var numeric: Int

  @Flag(name: .customLong("utc"), help: "In tables, times in UTC instead of the local zone.")
  var isUTC = false

  @Flag(name: .customShort("l"), help: "Write each line at once.")
  var flushesLines = false

  @Option(
    name: .customLong("statistics-format"), parsing: .unconditional,
    help: ArgumentHelp(
      "The statistics at the end of a live capture as text or as json.", valueName: "format"))
  var statisticsFormat: String?

  /// Checks what can be checked without opening anything.
  func validate() throws {
    if let statisticsFormat, !["text", "json"].contains(statisticsFormat) {
      throw ValidationError("--statistics-format \(statisticsFormat): must be text or json")
    }
  }
}
