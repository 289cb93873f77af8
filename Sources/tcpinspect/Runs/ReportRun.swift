import BasicContainers
import CaptureFormats
import ConnectionTracking
import Diagnosis
import InternetTypes
import PacketCapture
import PacketPrinting
import Records
import ReportPages
import SystemServices

/// One run of `report`: reads the savefiles twice, and writes the page.
struct ReportRun {
  private var command: ReportCommand
  /// Whether the page was written.
  private var isWritten = false

  /// A run of a command.
  init(command: ReportCommand) { self.command = command }

  /// Runs until the page is written, or a signal ends the run.
  mutating func run() throws(CommandFailure) {
    SystemMemory.returnLargeBlocks()
    for note in command.capture.ignored { TCPInspect.report(note) }
    let failure: CommandFailure?
    let isNew = command.output != "-" && !SystemFiles.exists(command.output)
    defer { if isNew && !isWritten { SystemFiles.remove(command.output) } }
    do throws(CaptureError) {
      try resolveLists()
      // Where no page can be written, it is said before an hour of reading.
      if isNew { try OutputDescriptor.create(path: command.output).close() }
      failure = try makePage()
    } catch {
      // Interrupted before anything could be read: no failure.
      if error.kind == .interrupted && Interruption.isRequested { return }
      throw CommandFailure(error, filterWords: command.capture.filter)
    }
    if let failure { throw failure }
  }

  /// Reads lists of files and filters once: they may come from pipes.
  private mutating func resolveLists() throws(CaptureError) {
    if let store = command.store {
      var (capture, selection) = (command.capture, command.selection)
      try StoredInput(store).apply(to: &capture, &selection)
      (command.capture, command.selection) = (capture, selection)
    }
    command.capture.files = try command.capture.paths()
    command.capture.fileList = nil
    let expression = try command.capture.filterExpression()
    command.capture.filter = expression.isEmpty ? [] : [expression]
    command.capture.filterFile = nil
  }

  /// Makes the page; returns why it was not made, or does not show what was asked for.
  private mutating func makePage() throws(CaptureError) -> CommandFailure? {
    var first = try open(isAnnounced: true)
    let configuration = try command.selection.configuration(command.capture, isLive: false)
    var isFine = false
    for index in 0..<first.count { isFine = isFine || first[index].hasFineTimestamps }
    var input = ReportInput(
      style: style, clock: PageClock(isFine: isFine, utcOffset: Self.utcOffset(command.isUTC)))
    describe(first, in: &input)
    let selected = command.selection.connectionIndexes
    var session = ReportSession(
      configuration,
      overview: OverviewRecording(
        top: command.top, indexes: selected, from: Self.nanoseconds(command.from),
        to: Self.nanoseconds(command.to)), origins: origins(&first),
      packetLimit: command.capture.packetLimit ?? .max, duration: command.capture.duration)
    var progress = FileProgress(mode)
    let failure = try read(&first, into: &session, &progress)
    if Interruption.isRequested { return interruption(session.count, first) }
    if let failure { input.notes.append(failure.description) }
    let (overview, complete) = session.result(input, source)
    input = complete
    let (recordings, findings) = try details(overview, configuration)
    input.connectionFindings = findings
    if Interruption.isRequested { return interruption(overview.packetCount, first) }
    let page = ReportPage(input, overview: overview, recordings: recordings).html
    try write(page)
    isWritten = true
    let notes = TrackingNotes(input.statistics, selected: selected)
    for note in input.notes { TCPInspect.write(line: note) }
    if let failure { throw failure }
    return notes.missing.map { .runtime($0) }
  }

  /// The failure of a run that a signal ended.
  private func interruption(
    _ count: UInt64, _ sources: borrowing UniqueArray<CaptureFile>
  ) -> CommandFailure {
    .interrupted(FileProgress.text(count, sources), hasOutput: false)
  }

