import CaptureFormats
import ConnectionTracking
import InternetTypes
import PacketCapture
import PacketPrinting
import Records
import SystemServices

/// One run of a subcommand on connections: sets up its session.
struct AnalysisRun {
  let arguments: AnalysisArguments
  let request: AnalysisRequest

  /// Runs until the input ends, or a signal or a limit ends it.
  func run() throws(CommandFailure) {
    SystemMemory.returnLargeBlocks()
    var run = CaptureRun(
      capture: arguments.capture, statisticsFormat: arguments.options.statistics.format)
    run.outputPath = request.path
    run.writesPcapng = request.writesPcapng
    run.keeping = request.writesPcapng ? .always : .none
    run.reportsInterfaces = true
    _ = try run.run { (input, header) throws(CaptureError) in
      let hosts = try hostSockets(input)
      // A port below 1024 is root's.
      let listener = try arguments.metrics.listener()
      try arguments.privileges.drop(isLive: input.isLive)
      var choices = try choices(input)
      choices.hosts = hosts
      let interfaces = input.descriptions.map(\.interfaces)
      let origins = PacketOrigins(
        paths: input.paths, interfaces: input.isLive ? [input.interfaces] : interfaces)
      let interface = input.interfaces.first?.name ?? ""
      return AnalysisSession(
        choices, origins: origins, selection: try selection(input, header: header),
        metrics: try arguments.metrics.metrics(listener, interface: interface))
    }
  }

  /// Opens the savefile of `-w`, if any.
  ///
  /// - Throws: if it cannot be created.
  private func selection(
    _ input: CaptureRun.Input, header: () throws(CaptureError) -> SavefileHeader
  ) throws(CaptureError) -> SelectedPackets? {
    guard let path = request.path else { return nil }
    var writer: RotatingWriter
    if request.writesPcapng {
      let composer = try PcapngComposer.copying(
        input.descriptions, isSwapped: input.isSwapped, application: TCPInspect.name)
      writer = RotatingWriter(
        path: path, composer: composer, compression: request.compression, rotation: Rotation(),
        report: TCPInspect.report)
    } else {
      // As fine as the finest input, and no finer.
      writer = RotatingWriter(
        path: path, header: try header().with(input.isFine ? .nanoseconds : .microseconds),
        compression: request.compression, rotation: Rotation(), report: TCPInspect.report)
    }
    writer.inputs = input.paths
    try writer.begin(at: SystemClock.seconds)
    return SelectedPackets(writer)
  }

  /// The options of the session.
  private func choices(
    _ input: CaptureRun.Input
  ) throws(CaptureError) -> AnalysisSession.Choices {
    let (capture, report, options) = (arguments.capture, arguments.report, arguments.options)
    let configuration = try report.configuration(capture, isLive: input.isLive)
    let format = options.table.format
    var order = request.order
    // A table of a file is in order of the connections' starts, not of their ends.
    if format == .table, !input.isLive, request.kind == .connections {
      order = order ?? .connection
    }
    var style = options.table.style
    style.showsProcesses = request.findsProcesses
    return AnalysisSession.Choices(
      kind: request.kind, format: format,
      precision: input.isFine ? .nanoseconds : .microseconds, times: options.table.times,
      style: style, configuration: configuration, order: order,
      ranking: request.ranking,
      indexes: report.connectionIndexes, outcomes: request.outcomes,
      packetLimit: capture.packetLimit ?? .max,
      isPerRoundTrip: request.isPerRoundTrip, isInOrderOfTime: request.isInOrderOfTime,
      sender: request.sender,
      duration: input.isLive ? nil : capture.duration,
      flushesLines: options.flushesLines || input.isLive, isLive: input.isLive)
  }
}
