import ArgumentParser
import ConnectionTracking
import InternetTypes

/// `windows`: flow and congestion windows over time.
struct WindowsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "windows",
    abstract: "Show the flow and congestion windows of data senders over time.",
    discussion: """
      EXAMPLES:
        tcpinspect windows -r FILE --connection 0                     packet by packet
        tcpinspect windows -r FILE --connection 0 --per-round-trip    1, 2, 4, 8 segments
        tcpinspect windows -r FILE --connection 0 --sender server --format csv
      """)

  @OptionGroup(title: "Input")
  var capture: CaptureOptions

  @OptionGroup(title: "Output")
  var report: ReportOptions

  @OptionGroup(title: "Output")
  var options: AnalysisOptions

  @OptionGroup(title: "Privileges")
  var privileges: PrivilegeOptions

  @Flag(
    name: .customLong("per-round-trip"),
    help: "One line for each round trip of a data sender, not for each packet.")
  var isPerRoundTrip = false

  @Option(
    name: .customLong("sender"), parsing: .unconditional,
    help: ArgumentHelp("Only the data that the client, or the server, sends.", valueName: "side"))
  var senderName: String?

  /// Checks what several options say together.
  func validate() throws {
    try report.refuseRanking(by: "windows")
    if let senderName, sender == nil {
      throw ValidationError("--sender \(senderName): must be client or server")
    }
  }

  /// The data sender that was asked for.
  private var sender: Side? {
    switch senderName {
    case "client": .client
    case "server": .server
    default: nil
    }
  }

  mutating func run() throws {
    try AnalysisRun(
      capture: capture, report: report, options: options, privileges: privileges, kind: .windows,
      isPerRoundTrip: isPerRoundTrip, sender: sender
    ).run()
  }
}
