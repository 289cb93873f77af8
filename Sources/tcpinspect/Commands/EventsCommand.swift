import ArgumentParser

/// `events`: what segments show.
struct EventsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events",
    abstract: "Show retransmissions, zero windows and all else that segments tell.",
    discussion: """
      EXAMPLES:
        tcpinspect events -r FILE                     all of them
        tcpinspect events -r FILE 'tcp port 80'       of some packets
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
  func validate() throws { try report.refuseRanking(by: "events") }

  mutating func run() throws {
    try AnalysisRun(
      capture: capture, report: report, options: options, privileges: privileges, kind: .events
    ).run()
  }
}
