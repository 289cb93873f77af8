import FloodDetection
import InternetTypes
import PacketCapture
import PacketDissection
import Records
import SystemServices
import TextOutput

/// The packet consumer of `flood`: passes packets to the detector, writes its alerts and runs a command for them.
struct FloodSession: PacketConsumer, ~Copyable {
  /// Text is written when this many bytes are buffered.
  private static let textThreshold = 1 << 15

  private var detector: FloodDetector
  private let format: ReportFormat
  private let style: TableStyle
  private let packetLimit: UInt64
  private var durationLimit: DurationLimit
  private let flushesLines: Bool
  /// The text of a table.
  private var tableText = TextBuffer()
  /// The records of NDJSON or CSV.
  private var records: RecordEncoder<AlertSchema>
  /// The record that the command gets.
  private var commandRecords: RecordEncoder<AlertSchema>
  private var hasAlert = false
  private var idleClock = IdleClock()
  private var command: AlertCommand?
  private(set) var count: UInt64 = 0

  init(
    detector: FloodDetector, table: TableOptions, precision: TimePrecision,
    packetLimit: UInt64, duration: Double?, flushesLines: Bool, command: String?
  ) {
    self.detector = detector
    format = table.format
    style = table.style
    records = RecordEncoder(
      format: format.recordFormat ?? .ndjson, precision: precision, times: table.times)
    commandRecords = RecordEncoder(format: .ndjson, precision: precision, times: table.times)
    // A file without alerts has a header, too.
    if format == .csv && style.hasHeader { records.appendHeader() }
    self.packetLimit = packetLimit
    durationLimit = DurationLimit(duration)
    self.flushesLines = flushesLines
    self.command = command.flatMap { CommandWords($0) }
      .map { AlertCommand($0, report: TCPInspect.report) }
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    let time = captured.timestamp
    if durationLimit.isOver(at: time) { return false }
    count += 1
    idleClock.latest = time
    let hasAlerts =
      detector.process(
        plain: frame, wireLength: captured.originalLength, linkType: linkType, time: time)
      ?? detector.process(
        Packet(decoding: frame, wireLength: captured.originalLength, linkType: linkType),
        frame: frame, time: time)
    if hasAlerts { try writeAlerts() }
    // In a flood the loop is never quiet: check regularly whether the command has ended.
    if count & 0xfff == 0 { command?.startQueued() }
    return count < packetLimit
  }

  mutating func flush() throws(CaptureError) {
    if let time = idleClock.time(count: count) {
      detector.advance(to: time)
    }
    try writeAlerts()
    try flushText()
    command?.startQueued()
  }

  /// Writes the pending alerts of the detector.
  private mutating func writeAlerts() throws(CaptureError) {
    for alert in detector.takeAlerts() {
      if alert.severity == .alert { hasAlert = true }
      if format == .table {
        tableText.append(AlertText(alert, style: style).text)
      } else {
        records.append(alert)
      }
      // The command runs once for each alert, not again at its end.
      if alert.end == nil { runCommand(with: alert) }
    }
    try flushText(atLeast: flushesLines ? 1 : Self.textThreshold)
  }

  /// Runs the command with an alert as a JSON object on its standard input.
  private mutating func runCommand(with alert: FloodAlert) {
    guard command != nil else { return }
    commandRecords.append(alert)
    var input: [UInt8] = []
    commandRecords.take { bytes in input = bytes.indices.map { bytes[$0] } }
    command?.run(with: input)
  }

  private mutating func flushText(atLeast minimum: Int = 1) throws(CaptureError) {
    try tableText.take(atLeast: minimum) { (bytes) throws(CaptureError) in
      try OutputDescriptor.standardOutput.write(bytes)
    }
    try records.take(atLeast: minimum) { (bytes) throws(CaptureError) in
      try OutputDescriptor.standardOutput.write(bytes)
    }
  }

  /// Closes open alerts, writes pending output, and returns the notes of the run.
  ///
  /// - Throws: if output fails.
  consuming func finish() throws(CaptureError) -> RunReport {
    let summary = detector.finish()
    try writeAlerts()
    try flushText()
    var report = RunReport(notes: FloodNotes(summary).lines, hasAlert: hasAlert)
    if let command = command.take() {
      let skipped = command.finish()
      if skipped > 0 {
        report.notes.append("the command was not run for \(skipped.counted("alert"))")
      }
    }
    return report
  }
}
