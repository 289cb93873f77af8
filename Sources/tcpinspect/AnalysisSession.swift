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
    case connections, pages, services, states, events, windows, congestion
  }

  /// What is shown and how.
  struct Choices {
    let kind: Kind
    let format: ReportOptions.Format
    let precision: TimePrecision
    let style: TableStyle
    let configuration: TrackerConfiguration
    /// In what order connections are shown; nil shows them as they end.
    let order: ConnectionOrder?
    /// How many of them are shown then.
    let ranking: Int
    /// The connections that are shown; empty shows all.
    let indexes: [UInt64]
    let packetLimit: UInt64
    /// Whether windows are shown by round trips, not by packets.
    let isPerRoundTrip: Bool
    /// The only data sender whose windows are shown; nil shows both.
    let sender: Side?
    /// The time between first and last packet after which it ends, in seconds.
    let duration: Double?
    let flushesLines: Bool
    /// Whether time goes on where no packet comes.
    let isLive: Bool
  }

  /// Text that waits to be written may grow to this many bytes before it goes out.
  private static let textThreshold = 1 << 15

  private let choices: Choices
  /// What each packet asks of `choices`, which is large.
  private let packetLimit: UInt64
  private let worker: TrackingWorker
  private var block: PacketBlock
  private var output: FindingsOutput
  private var writer: CaptureWriter?
  private var durationLimit: DurationLimit
  private var idleClock = IdleClock()
  private(set) var count: UInt64 = 0

  init(_ choices: Choices, writer: consuming CaptureWriter?) {
    self.choices = choices
    packetLimit = choices.packetLimit
    self.writer = writer
    durationLimit = DurationLimit(choices.duration)
    let kind = choices.kind
    worker = TrackingWorker(choices.configuration) { tracker in
      tracker.findings.wantsTransitions = kind == .states || kind == .pages
      tracker.findings.wantsEvents = kind == .events || kind == .pages
      tracker.findings.wantsWindows = kind == .windows
      tracker.findings.wantsVerdicts = kind == .congestion
      tracker.findings.wantsEnded = FindingsOutput.needsEnded(choices)
    }
    block = worker.newBlock()
    output = FindingsOutput(choices)
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    if durationLimit.isOver(at: captured.timestamp) { return false }
    count += 1
    idleClock.latest = captured.timestamp
    block.append(
      frame, wireLength: captured.originalLength, linkType: linkType,
      timestamp: captured.timestamp, number: captured.number)
    if writer != nil {
      // Which connection a packet belongs to shows when it is taken, not when it waits with others.
      worker.perform(&block, .flush)
      if worker.isLastPacket(ofAny: choices.indexes) { try writer?.append(captured, frame) }
      try drain()
    } else if block.isFull {
      worker.exchange(&block, for: .take)
      try drain()
    }
    return count < packetLimit
  }

  mutating func flush() throws(CaptureError) {
    // Connections that are idle end while nothing else comes, too.
    let time = choices.isLive ? idleClock.time(count: count) : nil
    worker.exchange(&block, for: time.map { .advance(PacketTime($0)) } ?? .flush)
    try drain()
    while worker.collect(&block) { try drain() }
    try flushText()
  }

  /// Writes what was found in a block that came back.
  private mutating func drain() throws(CaptureError) {
    if block.findings.isEmpty { return }
    output.take(&block.findings)
    if choices.flushesLines || output.text.count >= Self.textThreshold { try flushText() }
  }

  private mutating func flushText() throws(CaptureError) {
    guard output.text.count > 0 else { return }
    defer { output.text.removeAll() }
    try output.text.withBytes { (bytes) throws(CaptureError) in
      try OutputDescriptor.standardOutput.write(bytes)
    }
  }

  /// Ends all connections, writes what is said of them, and returns what is to be said about the run.
  ///
  /// - Throws: when it cannot be written.
  consuming func finish() throws(CaptureError) -> [String] {
    while !block.isLast {
      worker.exchange(&block, for: .finish(256))
      try drain()
    }
    while worker.collect(&block) { try drain() }
    var notes = output.finish()
    try flushText()
    if let writer = writer.take() { try writer.close() }
    let statistics = worker.statistics
    for index in choices.indexes where index >= statistics.connections {
      notes.append(
        "there is no connection \(index): \(statistics.connections) "
          + "\(statistics.connections == 1 ? "was" : "were") found")
    }
    if statistics.evicted > 0 {
      notes.append(
        "\(statistics.evicted.counted("connection")) evicted to make room, "
          + "\(statistics.evictedHalfOpen) of them half-open")
    }
    if statistics.quicOmitted > 0 {
      notes.append("\(statistics.quicOmitted) datagrams of more QUIC connections than fit")
    }
    if statistics.tftpOmitted > 0 {
      notes.append("\(statistics.tftpOmitted) datagrams of more TFTP transfers than fit")
    }
    if statistics.fragments > 0 {
      let count = statistics.fragments
      notes.append(
        "\(count.counted("fragment")) without ports \(count == 1 ? "belongs" : "belong") to no "
          + "connection")
    }
    return notes
  }
}
