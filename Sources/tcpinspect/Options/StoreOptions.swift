import ArgumentParser
import Records

/// The options of subcommands that show the records of a file that `save` made.
struct StoreOptions: ParsableArguments {
  @Option(
    name: .customLong("from"), parsing: .unconditional,
    help: ArgumentHelp(
      "Show the records that save wrote into this file, as they were.", valueName: "file"))
  var path: String?

  @Option(
    name: .customLong("capture"), parsing: .unconditional,
    help: ArgumentHelp(
      "With --from, the number of the capture; needed if the file has several.",
      valueName: "number"))
  var capture: Int64?

  func validate() throws {
    if capture != nil && path == nil { throw ValidationError("--capture needs --from") }
  }

  /// Checks that no option is about packets, which a store does not have.
  func check(_ arguments: AnalysisArguments) throws {
    guard path != nil else { return }
    let (capture, report) = (arguments.capture, arguments.report)
    let others = [
      ("-r", !capture.files.isEmpty), ("-i", !capture.interfaces.isEmpty),
      ("-V", capture.fileList != nil), ("-F", capture.filterFile != nil),
      ("a filter", !capture.filter.isEmpty), ("-c", capture.packetLimit != nil),
      ("--duration", capture.duration != nil), ("--follow", capture.follows),
      ("-K", capture.ignoresChecksums), ("--ignore-vlan", report.ignoresVLANs),
      ("--max-connections", report.maxConnections != nil),
      ("--idle-timeout", report.idleTimeout != nil), ("--close-delay", report.closeDelay != nil),
      ("--metrics-listen", arguments.metrics.listen != nil),
      ("--metrics-file", arguments.metrics.path != nil),
      ("-Z", arguments.privileges.user != nil),
    ]
    if let (name, _) = others.first(where: \.1) {
      throw ValidationError(
        "\(name) is about packets: --from has the records of a pass that is over")
    }
  }
}
