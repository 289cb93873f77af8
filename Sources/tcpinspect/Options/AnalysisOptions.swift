import ArgumentParser

/// Options of all subcommands that track connections, apart from `ReportOptions`.
struct AnalysisOptions: ParsableArguments {
  @OptionGroup var table: TableOptions

  @Flag(name: .customShort("l"), help: "Write each line at once.")
  var flushesLines = false

  @OptionGroup var statistics: StatisticsOptions
}
