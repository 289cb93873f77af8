import ArgumentParser
import BasicContainers
import CaptureFormats
import PacketCapture
import SystemServices

/// `partition`: splits a capture into buckets that can be tracked apart from each other.
struct PartitionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "partition",
    abstract: "Split a capture by connections into buckets, for many processes or machines.",
    discussion: """
      The folder gets a pcapng file for each bucket, one of the packets that every bucket needs (fragments and ICMP \
      errors), the times of all packets, and summary.json. tcpinspect track follows the buckets of any number of \
      captures, and tcpinspect collect writes their records as one process over all captures would.

      EXAMPLES:
        tcpinspect partition -r FILE --buckets 16 -o FOLDER
      """)

  @Option(
    name: [.customShort("r"), .customLong("read")], parsing: .unconditional,
    help: ArgumentHelp("Read this savefile, '-' for standard input.", valueName: "file"))
  var input: String

  @Option(
    name: .customLong("buckets"), parsing: .unconditional,
    help: ArgumentHelp("Split it into this many buckets, from 1 to 4096.", valueName: "count"))
  var buckets: Int

  @Option(
    name: [.customShort("o"), .customLong("output")], parsing: .unconditional,
    help: ArgumentHelp("Write this folder, which must not exist.", valueName: "folder"))
  var output: String

  @Flag(
    name: .customLong("join-udp"),
    help:
      "Put all UDP into one bucket: QUIC connections are one, whatever of their addresses change.")
  var joinsUDP = false

  @Option(
    name: .customLong("name"), parsing: .unconditional,
    help: ArgumentHelp(
      "Call the capture this in records; by default as -r does.", valueName: "name"))
  var name: String?

  func validate() throws {
    guard (1...PartitionNames.bucketLimit).contains(buckets) else {
      throw ValidationError(
        "--buckets \(buckets): a number from 1 to \(PartitionNames.bucketLimit) is needed")
    }
  }

  mutating func run() throws {
    SystemMemory.returnLargeBlocks()
    do throws(CaptureError) {
      try partition()
    } catch {
      throw CommandFailure(error, filterWords: [])
    }
  }

  /// Splits the capture; a damaged one is split up to the damage, which is reported then.
  private func partition() throws(CaptureError) {
    Interruption.catchSignals()
    Interruption.catchRequests()
    try CaptureFile.allowOpen(buckets + 2)
    var sources = UniqueArray<CaptureFile>()
    sources.append(try CaptureFile(path: input, precision: .nanoseconds))
    let described = sources[0].takeDescriptions().interfaces
    sources[0].reportsInterfaces = true
    let summary = PartitionSummary(
      name: name ?? input, isFine: sources[0].hasFineTimestamps, buckets: buckets,
      joinsUDP: joinsUDP)
    let folder = try AttemptFolder(output)
    do throws(CaptureError) {
      try fill(folder, summary, from: &sources, described)
    } catch {
      folder.discard()
      throw error
    }
  }

  private func fill(
    _ folder: AttemptFolder, _ summary: PartitionSummary,
    from sources: inout UniqueArray<CaptureFile>, _ interfaces: [CaptureInterface]
  ) throws(CaptureError) {
    var session = try PartitionSession(folder, summary: summary, interfaces: interfaces)
    var progress = FileProgress(.onRequest)
    let failure = try PacketLoop.read(&sources, into: &session, &progress)
    if Interruption.isRequested {
      throw CaptureError(
        .interrupted, subject: input,
        reason: "interrupted after \(FileProgress.text(session.count, sources))")
    }
    if let failure { session.fail(failure.description) }
    let report = try session.finish()
    for note in report.notes { TCPInspect.write(line: note) }
    if let failure { throw failure }
  }
}
