import ArgumentParser

/// How the subcommands on connections write, beside what `ReportOptions` says.
struct AnalysisOptions: ParsableArguments {
  @OptionGroup var table: TableOptions

  @Flag(name: .customShort("l"), help: "Write each line at once.")
  var flushesLines = false

  @OptionGroup var statistics: StatisticsOptions
}
