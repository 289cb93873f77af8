import BasicContainers
import CaptureFormats
import ConnectionTracking
import HostSockets
import InternetTypes
import PacketCapture
import Reassembly
import Records
import SystemServices
import TextOutput
import TrackingPipeline

/// The packet consumer of a subcommand that tracks connections: passes packets to the tracker and writes its findings.
struct AnalysisSession: PacketConsumer, ~Copyable {
  /// Which findings are written.
  enum Kind {
    case connections, pages, services, states, events, windows, congestion

    /// Whether its table has one header above all rows.
    var hasTitles: Bool {
      switch self {
      case .connections, .states, .events, .windows: true
      case .pages, .services, .congestion: false
      }
    }
  }

  /// The selection and form of the output.
  struct Choices {
    let kind: Kind
    let format: ReportFormat
    let precision: TimePrecision
    /// How records write times.
    let times: TimeNotation
    let style: TableStyle
    let configuration: TrackerConfiguration
    /// The order of connections; nil shows them as they end.
    let order: ConnectionOrder?
    /// How many connections are shown in that order.
    let ranking: Int
    /// The connections that are shown; empty shows all.
    let indexes: [UInt64]
    /// The outcomes of the connections that are shown; nil shows all.
    let outcomes: Set<ConnectionOutcome>?
    let packetLimit: UInt64
    /// Whether windows are shown per round trip, not per packet.
    let isPerRoundTrip: Bool
    /// Whether windows are in order of time, connection by connection.
    let isInOrderOfTime: Bool
    /// The only data sender whose windows are shown; nil shows both.
    let sender: Side?
    /// Seconds of packet time after which the run ends.
    let duration: Double?
    let flushesLines: Bool
    /// Whether time advances without packets, as in a live capture.
    let isLive: Bool
    /// The sockets of this host; nil if nobody asks for them.
    var hosts: HostSockets?

    /// The findings that the output needs.
    var findings: FindingKinds {
      var kinds: FindingKinds =
        switch kind {
        case .states: [.transitions]
        case .events: [.events]
        case .pages: [.transitions, .events]
        case .windows: [.windows]
        case .congestion: [.verdicts]
        // The totals below a table say what held connections back; a live capture has no time for that.
        case .connections: format == .table && !isLive ? [.verdicts] : []
        case .services: []
        }
      // What is compared with the kernel.
      if hosts != nil && kind == .congestion { kinds.insert(.windows) }
      if FindingsOutput.needsEnded(self) { kinds.insert(.connections) }
      return kinds
    }
  }

  /// Text is written when this many bytes are buffered.
  private static let textThreshold = 1 << 15

  private let choices: Choices
  /// A copy, so that no packet needs `choices`, which is large.
  private let packetLimit: UInt64
  private var tracker: CaptureTracker
  private var output: MeteredOutput
  /// Bytes of packets on the wire, for the metrics.
  private var bytes: UInt64 = 0
  private let isMetered: Bool
  private(set) var needsStatistics = false
  private var selection: SelectedPackets?
  /// Whether packets are written to a savefile.
  private let selects: Bool
  private var origins: PacketOrigins
  /// The interface of the last packet.
  private var interface: UInt32 = 0
  private var durationLimit: DurationLimit
  private(set) var count: UInt64 = 0
  private var unfollowed = UnfollowedFrames()
  private var idleClock = IdleClock()

  init(
    _ choices: Choices, origins: PacketOrigins, selection: consuming SelectedPackets?,
    metrics: CaptureMetrics?
  ) {
    self.choices = choices
    self.origins = origins
    packetLimit = choices.packetLimit
    durationLimit = DurationLimit(choices.duration)
    var configuration = PipelineConfiguration()
    configuration.tracker = choices.configuration
    configuration.findings = choices.findings
    isMetered = metrics != nil
    if isMetered { configuration.findings.formUnion(MeteredOutput.meteredKinds) }
    selects = selection != nil
    tracker =
      selects
      ? CaptureTracker(selectingWith: configuration) : CaptureTracker(configuration)
    self.selection = selection
    output = MeteredOutput(choices, metrics: metrics)
    if let origin = self.origins.origin { tracker.begin(origin) }
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    let timestamp = captured.timestamp
    if durationLimit.isOver(at: timestamp) { return false }
    count &+= 1
    if count <= UnfollowedFrames.limit {
      unfollowed.note(frame, wireLength: captured.originalLength, linkType)
    }
    idleClock.latest = timestamp
    if captured.interface != interface { begin(interface: captured.interface) }
    let header = FrameHeader(
      linkType: linkType, wireLength: captured.originalLength, timestamp: timestamp,
      number: captured.number)
    if !selects {
      if tracker.take(frame, header, into: &output) { try drain() }
      if isMetered { meter(captured) }
    } else {
      try select(header, frame, block: Span(), order: nil)
    }
    return count < packetLimit
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, block: Span<UInt8>, order: ByteOrder?,
    of source: Int
  ) throws(CaptureError) -> Bool {
    if source != origins.source { begin(source: source) }
    guard selects else { return try take(captured, frame, captured.linkType) }
    if durationLimit.isOver(at: captured.timestamp) { return false }
    count += 1
    if count <= UnfollowedFrames.limit {
      unfollowed.note(frame, wireLength: captured.originalLength, captured.linkType)
    }
    idleClock.latest = captured.timestamp
    if captured.interface != interface { begin(interface: captured.interface) }
    let header = FrameHeader(
      linkType: captured.linkType, wireLength: captured.originalLength,
      timestamp: captured.timestamp, number: captured.number)
    try select(header, frame, block: block, order: order)
    return count < packetLimit
  }

