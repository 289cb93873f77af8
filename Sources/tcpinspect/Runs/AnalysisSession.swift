import BasicContainers
import ConnectionTracking
import InternetTypes
import PacketCapture
import PacketDissection
import Reassembly
import Records
import SystemServices
import TextOutput

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
  private var crew: TrackingCrew
  private var fragments = FragmentReassembler()
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
    crew = TrackingCrew(choices.configuration) { findings in
      findings.wantsTransitions = kind == .states || kind == .pages
      findings.wantsEvents = kind == .events || kind == .pages
      findings.wantsWindows = kind == .windows
      findings.wantsVerdicts = kind == .congestion
      findings.wantsEnded = FindingsOutput.needsEnded(choices)
    }
    output = FindingsOutput(choices)
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    if durationLimit.isOver(at: captured.timestamp) { return false }
    count += 1
    idleClock.latest = captured.timestamp
    let isPlain = crew.append(
      plain: frame, wireLength: captured.originalLength, linkType: linkType,
      timestamp: captured.timestamp, number: captured.number)
    if isPlain {
      try passOn(captured, frame)
    } else {
      try take(other: captured, frame, linkType)
    }
    return count < packetLimit
  }

  /// Takes a packet that may be a fragment: then it waits for its datagram, which goes on in its place.
  private mutating func take(
    other captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) {
    let outcome: FragmentReassembler.Outcome
    if let fragment = IPFragment(frame, wireLength: captured.originalLength, linkType: linkType) {
      while fragments.makeRoom(for: fragment, frame, at: captured.timestamp) {
        try passOnOutput()
      }
      outcome = fragments.take(
        fragment, frame, timestamp: captured.timestamp, number: captured.number)
    } else {
      outcome = .unchanged
    }
    switch outcome {
    case .unchanged:
      crew.append(
        stored: frame, wireLength: captured.originalLength, linkType: linkType,
        timestamp: captured.timestamp, number: captured.number)
      try passOn(captured, frame)
    case .kept: break
    case .atomic:
      Self.append(fragments.output, to: &crew)
      try passOn(captured, frame)
    case .output: try passOnOutput()
    }
  }

  /// Puts what the reassembler gives out into a block.
  private static func append(_ packet: borrowing AssembledPacket, to crew: inout TrackingCrew) {
    crew.append(
      stored: packet.bytes.span, wireLength: packet.wireLength, linkType: packet.linkType,
      timestamp: packet.timestamp, number: packet.number)
  }

  /// Hands over the block that a packet was put into, where it is time.
  private mutating func passOn(
    _ captured: CapturedPacket, _ frame: Span<UInt8>
  ) throws(CaptureError) {
    if writer != nil {
      // Which connection a packet belongs to shows when it is taken, not when it waits with others.
      crew.perform(.take, &output)
      if crew.isLastPacket(ofAny: choices.indexes) { try writer?.append(captured, frame) }
      try drain()
    } else if crew.isFull {
      crew.exchange(for: .take, &output)
      try drain()
    }
  }

  /// Takes what the reassembler gives out; written are the fragments as they were captured.
  private mutating func passOnOutput() throws(CaptureError) {
    Self.append(fragments.output, to: &crew)
    if writer != nil {
      crew.perform(.take, &output)
      if crew.isLastPacket(ofAny: choices.indexes) {
        var count = 0
        while fragments.loadFragment(count) {
          try Self.write(fragments.output, to: &writer)
          count += 1
        }
        if count == 0 { try Self.write(fragments.output, to: &writer) }
      }
      try drain()
    } else if crew.isFull {
      crew.exchange(for: .take, &output)
      try drain()
    }
  }

  /// Writes a fragment that the reassembler gives out as it was captured.
  private static func write(
    _ packet: borrowing AssembledPacket, to writer: inout CaptureWriter?
  ) throws(CaptureError) {
    let captured = CapturedPacket(
      recordedTime: RecordedTime(packet.timestamp), number: packet.number,
      capturedLength: packet.bytes.count, originalLength: packet.wireLength,
      linkType: writer?.header.linkType ?? .ethernet)
    try writer?.append(captured, packet.bytes.span)
  }

  mutating func flush() throws(CaptureError) {
    // Connections that are idle end while nothing else comes, too.
    let time = choices.isLive ? idleClock.time(count: count) : nil
    if let time {
      while fragments.giveUp(until: time) { try passOnOutput() }
    }
    crew.exchange(for: time.map { .advance(PacketTime($0)) } ?? .take, &output)
    try drain()
    while crew.collect(&output) { try drain() }
    try flushText()
  }

  /// Writes what was found in packets that came back, where it is enough or urgent.
  private mutating func drain() throws(CaptureError) {
    try flushText(atLeast: choices.flushesLines ? 1 : Self.textThreshold)
  }

  private mutating func flushText(atLeast minimum: Int = 1) throws(CaptureError) {
    try output.takeText(atLeast: minimum) { (bytes) throws(CaptureError) in
      try OutputDescriptor.standardOutput.write(bytes)
    }
  }

  /// Ends all connections, writes what is said of them, and returns what is to be said about the run.
  ///
  /// - Throws: when it cannot be written.
  consuming func finish() throws(CaptureError) -> [String] {
    while fragments.finish() { try passOnOutput() }
    crew.exchange(for: .take, &output)
    try drain()
    while crew.collect(&output) { try drain() }
    while crew.finish(&output) { try drain() }
    try drain()
    var notes = output.finish()
    try flushText()
    if let writer = writer.take() { try writer.close() }
    let statistics = crew.statistics
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
    if statistics.modelsRefused > 0 {
      notes.append(
        "windows of \(statistics.modelsRefused.counted("connection")) not followed: too many "
          + "others were")
    }
    if statistics.quicOmitted > 0 {
      notes.append("\(statistics.quicOmitted) datagrams of more QUIC connections than fit")
    }
    if statistics.tftpOmitted > 0 {
      notes.append("\(statistics.tftpOmitted) datagrams of more TFTP transfers than fit")
    }
    if statistics.sctpOmitted > 0 {
      notes.append("\(statistics.sctpOmitted) packets of more SCTP associations than fit")
    }
    if statistics.dccpOmitted > 0 {
      notes.append("\(statistics.dccpOmitted) packets of more DCCP connections than fit")
    }
    notes += ReassemblyNotes(fragments.statistics, others: statistics.fragments).lines
    return notes
  }
}
