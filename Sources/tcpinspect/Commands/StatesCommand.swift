import ArgumentParser

/// `states`: every TCP state transition.
struct StatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "states",
    abstract: "Show every TCP state transition of both endpoints.",
    discussion: """
      An endpoint's state changes with what it sends, and with what has demonstrably reached it: a \
      transition is written when something settles it, with the time and number of its packet.

      EXAMPLES:
        tcpinspect states -r FILE                     all connections
        tcpinspect states -r FILE --connection 0      the first one
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
  func validate() throws { try report.refuseRanking(by: "states") }

  mutating func run() throws {
    try AnalysisRun(
      capture: capture, report: report, options: options, privileges: privileges, kind: .states
    ).run()
  }
}
