import BasicContainers
import CaptureFormats
import InternetTypes
import PacketCapture
import SystemServices

/// One run of a subcommand: opens its files or its interface, and passes all packets to a consumer.
struct CaptureRun {
  let capture: CaptureOptions
  /// The format of the statistics at the end of a live capture: `text`, `json` or nil.
  let statisticsFormat: String?
  /// The precision of the timestamps of files.
  var precision = TimestampPrecision.nanoseconds
  /// The savefile to write, which cannot be read at the same time.
  var outputPath: String?
  /// Whether that savefile is pcapng, which can have several interfaces and link types.
  var writesPcapng = false
  /// Whether all interfaces that are named are captured on, not only the last one.
  var capturesSeveral = false
  /// Which pcapng blocks without packets the consumer receives.
  var keeping = BlockKeeping.none
  /// Whether the consumer receives interfaces that are described between packets.
  var reportsInterfaces = false
  /// Whether the files are reported on standard error.
  var announcesFiles = true
  /// Whether a thread reads a file ahead: the consumer leaves a processor idle.
  var readsAhead = false
  /// Reports the input on standard error.
  var announce: (borrowing LiveCapture) -> Void = { source in
    TCPInspect.write(
      line: "listening on \(source.configuration.interface), "
        + "link-type \(source.linkType.title), snapshot length \(source.snapshotLength) bytes")
  }

  /// The properties of the input that are known before its first packet.
  struct Input {
    /// Whether it is an interface.
    var isLive: Bool
    /// Whether timestamps have nanoseconds.
    var isFine: Bool
    /// The files that are read.
    var paths: [String] = []
    /// The descriptions in each file before its first packet.
    var descriptions: [CaptureFile.Descriptions] = []
    /// Whether the byte order of the first file differs from this machine's.
    var isSwapped = false
    /// The interfaces captured on.
    var interfaces: [CaptureInterface] = []
  }

  /// Runs until the input ends, or a signal or a limit ends it.
  ///
  /// - Parameter make: makes the consumer after the input is opened; its argument returns the header of a savefile
  ///   for packets of this input.
  /// - Returns: the report of the run; its notes were written.
  /// - Throws: the error of opening, reading or writing; packets before it were processed.
  func run(
    _ make: Maker<some PacketConsumer & ~Copyable>
  ) throws(CommandFailure) -> RunReport {
    for note in capture.ignored { TCPInspect.report(note) }
    let report: RunReport
    do throws(CaptureError) {
      report = capture.hasFiles ? try readFiles(make) : try captureLive(make)
    } catch {
      // Interrupted before anything could be read: no failure.
      if error.kind == .interrupted && Interruption.isRequested { return RunReport() }
      throw CommandFailure(error, filterWords: capture.filter)
    }
    if let progress = report.interruption { throw .interrupted(progress) }
    if let missing = report.missing { throw .runtime(missing) }
    return report
  }

  /// Makes the consumer of a run.
  typealias Maker<Consumer: PacketConsumer & ~Copyable> = (
    Input, () throws(CaptureError) -> SavefileHeader
  ) throws(CaptureError) -> Consumer

  private func readFiles(
    _ make: Maker<some PacketConsumer & ~Copyable>
  ) throws(CaptureError) -> RunReport {
    var sources = try capture.openFiles(
      precision: precision, writing: outputPath, mixesLinkTypes: writesPcapng, keeping: keeping,
      isAnnounced: announcesFiles, readsAhead: readsAhead)
    var input = Input(isLive: false, isFine: false)
    for index in 0..<sources.count {
      input.paths.append(sources[index].path)
      input.isFine = input.isFine || sources[index].hasFineTimestamps
      input.descriptions.append(sources[index].takeDescriptions())
      sources[index].reportsInterfaces = reportsInterfaces
    }
    input.isSwapped = sources[0].isByteSwapped
    var consumer = try make(input) { () throws(CaptureError) in try sources[0].savefileHeader }
    var progress = FileProgress(capture.progressMode)
    let failure: CaptureError?
    do throws(CaptureError) {
      failure = try PacketLoop.read(&sources, into: &consumer, &progress)
    } catch {
      progress.clear()
      throw error
    }
    progress.clear()
    // A pipe and a file that grows are read until a signal ends them.
    var isPartial = Interruption.isRequested && !capture.follows
    for index in 0..<sources.count where sources[index].byteCount == nil { isPartial = false }
    let place = isPartial ? FileProgress.text(consumer.count, sources) : nil
    var report = try consumer.finish()
    report.interruption = place
    for index in 0..<sources.count { Self.reportRemarks(on: sources[index]) }
    for note in report.notes { TCPInspect.write(line: note) }
    if let failure { throw failure }
    return report
  }

  /// Reports remarks about a file that was read on standard error.
  private static func reportRemarks(on source: borrowing CaptureFile) {
    for problem in source.filterProblems { TCPInspect.report(problem) }
    let appended = source.appendedFileCount
    if appended > 0 {
      TCPInspect.report(
        "\(source.path): \(appended.counted("savefile")) behind the first one in the same file "
          + "\(appended == 1 ? "was" : "were") read, too")
    }
  }

  private func captureLive(
    _ make: Maker<some PacketConsumer & ~Copyable>
  ) throws(CaptureError) -> RunReport {
    if writesPcapng || capturesSeveral, capture.interfaces.count > 1 {
      return try captureSeveral(make)
    }
    var source = try openInterface(try capture.configuration())
    var input = Input(isLive: true, isFine: capture.hasNanoseconds)
    input.interfaces = [source.description(filter: try capture.filterExpression())]
    var consumer = try make(input) { () throws(CaptureError) in try source.savefileHeader }
    announce(source)
    let failure: CaptureError?
    do throws(CaptureError) {
      failure = try PacketLoop.capture(
        &source, into: &consumer, seconds: capture.duration, statistics: statisticsFormat)
    } catch {
      let statistics = try? source.statistics(captured: Int(clamping: consumer.count))
      PacketLoop.report(statistics, as: statisticsFormat)
      throw error
    }
    let statistics = try? source.statistics(captured: Int(clamping: consumer.count))
    let report: RunReport
    do throws(CaptureError) {
      if let statistics { try consumer.take(statistics, of: 0) }
      report = try consumer.finish()
    } catch {
      PacketLoop.report(statistics, as: statisticsFormat)
      throw error
    }
    PacketLoop.report(statistics, as: statisticsFormat)
    for note in report.notes { TCPInspect.write(line: note) }
    if let failure { throw failure }
    return report
  }

  /// Opens an interface; for pcapng with timestamps in nanoseconds, if the interface has them.
  ///
  /// - Throws: what could not be opened.
  func openInterface(_ configuration: LiveConfiguration) throws(CaptureError) -> LiveCapture {
    guard writesPcapng, configuration.precision == .microseconds else {
      return try capture.openInterface(configuration)
    }
    var fine = configuration
    fine.precision = .nanoseconds
    do throws(CaptureError) {
      return try capture.openInterface(fine)
    } catch {
      guard error.reason.contains("time stamp precision") else { throw error }
      return try capture.openInterface(configuration)
    }
  }
}
