import ArgumentParser
import PacketCapture
import SystemServices

/// `report`: one HTML page with pictures of a capture and its connections.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Make one HTML page with pictures of a capture and its connections.",
    discussion: """
      The page is one file of at most 5 MB, needs no network, and can be read without scripts and on paper: findings, \
      traffic, hosts, services, failures; and of the connections that are worth a look what limited them, sequence \
      numbers, windows, round-trip times, throughput, states and packets. The capture is read twice.

      EXAMPLES:
        tcpinspect report -r FILE -o report.html                  the capture and 20 connections
        tcpinspect report -r FILE -o 7.html --connection 7        one connection
        tcpinspect report -r FILE -o 7.html --connection 7 --from 12.3 --to 12.9
      """)

  @OptionGroup(title: "Input")
  var capture: CaptureOptions

  @OptionGroup(title: "Selection and limits")
  var selection: ReportOptions

  @Option(
    name: [.customShort("o"), .customLong("output")], parsing: .unconditional,
    help: ArgumentHelp("Write the page to this file, '-' for standard output.", valueName: "file"))
  var output: String

  @Option(
    name: .customLong("top"), parsing: .unconditional,
    help: ArgumentHelp(
      "Show pictures of this many connections, those with the costliest findings and the most data; 20 by default.",
      valueName: "count"))
  var top: Int = 20

  @Option(
    name: .customLong("from"), parsing: .unconditional,
    help: ArgumentHelp(
      "Show connections and packets from this many seconds after the first packet on.",
      valueName: "seconds"))
  var from: Double?

  @Option(
    name: .customLong("to"), parsing: .unconditional,
    help: ArgumentHelp(
      "Show connections and packets up to this many seconds after the first packet.",
      valueName: "seconds"))
  var to: Double?

  @Flag(name: .customShort("n"), help: "Show ports as numbers, not names.")
  var numeric: Int

  @Flag(name: .customLong("utc"), help: "Show times in UTC, not in the local zone.")
  var isUTC = false

  /// The most connections with pictures: each takes some megabytes of memory.
  private static var mostShown: Int { 100 }

  func validate() throws {
    if !capture.hasFiles {
      throw ValidationError(
        "report reads savefiles, twice: capture into one first (tcpinspect -i eth0 -w FILE), then -r FILE"
      )
    }
    if capture.files.contains("-") {
      throw ValidationError("report reads its input twice: write it to a file first, -r FILE")
    }
    if !(1...Self.mostShown).contains(top) {
      throw ValidationError("--top \(top): must be from 1 to \(Self.mostShown)")
    }
    if selection.connectionIndexes.count > Self.mostShown {
      throw ValidationError("--connection: at most \(Self.mostShown) connections fit on a page")
    }
    for (name, time) in [("--from", from), ("--to", to)] {
      if let time, !(time >= 0 && time <= 1e9) {
        throw ValidationError(
          "\(name) \(time): a number of seconds from 0 to 1e9 after the first packet is needed")
      }
    }
    if let from, let to, from > to {
      throw ValidationError("--from \(from) is after --to \(to)")
    }
  }

  mutating func run() throws {
    var run = ReportRun(command: self)
    try run.run()
  }
}
