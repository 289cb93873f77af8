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
        tcpinspect report --from FILE.db -o report.html           of the capture that save read
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
    name: .customLong("from"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Show connections and packets from this many seconds after the first packet on; a name instead of a number is a "
        + "file of save, whose capture is read.",
      valueName: "seconds|file"))
  var beginnings: [String] = []

  @Option(
    name: .customLong("capture"), parsing: .unconditional,
    help: ArgumentHelp(
      "With --from FILE, the number of the capture; needed if the file has several.",
      valueName: "number"))
  var storedCapture: Int64?

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

  /// The first moment that is shown, in seconds after the first packet.
  var from: Double? { beginnings.compactMap { Double($0) }.last }

  /// The file of `save` whose capture is read.
  var store: StoreOptions? {
    guard let path = beginnings.last(where: { Double($0) == nil }) else { return nil }
    var options = StoreOptions()
    (options.path, options.capture) = (path, storedCapture)
    return options
  }

  func validate() throws {
    if storedCapture != nil && store == nil { throw ValidationError("--capture needs --from FILE") }
    if store != nil {
      if capture.hasFiles || !capture.filter.isEmpty || capture.filterFile != nil
        || capture.packetLimit != nil || capture.duration != nil || capture.ignoresChecksums
      {
        throw ValidationError(
          "--from FILE reads the capture as it was saved: -r, -V, -F, -c, -K, --duration and a "
            + "filter are not for it")
      }
    } else if !capture.hasFiles {
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
