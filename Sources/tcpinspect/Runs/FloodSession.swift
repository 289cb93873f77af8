import FloodDetection
import InternetTypes
import PacketCapture
import PacketDissection
import Records
import SystemServices

/// The consumer of `flood`: gives packets to the detector, writes its alerts and runs a command for them.
struct FloodSession: PacketConsumer, ~Copyable {
  private var detector: FloodDetector
  private let format: ReportOptions.Format
  private let isUTC: Bool
  private let precision: TimePrecision
  private let packetLimit: UInt64
  private var durationLimit: DurationLimit
  private let flushesLines: Bool
  private var text: [UInt8] = []
  private var hasHead = false
  private var hasAlert = false
  private var idleClock = IdleClock()
  private var command: AlertCommand?
  private(set) var count: UInt64 = 0

  init(
    detector: FloodDetector, format: ReportOptions.Format, isUTC: Bool, precision: TimePrecision,
    packetLimit: UInt64,
    duration: Double?, flushesLines: Bool, command: String?
  ) {
    self.detector = detector
    self.format = format
    self.isUTC = isUTC
    self.precision = precision
    self.packetLimit = packetLimit
    durationLimit = DurationLimit(duration)
    self.flushesLines = flushesLines
    self.command = command.map { AlertCommand($0, report: TCPInspect.report) }
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    let time = captured.timestamp
    if durationLimit.isOver(at: time) { return false }
    count += 1
    let packet = Packet(decoding: frame, wireLength: captured.originalLength, linkType: linkType)
    detector.process(packet, frame: frame, time: time)
    idleClock.latest = time
    if detector.hasAlerts { try writeAlerts() }
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
      let record = AlertRecord(alert, precision: precision)
      switch format {
      case .ndjson: text += Array("\(record.json)\n".utf8)
      case .csv:
        if !hasHead { text += Array("\(AlertRecord.columns.joined(separator: ","))\n".utf8) }
        text += Array("\(record.csv)\n".utf8)
      case .table:
        let offset = isUTC ? 0 : SystemClock.utcOffset(at: alert.time.seconds)
        let lines = AlertText(alert, utcOffset: offset).lines
        text += Array(lines.map { $0 + "\n" }.joined().utf8)
      }
      hasHead = true
      // The command runs once for each alert, not again at its end.
      if alert.end == nil { command?.run(with: Array("\(record.json)\n".utf8)) }
    }
    if flushesLines { try flushText() }
  }

  private mutating func flushText() throws(CaptureError) {
    guard !text.isEmpty else { return }
    defer { text.removeAll(keepingCapacity: true) }
    try OutputDescriptor.standardOutput.write(text.span)
  }

  /// Ends open alerts, writes what is pending, and returns the notes on the run.
  ///
  /// - Throws: when it cannot be written.
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