  /// Processes a packet, and writes it, or packets that were stored until now, if their connection is selected.
  ///
  /// - Throws: if they cannot be written.
  private mutating func select(
    _ header: FrameHeader, _ frame: Span<UInt8>, block: Span<UInt8>, order: ByteOrder?
  ) throws(CaptureError) {
    var header = header
    header.tag = SelectedPackets.tag(source: origins.source, interface: interface)
    let fragmentCount = tracker.reassemblyStatistics.fragments
    var isWritten = false
    try tracker.take(frame, header, into: &output, selecting: choices.indexes) {
      (lent, bytes) throws(CaptureError) in
      if lent.number == header.number, lent.tag == header.tag {
        isWritten = true
        try selection?.write(lent, bytes, block: block, order: order)
      } else {
        try selection?.write(lent, bytes)
      }
    }
    if !isWritten, tracker.reassemblyStatistics.fragments != fragmentCount {
      selection?.store(header, block: block, order: order)
    }
    try drain()
  }

  mutating func begin(source: Int) {
    // Interfaces are numbered by source.
    tracker.begin(origins.begin(source: source))
  }

  private mutating func begin(interface: UInt32) {
    self.interface = interface
    tracker.begin(origins.begin(interface: interface))
  }

  mutating func take(
    _ descriptions: CaptureFile.Descriptions, of source: Int
  ) throws(CaptureError) {
    origins.take(descriptions.interfaces, of: source)
    try selection?.take(descriptions, of: source)
  }

  mutating func flush() throws(CaptureError) {
    // In a live capture, connections time out although no packet arrives.
    let time = choices.isLive ? idleClock.time(count: count) : nil
    tracker.flush(advancingTo: time, into: &output)
    if isMetered { lookForScrape() }
    try flushText()
  }

  // MARK: Metrics

  @inline(__always)
  private mutating func meter(_ captured: CapturedPacket) {
    bytes &+= UInt64(captured.originalLength)
    lookForScrape()
  }

  @inline(__always)
  private mutating func lookForScrape() {
    if output.metrics?.isRequested() == true { needsStatistics = true }
  }

  mutating func take(_ statistics: CaptureStatistics, of interface: Int) throws(CaptureError) {
    output.metrics?.take(statistics)
  }

  mutating func completeFile() throws(CaptureError) {
    needsStatistics = false
    let ended = output.ended
    output.metrics?.publish(
      packets: count, bytes: bytes, at: idleClock.latest, tracker.statistics, ended: ended)
  }

  mutating func flushFiles() throws(CaptureError) {
    try flush()
    try selection?.flush()
  }

  /// Writes the text of findings, if it is long or must be shown at once.
  private mutating func drain() throws(CaptureError) {
    try flushText(atLeast: choices.flushesLines ? 1 : Self.textThreshold)
  }

  private mutating func flushText(atLeast minimum: Int = 1) throws(CaptureError) {
    try output.output.takeText(atLeast: minimum) { (bytes) throws(CaptureError) in
      try OutputDescriptor.standardOutput.write(bytes)
    }
  }

  /// Ends all connections, writes their records, and returns the notes of the run.
  ///
  /// - Throws: if output fails.
  consuming func finish() throws(CaptureError) -> RunReport {
    if selection != nil {
      try tracker.finishFragments(into: &output, selecting: choices.indexes) {
        (header, frame) throws(CaptureError) in
        try selection?.write(header, frame)
      }
    }
    // What the last packets led to is still being looked up.
    choices.hosts?.settle()
    while tracker.finishSome(into: &output) { try drain() }
    if isMetered {
      try completeFile()
      output.metrics?.stop()
    }
    var report = RunReport(notes: output.output.finish())
    choices.hosts?.stop()
    report.notes += choices.hosts?.notes ?? []
    try flushText()
    if let selection = selection.take() { try selection.close() }
    let statistics = tracker.statistics
    if statistics.connections == 0, let line = unfollowed.line(count: count) {
      report.notes.append(line)
    }
    let notes = TrackingNotes(statistics, selected: choices.indexes)
    report.notes += notes.lines
    report.missing = notes.missing
    report.notes +=
      ReassemblyNotes(
        tracker.reassemblyStatistics, others: statistics.fragments
      ).lines
    return report
  }
}
