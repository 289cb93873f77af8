import ArgumentParser
import SystemServices

/// The options that all subcommands on connections share.
struct AnalysisArguments: ParsableArguments {
  @OptionGroup(title: "Input")
  var capture: CaptureOptions

  @OptionGroup(title: "Output")
  var report: ReportOptions

  @OptionGroup(title: "Output")
  var options: AnalysisOptions

  @OptionGroup(title: "Metrics")
  var metrics: MetricsOptions

  @OptionGroup(title: "Privileges")
  var privileges: PrivilegeOptions
}
