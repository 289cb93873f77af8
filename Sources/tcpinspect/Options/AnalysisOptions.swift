import ArgumentParser

/// How the subcommands on connections write, beside what `ReportOptions` says.
struct AnalysisOptions: ParsableArguments {
  @Flag(name: .customShort("n"), help: "In tables, show ports as numbers, not names.")
  var numeric: Int

  @Flag(name: .customLong("utc"), help: "In tables, show times in UTC, not in the local zone.")
  var isUTC = false

  @Flag(name: .customShort("l"), help: "Write each line at once.")
  var flushesLines = false

  @OptionGroup var statistics: StatisticsOptions
}
