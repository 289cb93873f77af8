import ArgumentParser

/// `congestion`: a verdict on each data sender.
struct CongestionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "congestion",
    abstract: "Show each data sender's congestion control and its limits, with evidence.",
    discussion: """
      EXAMPLES:
        tcpinspect congestion -r FILE                 algorithm, phases, losses, limits
      """)

  @OptionGroup(title: "Input")
  var capture: CaptureOptions

  @OptionGroup(title: "Output")
  var report: ReportOptions

  @OptionGroup(title: "Output")
  var options: AnalysisOptions

  @OptionGroup(title: "Privileges")
  var privileges: PrivilegeOptions

  /// Checks what several options say together.
  func validate() throws { try report.refuseRanking(by: "congestion") }

  mutating func run() throws {
    try AnalysisRun(
      capture: capture, report: report, options: options, privileges: privileges,
      kind: .congestion
    ).run()
  }
}
