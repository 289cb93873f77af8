import ArgumentParser
import FloodDetection
import InternetTypes
import PacketCapture
import SystemServices

/// `track`: follows one bucket of partitioned captures.
struct TrackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "track",
    abstract: "Follow one bucket of captures that partition split; collect writes the records.",
    discussion: """
      The words are a subcommand (connections, states, events, congestion or flood) and the folders that partition \
      wrote, in the order in which one process would read the captures. flood needs folders of one bucket, and \
      writes its alerts at once.

      EXAMPLES:
        tcpinspect track connections --bucket 3 -o TRACKED/3 FOLDER1 FOLDER2
        tcpinspect track flood FOLDER1 FOLDER2
      """)

  @Argument(help: ArgumentHelp("The subcommand, and the folders.", valueName: "word"))
  var words: [String] = []

  @Option(
    name: .customLong("bucket"), parsing: .unconditional,
    help: ArgumentHelp("Follow the bucket of this number, from 0.", valueName: "number"))
  var bucket: Int?

  @Option(
    name: [.customShort("o"), .customLong("output")], parsing: .unconditional,
    help: ArgumentHelp("Write this folder, which must not exist.", valueName: "folder"))
  var output: String?

  @Option(
    name: .customLong("list"), parsing: .unconditional,
    help: ArgumentHelp(
      "Read the folders from this file, one a line, '-' for standard input.", valueName: "file"))
  var list: String?

  @Flag(name: .customShort("K"), help: "Do not verify checksums.")
  var ignoresChecksums = false

  @Option(
    name: .customLong("seed"), parsing: .unconditional,
    help: ArgumentHelp("For flood, as there.", valueName: "number"))
  var seed: UInt64?

  @OptionGroup var report: ReportOptions

  /// The kind of records.
  private var kind: ArchiveRecord? { words.first.flatMap { ArchiveRecord(rawValue: $0) } }

  func validate() throws {
    guard let kind else {
      let names = ArchiveRecord.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("the first word must be one of \(names)")
    }
    if (words.count == 1) == (list == nil) {
      throw ValidationError("track needs folders, as words or by --list FILE")
    }
    if kind == .flood {
      if bucket ?? 0 != 0 || output != nil {
        throw ValidationError("flood has one bucket, and writes to standard output")
      }
      return
    }
    if bucket == nil || output == nil {
      throw ValidationError("track \(kind.rawValue) needs --bucket NUMBER and -o FOLDER")
    }
    if let bucket, bucket < 0 { throw ValidationError("--bucket \(bucket): must be 0 or more") }
    if !report.connections.isEmpty {
      throw ValidationError("connections have no numbers before collect: omit --connection")
    }
  }

  mutating func run() throws {
    SystemMemory.returnLargeBlocks()
    Interruption.catchSignals()
    do throws(CaptureError) {
      try track()
    } catch {
      throw CommandFailure(error, filterWords: [])
    }
  }

  private func track() throws(CaptureError) {
    var folders = Array(words.dropFirst())
    if let list { folders = try TextFile.lines(of: list).filter { !$0.isEmpty } }
    guard !folders.isEmpty, let kind else {
      throw CaptureError(.malformed, subject: list, reason: "names no folder")
    }
    if kind == .flood {
      var configuration = FloodConfiguration()
      if let seed { configuration.hashKey = HashKey(seed: seed) }
      guard let table = try? TableOptions.parse(["--format", "ndjson"]) else { return }
      return try FloodTrackRun(folders: folders, configuration: configuration, table: table).run()
    }
    let run = TrackRun(
      kind: kind, folders: folders, bucket: bucket ?? 0,
      configuration: try report.configuration(
        ignoresChecksums: ignoresChecksums, isLive: false))
    for note in try run.run(output: output ?? "") { TCPInspect.write(line: note) }
  }
}
