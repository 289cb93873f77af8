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
  private var packets: DiagnosedPackets
  private var diagnostician: Diagnostician
  private var records: RecordEncoder<FindingSchema>

  var count: UInt64 { packets.count }

  init(_ arguments: AnalysisArguments, _ input: CaptureRun.Input) throws(CaptureError) {
    style = arguments.options.table.style
    format = arguments.options.table.format
    source = arguments.commandSource
    selected = arguments.report.connectionIndexes
    var pipeline = PipelineConfiguration()
    pipeline.tracker = try arguments.report.configuration(arguments.capture, isLive: input.isLive)
    pipeline.findings = .diagnosed
    var options = DiagnosedPackets.Options(arguments.capture, isLive: input.isLive)
    options.findsFloods = selected.isEmpty
    packets = DiagnosedPackets(pipeline, options)
    diagnostician = Diagnostician(selected: Set(selected))
    records = RecordEncoder(
      format: format.recordFormat ?? .ndjson,
      precision: input.isFine ? .nanoseconds : .microseconds, times: arguments.options.table.times)
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    packets.take(captured, frame, linkType, into: &diagnostician)
  }

  mutating func flush() throws(CaptureError) { packets.flush(into: &diagnostician) }

  /// Writes the page, and returns the notes of the run.
  ///
  /// - Throws: if output fails.
  consuming func finish() throws(CaptureError) -> RunReport {
    _ = packets.finish(into: &diagnostician)
    let (findings, omitted) = diagnostician.finish()
    if format == .table {
      let scope = ExplanationPage.Scope(
        connections: diagnostician.connectionCount, packets: packets.count, omitted: omitted)
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
    if let line = packets.unfollowedLine { report.notes.append(line) }
    let notes = TrackingNotes(packets.statistics, selected: selected)
    report.notes += notes.lines
    if omitted > 0, format != .table {
      report.notes.append("\(omitted.counted("finding")) of the least cost left out")
    }
    report.missing = notes.missing
    return report
  }
}
