import BasicContainers
import ConnectionTracking
import InternetTypes
import PacketCapture
import PacketDissection
import PacketPrinting
import Reporting

/// One run of a subcommand that follows connections: takes packets, and writes what the tracker finds.
struct AnalysisSession: PacketConsumer, ~Copyable {
  /// Which findings are written.
  enum Kind {
    case connections, states, events, windows, congestion
  }

  /// Text that waits to be written may grow to this many bytes before it goes out.
  private static let textThreshold = 1 << 15

  private let kind: Kind
  private let packetLimit: UInt64
  private let flushesLines: Bool
  private var tracker: ConnectionTracker
  private var text = LineBuffer()
  private var connections: ConnectionRecords
  private var transitions: TransitionRecords
  private var events: EventRecords
  private var windows: WindowRecords
  private var verdicts: CongestionRecords
  private(set) var count: UInt64 = 0

  init(
    kind: Kind, format: RecordFormat, precision: TimePrecision,
    configuration: TrackerConfiguration, packetLimit: UInt64, flushesLines: Bool
  ) {
    connections = ConnectionRecords(format: format, precision: precision)
    transitions = TransitionRecords(format: format, precision: precision)
    events = EventRecords(format: format, precision: precision)
    windows = WindowRecords(format: format, precision: precision)
    verdicts = CongestionRecords(format: format, precision: precision)
    self.kind = kind
    self.packetLimit = packetLimit
    self.flushesLines = flushesLines
    tracker = ConnectionTracker(configuration)
    tracker.findings.wantsTransitions = kind == .states
    tracker.findings.wantsEvents = kind == .events
    tracker.findings.wantsWindows = kind == .windows
    tracker.findings.wantsVerdicts = kind == .congestion
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    count += 1
    let packet = Packet(decoding: frame, wireLength: captured.originalLength, linkType: linkType)
    tracker.process(
      packet, frame: frame, timestamp: captured.timestamp, number: captured.number)
    if !tracker.findings.isEmpty { try drain() }
    return count < packetLimit
  }

  mutating func flush() throws(CaptureError) {
    tracker.flush()
    try drain()
    try flushText()
  }

  /// Writes what the tracker has found.
  private mutating func drain() throws(CaptureError) {
    switch kind {
    case .connections:
      for index in 0..<tracker.findings.ended.count {
        connections.append(tracker.findings.ended[index], to: &text)
      }
    case .states:
      for index in 0..<tracker.findings.transitions.count {
        transitions.append(tracker.findings.transitions[index], to: &text)
      }
    case .events:
      for index in 0..<tracker.findings.events.count {
        events.append(tracker.findings.events[index], to: &text)
      }
    case .windows:
      for index in 0..<tracker.findings.windows.count {
        windows.append(tracker.findings.windows[index], to: &text)
      }
    case .congestion:
      for index in 0..<tracker.findings.verdicts.count {
        verdicts.append(tracker.findings.verdicts[index], to: &text)
      }
    }
    tracker.findings.removeAll()
    if flushesLines || text.count >= Self.textThreshold { try flushText() }
  }

  private mutating func flushText() throws(CaptureError) {
    guard text.count > 0 else { return }
    defer { text.removeAll() }
    try text.withBytes { (bytes) throws(CaptureError) in
      try OutputDescriptor.standardOutput.write(bytes)
    }
  }

  /// Ends all connections, writes what is said of them, and returns what is to be said about the run.
  ///
  /// - Throws: when it cannot be written.
  consuming func finish() throws(CaptureError) -> [String] {
    while tracker.finish(atMost: 256) { try drain() }
    try drain()
    try flushText()
    let statistics = tracker.statistics
    var notes: [String] = []
    if statistics.evicted > 0 {
      notes.append(
        "\(statistics.evicted) connections evicted (\(statistics.evictedHalfOpen) of them half-open)"
      )
    }
    if statistics.fragments > 0 {
      notes.append("\(statistics.fragments) fragments without ports belong to no connection")
    }
    return notes
  }
}
