import ArgumentParser

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

  @OptionGroup(title: "Input")
  var capture: CaptureOptions

  @OptionGroup(title: "Output")
  var report: ReportOptions

  @OptionGroup(title: "Output")
  var options: AnalysisOptions

  @OptionGroup(title: "Privileges")
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
