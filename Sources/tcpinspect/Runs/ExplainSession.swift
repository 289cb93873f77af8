import CaptureFormats
import ConnectionTracking
import Diagnosis
import FloodDetection
import InternetTypes
import PacketCapture
import PacketDissection
import Records
import SystemServices
import TextOutput
import TrackingPipeline

/// The packet consumer of `explain`: passes packets to the tracker and the flood detector, and their findings to a
/// diagnostician, whose page it writes at the end.
struct ExplainSession: PacketConsumer, ~Copyable {
  private let style: TableStyle
  private let format: ReportFormat
  private let source: CommandSource
  private let selected: [UInt64]
  private let packetLimit: UInt64
  private let isLive: Bool
  private var durationLimit: DurationLimit
  private var idleClock = IdleClock()
  private var tracker: CaptureTracker
  private var detector = FloodDetector()
  private var diagnostician: Diagnostician
  private var records: RecordEncoder<FindingSchema>
  /// The number of the last packet, which alerts at the end of the input name.
  private var lastNumber: UInt64 = 0
  private(set) var count: UInt64 = 0
  private var unfollowed = UnfollowedFrames()

  init(_ arguments: AnalysisArguments, _ input: CaptureRun.Input) throws(CaptureError) {
    style = arguments.options.table.style
    format = arguments.options.table.format
    source = arguments.commandSource
    selected = arguments.report.connectionIndexes
    packetLimit = arguments.capture.packetLimit ?? .max
    isLive = input.isLive
    durationLimit = DurationLimit(input.isLive ? nil : arguments.capture.duration)
    var configuration = PipelineConfiguration()
    configuration.tracker = try arguments.report.configuration(
      arguments.capture, isLive: input.isLive)
    configuration.findings = [.transitions, .events, .modelWindows, .verdicts, .connections]
    tracker = CaptureTracker(configuration)
    diagnostician = Diagnostician(selected: Set(selected))
    records = RecordEncoder(
      format: format.recordFormat ?? .ndjson,
      precision: input.isFine ? .nanoseconds : .microseconds, times: arguments.options.table.times)
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    let time = captured.timestamp
    if durationLimit.isOver(at: time) { return false }
    count += 1
    if count <= UnfollowedFrames.limit {
      unfollowed.note(frame, wireLength: captured.originalLength, linkType)
    }
    idleClock.latest = time
    lastNumber = UInt64(captured.number)
    let header = FrameHeader(
      linkType: linkType, wireLength: captured.originalLength, timestamp: time,
      number: captured.number)
    tracker.take(frame, header, into: &diagnostician)
    let packet = Packet(decoding: frame, wireLength: captured.originalLength, linkType: linkType)
    diagnostician.note(packet: lastNumber, at: time, isCut: packet.isCut)
    if detector.process(packet, frame: frame, time: time) { takeAlerts() }
    return count < packetLimit
  }

  private mutating func takeAlerts() {
    // Attacks concern no single connection.
    guard selected.isEmpty else { return }
    for alert in detector.takeAlerts() { diagnostician.take(alert, packet: lastNumber) }
  }

  mutating func flush() throws(CaptureError) {
    let time = isLive ? idleClock.time(count: count) : nil
    tracker.flush(advancingTo: time, into: &diagnostician)
    if let time { detector.advance(to: time) }
    takeAlerts()
  }

  /// Writes the page, and returns the notes of the run.
  ///
  /// - Throws: if output fails.
  consuming func finish() throws(CaptureError) -> RunReport {
    tracker.finish(into: &diagnostician)
    _ = detector.finish()
    takeAlerts()
    let (findings, omitted) = diagnostician.finish()
    if format == .table {
      let scope = ExplanationPage.Scope(
        connections: diagnostician.connectionCount, packets: count, omitted: omitted)
      let lines = ExplanationPage(style: style, source: source).lines(findings, scope)
      let text = lines.map { SystemText.shown($0) + "\n" }.joined()
      try OutputDescriptor.standardOutput.write(Array(text.utf8).span)
    } else {
      if style.hasHeader { records.appendHeader() }
      for finding in findings { records.append(FindingRecord(finding, source: source)) }
      try records.take { (bytes) throws(CaptureError) in
        try OutputDescriptor.standardOutput.write(bytes)
      }
    }
    var report = RunReport()
    let statistics = tracker.statistics
    if statistics.connections == 0, let line = unfollowed.line(count: count) {
      report.notes.append(line)
    }
    let notes = TrackingNotes(statistics, selected: selected)
    report.notes += notes.lines
    if omitted > 0, format != .table {
      report.notes.append("\(omitted.counted("finding")) of the least cost left out")
    }
    report.missing = notes.missing
    return report
  }
}

extension Packet {
  /// Whether the capture cut one of its headers.
  fileprivate var isCut: Bool {
    if case .truncated? = stop { true } else { false }
  }
}
