import ArgumentParser
import ConnectionTracking
import PacketCapture

/// `connections`: one record per connection or flow.
struct ConnectionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connections",
    abstract: "Show connections and flows: one record each, when it ends.",
    discussion: """
      EXAMPLES:
        tcpinspect connections -r FILE                           a table on a terminal
        tcpinspect connections -r FILE --sort retransmitted_bytes --top 10
        tcpinspect connections -r FILE --connection 3 --verbose  one page on one connection
        tcpinspect connections -r FILE --connection 3 -w OUT     its packets as a savefile
        tcpinspect connections -i eth0 --services                who is seen listening where
      """)

  @OptionGroup(title: "Where packets come from")
  var capture: CaptureOptions

  @OptionGroup(title: "What is shown")
  var report: ReportOptions

  @OptionGroup(title: "How it is shown")
  var options: AnalysisOptions

  @OptionGroup(title: "Whose rights it has")
  var privileges: PrivilegeOptions

  @Flag(
    name: [.customShort("v"), .customLong("verbose")],
    help: "With --connection, a page on each connection.")
  var verbosity: Int

  @Flag(name: .customLong("services"), help: "Show who was seen listening where, instead.")
  var showsServices = false

  @Option(
    name: [.customShort("w"), .customLong("write")], parsing: .unconditional,
    help: ArgumentHelp(
      "With --connection and -r, write the packets of these connections to this savefile.",
      valueName: "file"))
  var path: String?

  /// Checks what several options say together.
  func validate() throws {
    if verbosity > 0 && report.connections.isEmpty {
      throw ValidationError("--verbose goes with --connection: a page is about one connection")
    }
    if path != nil && (report.connections.isEmpty || capture.files.isEmpty) {
      throw ValidationError("-w goes with --connection and -r: it writes these packets again")
    }
    if showsServices && !report.connections.isEmpty {
      throw ValidationError("--services is about all connections: leave --connection out")
    }
    if showsServices { try report.refuseRanking(by: "--services") }
    if verbosity > 0, report.formatName.map({ $0 != "table" }) ?? false {
      throw ValidationError("--verbose makes a page to read: leave --format out")
    }
    if path == "-" {
      throw ValidationError("-w -: standard output has the records; name a file")
    }
  }

  mutating func run() throws {
    var kind = AnalysisSession.Kind.connections
    if showsServices { kind = .services }
    if verbosity > 0 { kind = .pages }
    try AnalysisRun(
      capture: capture, report: report, options: options, privileges: privileges, kind: kind,
      path: path
    ).run()
  }
}

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

  @OptionGroup(title: "Where packets come from")
  var capture: CaptureOptions

  @OptionGroup(title: "What is shown")
  var report: ReportOptions

  @OptionGroup(title: "How it is shown")
  var options: AnalysisOptions

  @OptionGroup(title: "Whose rights it has")
  var privileges: PrivilegeOptions

  /// Checks what several options say together.
  func validate() throws { try report.refuseRanking(by: "states") }

  mutating func run() throws {
    try AnalysisRun(
      capture: capture, report: report, options: options, privileges: privileges, kind: .states
    ).run()
  }
}

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

  @OptionGroup(title: "Where packets come from")
  var capture: CaptureOptions

  @OptionGroup(title: "What is shown")
  var report: ReportOptions

  @OptionGroup(title: "How it is shown")
  var options: AnalysisOptions

  @OptionGroup(title: "Whose rights it has")
  var privileges: PrivilegeOptions

  /// Checks what several options say together.
  func validate() throws { try report.refuseRanking(by: "events") }

  mutating func run() throws {
    try AnalysisRun(
      capture: capture, report: report, options: options, privileges: privileges, kind: .events
    ).run()
  }
}

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

  @OptionGroup(title: "Where packets come from")
  var capture: CaptureOptions

  @OptionGroup(title: "What is shown")
  var report: ReportOptions

  @OptionGroup(title: "How it is shown")
  var options: AnalysisOptions

  @OptionGroup(title: "Whose rights it has")
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
      throw ValidationError("--sender \(senderName): client or server is needed")
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