  /// Records the connections that have a page, by a second reading.
  private func details(
    _ overview: OverviewRecording, _ configuration: TrackerConfiguration
  ) throws(CaptureError) -> (
    recordings: [ConnectionRecording], findings: [UInt64: [ReportFinding]]
  ) {
    let (start, end) = (
      overview.time(after: Self.nanoseconds(command.from)),
      overview.time(after: Self.nanoseconds(command.to))
    )
    let recordings = overview.shown.map { ConnectionRecording($0.connection, from: start, to: end) }
    guard !recordings.isEmpty else { return ([], [:]) }
    var second = try open(isAnnounced: false)
    var session = ReportDetails(
      configuration, recordings: recordings,
      packetLimit: command.capture.packetLimit ?? .max, duration: command.capture.duration)
    var progress = FileProgress(mode)
    // A damaged file ends where it ended before, and that was reported.
    _ = try read(&second, into: &session, &progress)
    return session.result(source)
  }

  /// Reads all packets; returns the error that ended a file early.
  private func read(
    _ sources: inout UniqueArray<CaptureFile>, into session: inout some PacketConsumer & ~Copyable,
    _ progress: inout FileProgress
  ) throws(CaptureError) -> CaptureError? {
    defer { progress.clear() }
    return try PacketLoop.read(&sources, into: &session, &progress)
  }

  /// Opens the savefiles for one of the two readings.
  private func open(isAnnounced: Bool) throws(CaptureError) -> UniqueArray<CaptureFile> {
    var sources = try command.capture.openFiles(
      precision: .nanoseconds, writing: command.output, mixesLinkTypes: true,
      isAnnounced: isAnnounced)
    for index in 0..<sources.count {
      guard sources[index].isRegular else {
        throw CaptureError(
          .malformed, subject: sources[index].path,
          reason: "is no regular file, and report reads its input twice",
          advice: "write it to a file first")
      }
      sources[index].reportsInterfaces = true
    }
    return sources
  }

  private func origins(_ sources: inout UniqueArray<CaptureFile>) -> PacketOrigins {
    var (paths, interfaces): ([String], [[CaptureInterface]]) = ([], [])
    for index in 0..<sources.count {
      paths.append(sources[index].path)
      interfaces.append(sources[index].takeDescriptions().interfaces)
    }
    return PacketOrigins(paths: paths, interfaces: interfaces)
  }

  /// Describes the files.
  private func describe(
    _ sources: borrowing UniqueArray<CaptureFile>, in input: inout ReportInput
  ) {
    for index in 0..<sources.count { input.files.append(sources[index].path) }
    if sources.count > 0 {
      input.description =
        "Link type \(sources[0].linkType.title), snapshot length \(sources[0].snapshotLength) bytes."
    }
    let source = source
    input.commandOptions = source.options + (source.filter.isEmpty ? "" : " " + source.filter)
    input.generator = TCPInspect.name
  }

  /// How commands name the input.
  private var source: CommandSource {
    CommandSource(
      files: command.capture.files, filter: command.capture.filter.joined(separator: " "))
  }

  /// How tables and sentences look.
  private var style: TableStyle {
    let names = SystemNames.source
    let isUTC = command.isUTC
    return TableStyle(
      portName: command.numeric > 0
        ? nil
        : { port, transport in transport == .udp ? names.udpPort(port) : names.tcpPort(port) },
      utcOffset: Self.utcOffset(isUTC))
  }

  private static func utcOffset(_ isUTC: Bool) -> @Sendable (Int64) -> Int {
    { isUTC ? 0 : SystemClock.utcOffset(at: $0) }
  }

  private static func nanoseconds(_ seconds: Double?) -> Int64? {
    seconds.map { Int64(($0 * 1e9).rounded()) }
  }

  /// Nothing but the page is written, so that a terminal is free for the progress.
  private var mode: FileProgress.Mode {
    if OutputDescriptor.standardError.isTerminal { return .terminal }
    return command.capture.progressMode
  }

  private func write(_ page: [UInt8]) throws(CaptureError) {
    guard command.output != "-" else {
      return try OutputDescriptor.standardOutput.write(page.span)
    }
    let output = try OutputDescriptor.create(path: command.output)
    try output.write(page.span)
    try output.close()
  }
}
