import BasicContainers
import ConnectionTracking
import InternetTypes
import PacketCapture
import PacketPrinting
import Records
import SystemServices

/// One run of a subcommand that follows connections, from files or from an interface.
struct AnalysisRun {
  let capture: CaptureOptions
  let report: ReportOptions
  let options: AnalysisOptions
  let privileges: PrivilegeOptions
  let kind: AnalysisSession.Kind
  /// The savefile to which packets are written.
  var path: String?
  /// Whether windows are shown by round trips.
  var isPerRoundTrip = false
  /// The only data sender that is shown.
  var sender: Side?

  /// Runs until the input ends, or a signal or a limit ends it.
  func run() throws {
    SystemMemory.returnLargeBlocks()
    do throws(CaptureError) {
      if capture.hasFiles { try readFiles() } else { try captureLive() }
    } catch {
      // Asked to end before anything could be read: nothing is wrong.
      if error.kind == .interrupted && Interruption.isRequested { return }
      throw PrintCommand.failure(error, filterWords: capture.filter)
    }
  }

  private func readFiles() throws(CaptureError) {
    var sources = try capture.openFiles(precision: .nanoseconds, writing: path)
    if let successor = try privileges.successor(isLive: false) {
      try Privileges.drop(to: successor)
    }
    var isFine = false
    for index in 0..<sources.count { isFine = isFine || sources[index].hasFineTimestamps }
    var writer: CaptureWriter?
    if let path {
      // As fine as the finest input, and no finer.
      let header = try sources[0].savefileHeader
      writer = try CaptureWriter(
        path: path, header: header.with(isFine ? .nanoseconds : .microseconds))
    }
    var session = AnalysisSession(try choices(isLive: false, isFine: isFine), writer: writer)
    let failure = try PacketLoop.read(&sources, into: &session)
    for note in try session.finish() { TCPInspect.write(line: note) }
    if let failure { throw failure }
  }

  private func captureLive() throws(CaptureError) {
    var source = try capture.openInterface(try capture.configuration())
    if let successor = try privileges.successor(isLive: true) {
      try Privileges.drop(to: successor)
    }
    TCPInspect.write(
      line: "listening on \(source.configuration.interface), "
        + "link-type \(source.linkType.title), snapshot length \(source.snapshotLength) bytes")
    var session = AnalysisSession(
      try choices(isLive: true, isFine: capture.hasNanoseconds), writer: nil)
    let failure: CaptureError?
    do throws(CaptureError) {
      failure = try PacketLoop.capture(
        &source, into: &session, seconds: capture.duration, statistics: options.statisticsFormat)
    } catch {
      let statistics = try? source.statistics(captured: Int(clamping: session.count))
      PacketLoop.report(statistics, as: options.statisticsFormat)
      throw error
    }
    let statistics = try? source.statistics(captured: Int(clamping: session.count))
    let notes: [String]
    do throws(CaptureError) {
      notes = try session.finish()
    } catch {
      PacketLoop.report(statistics, as: options.statisticsFormat)
      throw error
    }
    PacketLoop.report(statistics, as: options.statisticsFormat)
    for note in notes { TCPInspect.write(line: note) }
    if let failure { throw failure }
  }

  /// How many connections are kept: what was asked for, or the default where the memory is large enough.
  ///
  /// - Throws: when what was asked for cannot be reserved.
  private func connectionLimit(_ standard: Int) throws(CaptureError) -> Int {
    let fitting = SystemMemory.limit / 2 / ConnectionTracker.reservedBytesPerConnection
    guard let wanted = report.maxConnections else { return max(min(standard, fitting), 1) }
    guard wanted <= max(fitting, 1) else {
      throw CaptureError(
        .malformed, subject: "--max-connections \(wanted)",
        reason: "the memory has room for \(fitting) connections at most")
    }
    return wanted
  }

  /// What the session is to do.
  private func choices(
    isLive: Bool, isFine: Bool
  ) throws(CaptureError) -> AnalysisSession.Choices {
    var configuration = TrackerConfiguration()
    configuration.connectionLimit = try connectionLimit(configuration.connectionLimit)
    if let seconds = report.idleTimeout {
      let whole = max(Int(seconds.rounded(.up)), 1)
      configuration.attemptTimeout = whole
      configuration.idleTimeout = whole
      configuration.datagramTimeout = whole
      configuration.endedTimeout = min(configuration.endedTimeout, whole)
    }
    configuration.ignoresChecksums = capture.ignoresChecksums
    let isTerminal = OutputDescriptor.standardOutput.isTerminal
    let isNumeric = options.numeric > 0
    let isUTC = options.isUTC
    let names = PrintCommand.names
    let style = TableStyle(
      isColored: isTerminal,
      portName: isNumeric
        ? nil
        : { port, transport in transport == .udp ? names.udpPort(port) : names.tcpPort(port) },
      utcOffset: { isUTC ? 0 : SystemClock.utcOffset(at: $0) },
      columns: isTerminal ? OutputDescriptor.standardOutput.terminalColumns ?? 80 : nil)
    var order = report.order
    // A table of a file is read from the top: in order of beginnings, not of ends.
    if report.format == .table, !isLive, kind == .connections { order = order ?? .connection }
    return AnalysisSession.Choices(
      kind: kind, format: report.format, precision: isFine ? .nanoseconds : .microseconds,
      style: style, configuration: configuration, order: order, ranking: report.rankingLimit,
      indexes: report.connectionIndexes, packetLimit: capture.packetLimit ?? .max,
      isPerRoundTrip: isPerRoundTrip, sender: sender,
      duration: isLive ? nil : capture.duration, flushesLines: options.flushesLines || isLive,
      isLive: isLive)
  }
}
