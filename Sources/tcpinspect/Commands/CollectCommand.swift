import ArgumentParser
import PacketCapture
import SystemServices

/// `collect`: numbers the connections of all buckets, and writes their records in order.
struct CollectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "collect",
    abstract: "Write the records of all buckets that track followed, as one process would.",
    discussion: """
      The words are the folders that track wrote, one for each bucket. Records, their order and the numbers of \
      connections are those of the subcommand over all captures, as long as no limit left anything out, which is \
      said.

      EXAMPLES:
        tcpinspect collect TRACKED/*                  the records on standard output
        tcpinspect collect --strict TRACKED/*         exit status 1 if a limit left something out
      """)

  @Argument(help: ArgumentHelp("The folders.", valueName: "folder"))
  var folders: [String]

  @Flag(
    name: .customLong("strict"),
    help: "Fail, before anything is written, if a limit left something out.")
  var isStrict = false

  @Option(
    name: .customLong("slice"), parsing: .unconditional,
    help: ArgumentHelp(
      "Write only the Nth of M parts of the records, as N/M, of equal numbers of packets.",
      valueName: "N/M"))
  var slice: String?

  func validate() throws {
    if let slice, RecordSlice(slice) == nil {
      throw ValidationError("--slice \(slice): must be N/M, with N from 1 to M, at most 65536")
    }
  }

  mutating func run() throws {
    SystemMemory.returnLargeBlocks()
    Interruption.catchSignals()
    do throws(CaptureError) {
      try CollectRun(
        folders: folders, isStrict: isStrict, slice: slice.flatMap { RecordSlice($0) }
      ).run()
    } catch {
      throw CommandFailure(error, filterWords: [])
    }
  }
}
