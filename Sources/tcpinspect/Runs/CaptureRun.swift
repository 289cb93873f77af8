import BasicContainers
import InternetTypes
import PacketCapture
import SystemServices

/// One run of a subcommand: opens its files or its interface, and gives all packets to a consumer.
struct CaptureRun {
  let capture: CaptureOptions
  /// The format of the statistics at the end of a live capture: `text`, `json` or nil.
  let statisticsFormat: String?
  /// The resolution of the time stamps of files.
  var precision = TimestampPrecision.nanoseconds
  /// The savefile that the run writes, which it cannot read at the same time.
  var outputPath: String?
  /// Reports on standard error what is captured.
  var announce: (borrowing LiveCapture) -> Void = { source in
    TCPInspect.write(
      line: "listening on \(source.configuration.interface), "
        + "link-type \(source.linkType.title), snapshot length \(source.snapshotLength) bytes")
  }

  /// What is known about the input before its first packet.
  struct Input {
    /// Whether it is an interface.
    var isLive: Bool
    /// Whether time stamps have nanoseconds.
    var isFine: Bool
  }

  /// Runs until the input ends, or a signal or a limit ends it.
  ///
  /// - Parameter make: makes the consumer, once the input is open; the closure that it gets returns the header of a savefile
  ///   for packets of this input.
  /// - Returns: what there is to report; its notes are written.
  /// - Throws: what could not be opened, read or written; packets that could be read were consumed before.
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
    if report.isIncomplete { throw CommandFailure(message: nil, status: ExitStatus.failure) }
    return report
  }

  /// Makes the consumer of a run.
  typealias Maker<Consumer: PacketConsumer & ~Copyable> = (
    Input, () throws(CaptureError) -> SavefileHeader
  ) throws(CaptureError) -> Consumer

  private func readFiles(
    _ make: Maker<some PacketConsumer & ~Copyable>
  ) throws(CaptureError) -> RunReport {
    var sources = try capture.openFiles(precision: precision, writing: outputPath)
    var isFine = false
    for index in 0..<sources.count { isFine = isFine || sources[index].hasFineTimestamps }
    var consumer = try make(Input(isLive: false, isFine: isFine)) { () throws(CaptureError) in
      try sources[0].savefileHeader
    }
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
    for note in report.notes { TCPInspect.write(line: note) }
    if let failure { throw failure }
    return report
  }

  private func captureLive(
    _ make: Maker<some PacketConsumer & ~Copyable>
  ) throws(CaptureError) -> RunReport {
    var source = try capture.openInterface(try capture.configuration())
    var consumer = try make(Input(isLive: true, isFine: capture.hasNanoseconds)) {
      () throws(CaptureError) in try source.savefileHeader
    }
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
}
