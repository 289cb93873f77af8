import CaptureFormats
import CongestionInference
import ConnectionTracking
import FloodDetection
import InternetTypes
import PacketCapture
import PacketDissection
import Records
import SystemServices
import TrackingPipeline

/// The first pass of `annotate`: passes packets to the tracker and to the flood detector, and collects their findings
/// as comments.
struct AnnotationSession: PacketConsumer, ~Copyable {
  private var tracker: CaptureTracker
  private var detector = FloodDetector()
  private var checksums: ChecksumSummary?
  private var collector = AnnotationCollector()
  private(set) var count: UInt64 = 0

  /// Packets in simple packet blocks, which cannot hold a comment.
  private var simplePackets: Set<UInt64> = []
  private static let simplePacketLimit = 1 << 20
  /// The maximum number of comments on such packets that are moved to the section header.
  private static let simpleCommentLimit = 1000

  /// A session with these limits.
  init(_ configuration: TrackerConfiguration) {
    var pipeline = PipelineConfiguration()
    pipeline.tracker = configuration
    pipeline.findings = [.transitions, .events, .connections, .verdicts]
    tracker = CaptureTracker(selectingWith: pipeline)
    checksums = configuration.ignoresChecksums ? nil : ChecksumSummary()
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType
  ) throws(CaptureError) -> Bool {
    count += 1
    let header = FrameHeader(
      linkType: linkType, wireLength: captured.originalLength, timestamp: captured.timestamp,
      number: captured.number)
    let number = UInt64(captured.number)
    tracker.takeAlone(frame, header, into: &collector)
    collector.note(tracker.connectionsOfLastPacket, packet: number)
    let packet = Packet(decoding: frame, wireLength: captured.originalLength, linkType: linkType)
    if detector.process(packet, frame: frame, time: captured.timestamp) {
      collector.take(detector.takeAlerts(), packet: number)
    }
    checksums?.add(packet, frame, linkType, at: captured.timestamp)
    return true
  }

  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, block: Span<UInt8>, order: ByteOrder?,
    of source: Int
  ) throws(CaptureError) -> Bool {
    if let order, BlockOptionIterator(ofPacket: block, order: order) == nil,
      simplePackets.count < Self.simplePacketLimit
    {
      simplePackets.insert(UInt64(captured.number))
    }
    return try take(captured, frame, captured.linkType)
  }

  mutating func flush() throws(CaptureError) {}

  consuming func finish() throws(CaptureError) -> RunReport { RunReport() }

  /// The findings: comments on packets, and comments on the whole file.
  consuming func findings() -> (packets: CommentList, file: [String]) {
    while tracker.finishSome(into: &collector) {}
    let summary = detector.finish()
    collector.take(detector.takeAlerts(), packet: nil)
    var file = collector.alerts
    if collector.omittedAlertCount > 0 {
      file.append("\(collector.omittedAlertCount.counted("further alert")) left out")
    }
    checksums?.finish()
    file += FloodNotes(summary).lines
    file += checksums?.lines() ?? []
    var comments = collector.comments
    file += comments.remove(of: simplePackets, limit: Self.simpleCommentLimit).map {
      $0.replacing(FindingComment.prefix, with: "")
    }
    return (comments, file.map { FindingComment.prefix + $0 })
  }
}

/// Collects findings as comments on packets.
struct AnnotationCollector: FindingsReceiver {
  private(set) var comments = CommentList()

  /// The lines of alerts.
  private(set) var alerts: [String] = []

  /// The first packets of connections that have not ended, by the connection's index: the tracker's limit bounds them.
  private var firstPackets: [UInt64: UInt64] = [:]

  /// The index of the next connection: indexes follow the order of first packets.
  private var nextConnection: UInt64 = 0

  /// Alerts whose lines were left out.
  private(set) var omittedAlertCount = 0

  /// The maximum number of alerts whose lines are kept.
  private static let alertLimit = 1000

  /// Notes which connections a packet belongs to.
  mutating func note(_ connections: [UInt64], packet: UInt64) {
    for connection in connections where connection >= nextConnection {
      for index in nextConnection...connection { firstPackets[index] = packet }
      nextConnection = connection + 1
    }
  }

  /// Receives alerts, raised at a packet or, if it is nil, at the end of the file.
  mutating func take(_ alerts: [FloodAlert], packet: UInt64?) {
    for alert in alerts {
      let lines = AlertText(alert, style: TableStyle()).text.split(separator: "\n").map(String.init)
      if self.alerts.count < Self.alertLimit {
        self.alerts.append(lines.prefix(3).map { $0.trimmed }.joined(separator: ", "))
      } else {
        omittedAlertCount += 1
      }
      if let packet, let first = lines.first {
        comments.add(FindingComment.prefix + first, to: packet)
      }
    }
  }

  mutating func take(_ transition: StateTransition) {
    comments.add(FindingComment.text(transition), to: transition.packet)
  }

  mutating func take(_ event: SegmentEvent) {
    comments.add(FindingComment.text(event), to: event.packet)
  }

  mutating func take(_ window: WindowRecord) {}

  mutating func take(_ verdict: CongestionVerdict) {
    guard !verdict.isTooShort, verdict.algorithm != .undetermined else { return }
    add(FindingComment.text(verdict), toFirstPacketOf: verdict.connection)
  }

  mutating func take(_ ended: borrowing ConnectionSummary) {
    add(FindingComment.text(ended), toFirstPacketOf: ended.index)
    // Verdicts precede the end of their connection.
    firstPackets[ended.index] = nil
  }

  private mutating func add(_ text: String, toFirstPacketOf connection: UInt64) {
    if let packet = firstPackets[connection] { comments.add(text, to: packet) }
  }
}

extension String {
  /// The text without spaces around it.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
