import FloodDetection
import InternetTypes
import PacketCapture
import PacketDissection
import SystemServices

/// One run of `flood`: gives packets to the detector, and its alerts to whoever wants them.
struct FloodSession: PacketConsumer, ~Copyable {
  /// How alerts are written.
  enum Format: String {
    case table, ndjson, csv

    init?(name: String?) {
      guard let name else { return nil }
      self.init(rawValue: name)
    }
  }

  private var detector: FloodDetector
  private let format: Format
  private let isUTC: Bool
  private let digits: Int
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
    detector: FloodDetector, format: Format, isUTC: Bool, digits: Int, packetLimit: UInt64,
    duration: Double?, flushesLines: Bool, command: String?
  ) {
    self.detector = detector
    self.format = format
    self.isUTC = isUTC
    self.digits = digits
    self.packetLimit = packetLimit
    durationLimit = DurationLimit(duration)
    self.flushesLines = flushesLines
    self.command = command.map { AlertCommand($0, report: TCPInspect.report) }
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    if durationLimit.isOver(at: captured.timestamp) { return false }
    count += 1
    let packet = Packet(decoding: frame, wireLength: captured.originalLength, linkType: linkType)
    detector.process(packet, frame: frame, time: captured.timestamp)
    idleClock.latest = captured.timestamp
    if detector.hasAlerts { try writeAlerts() }
    // In a flood there is no quiet moment to look whether the command has ended.
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

  /// Writes the alerts that the detector has.
  private mutating func writeAlerts() throws(CaptureError) {
    for alert in detector.takeAlerts() {
      if alert.severity == .alert { hasAlert = true }
      let record = AlertRecord(alert: alert, digits: digits)
      switch format {
      case .ndjson: text += Array("\(record.json)\n".utf8)
      case .csv:
        if !hasHead { text += Array("\(AlertRecord.columns.joined(separator: ","))\n".utf8) }
        text += Array("\(record.csv)\n".utf8)
      case .table:
        text += Array(AlertText(alert, isUTC: isUTC).lines.map { $0 + "\n" }.joined().utf8)
      }
      hasHead = true
      // Its end is no new alert.
      if alert.end == nil { command?.run(with: Array("\(record.json)\n".utf8)) }
    }
    if flushesLines { try flushText() }
  }

  private mutating func flushText() throws(CaptureError) {
    guard !text.isEmpty else { return }
    defer { text.removeAll(keepingCapacity: true) }
    try OutputDescriptor.standardOutput.write(text.span)
  }

  /// Closes what is open, writes what waits, and returns whether an attack was found and what is to be said of the run.
  ///
  /// - Throws: when it cannot be written.
  consuming func finish() throws(CaptureError) -> (hasAlert: Bool, notes: [String]) {
    let summary = detector.finish()
    try writeAlerts()
    try flushText()
    var notes = FloodNotes(summary).lines
    if let command = command.take() {
      let skipped = command.finish()
      if skipped > 0 { notes.append("the command was not run for \(skipped.counted("alert"))") }
    }
    return (hasAlert, notes)
  }
}
