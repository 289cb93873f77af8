import ArgumentParser
import BasicContainers
import CaptureFormats
import ConnectionTracking
import InternetTypes
import PacketCapture
import SystemServices

/// `annotate`: copies a capture and adds findings as packet comments.
struct AnnotateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "annotate",
    abstract: "Copy a capture, with what was found as comments on its packets.",
    discussion: """
      The copy is pcapng: packets, times, interfaces, comments and all other blocks and options stay. Wireshark shows \
      the comments, and finds them by: frame.comment contains "tcpinspect"

      EXAMPLES:
        tcpinspect annotate -r FILE -w COPY.pcapng        events, states, verdicts, alerts
        tcpinspect annotate -r FILE -w COPY.pcapng.zst    compressed
      """)

  @Option(
    name: [.customShort("r"), .customLong("read")], parsing: .unconditional,
    help: ArgumentHelp("Read this savefile, twice.", valueName: "file"))
  var input: String

  @Option(
    name: [.customShort("w"), .customLong("write")], parsing: .unconditional,
    help: ArgumentHelp("Write this pcapng file, '-' for standard output.", valueName: "file"))
  var output: String

  @Option(
    name: .customLong("compress"), parsing: .unconditional,
    help: ArgumentHelp(
      "Compress by gzip, zstd, lz4 or xz, as for a name that ends in .gz, .zst, .lz4 or .xz.",
      valueName: "format"))
  var compressionName: String?

  @Flag(name: .customShort("K"), help: "Do not verify checksums.")
  var ignoresChecksums = false

  func validate() throws {
    if let compressionName, CompressionFormat(rawValue: compressionName) == nil {
      throw ValidationError("--compress \(compressionName): must be gzip, zstd, lz4 or xz")
    }
    if input == "-" {
      throw ValidationError("annotate reads its input twice: write it to a file first, -r FILE")
    }
  }

  mutating func run() throws {
    SystemMemory.returnLargeBlocks()
    var interruption: CommandFailure?
    do throws(CaptureError) {
      interruption = try annotate()
    } catch {
      // Interrupted before anything could be read: no failure.
      if error.kind == .interrupted && Interruption.isRequested { return }
      throw CommandFailure(error, filterWords: [])
    }
    if let interruption { throw interruption }
  }

  /// Copies the capture; returns how far it came if a signal ended it.
  private func annotate() throws(CaptureError) -> CommandFailure? {
    Interruption.catchSignals()
    Interruption.catchRequests()
    if SystemFiles.isSame(input, output) {
      throw CaptureError(
        .malformed, subject: output, reason: "is an input file; refusing to overwrite it")
    }
    var configuration = TrackerConfiguration()
    configuration.ignoresChecksums = ignoresChecksums
    var session = AnnotationSession(configuration)
    var first = try open(keeping: .ifPcapng)
    // A damaged file is annotated up to the damage, which the second pass reports.
    var progress = FileProgress(.onRequest)
    _ = try PacketLoop.read(&first, into: &session, &progress)
    if Interruption.isRequested {
      return .interrupted(FileProgress.text(session.count, first), hasOutput: false)
    }
    let (comments, fileComments) = session.findings()
    let omitted = comments.omittedCount

    var second = try open(keeping: .always)
    let descriptions = second[0].takeDescriptions()
    let composer = try PcapngComposer.copying(
      [descriptions], isSwapped: second[0].isByteSwapped,
      application: TCPInspect.name, comments: fileComments)
    let compression =
      compressionName.flatMap { CompressionFormat(rawValue: $0) }
      ?? SavefileName.compression(output)
    var writer = RotatingWriter(
      path: output, composer: composer, compression: compression, rotation: Rotation(),
      report: TCPInspect.report)
    try writer.begin(at: SystemClock.seconds)
    var copy = AnnotatedCopy(writer: writer, comments: comments)
    let failure = try PacketLoop.readBlocks(&second, into: &copy, &progress)
    let interruption: CommandFailure? =
      Interruption.isRequested ? .interrupted(FileProgress.text(copy.count, second)) : nil
    _ = try copy.finish()
    if omitted > 0 { TCPInspect.report("\(omitted) comments were left out: there are too many") }
    if let failure { throw failure }
    return interruption
  }

  /// Opens the input for one of the two passes.
  private func open(
    keeping: BlockKeeping
  ) throws(CaptureError) -> UniqueArray<CaptureFile> {
    let source = try CaptureFile(path: input, precision: .nanoseconds, keeping: keeping)
    guard source.isRegular else {
      throw CaptureError(
        .malformed, subject: input,
        reason: "is no regular file, and annotate reads its input twice",
        advice: "write it to a file first")
    }
    var sources = UniqueArray<CaptureFile>()
    sources.append(source)
    return sources
  }
}

/// The second pass of `annotate`: copies all packets and blocks, and adds the comments.
struct AnnotatedCopy: PacketConsumer, ~Copyable {
  private var writer: RotatingWriter
  private var comments: CommentList
  private(set) var count: UInt64 = 0

  init(writer: consuming RotatingWriter, comments: CommentList) {
    self.writer = writer
    self.comments = comments
    self.comments.sort()
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    try take(captured, frame, block: Span(), order: nil, of: 0)
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, block: Span<UInt8>, order: ByteOrder?,
    of source: Int
  ) throws(CaptureError) -> Bool {
    count += 1
    return try writer.append(
      captured, frame, block: block, order: order, source: source,
      comments: comments.take(for: UInt64(captured.number)))
  }

  mutating func take(
    _ descriptions: CaptureFile.Descriptions, of source: Int
  ) throws(CaptureError) {
    try writer.take(descriptions, of: source)
  }

  mutating func flush() throws(CaptureError) {}

  mutating func flushFiles() throws(CaptureError) { try writer.flush() }

  consuming func finish() throws(CaptureError) -> RunReport {
    try writer.close()
    return RunReport()
  }
}
