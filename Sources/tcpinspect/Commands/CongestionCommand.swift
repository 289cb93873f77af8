import ArgumentParser

/// `congestion`: a verdict on each data sender.
struct CongestionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "congestion",
    abstract: "Name what drives each data sender, and say why.",
    discussion: """
      EXAMPLES:
        tcpinspect congestion -r FILE                 algorithm, phases, losses, limits
      """)

  @OptionGroup(title: "Where packets come from")
  var capture: CaptureOptions

  @OptionGroup(title: "What is shown")
  var report: ReportOptions

  @OptionGroup(title: "How it is shown")
  var options: AnalysisOptions

  @OptionGroup(title: "Whose rights it has")
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
