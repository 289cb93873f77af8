import CaptureFormats
import ConnectionTracking
import Diagnosis
import FloodDetection
import InternetTypes
import PacketCapture
import PacketDissection
import Reassembly
import TrackingPipeline

/// A receiver of what the tracker and the flood detector find, and of the packets themselves.
protocol DiagnosisReceiver: FindingsReceiver, ~Copyable {
  /// Receives a captured packet with its frame.
  mutating func note(_ packet: Packet, _ frame: Span<UInt8>, _ captured: CapturedPacket)

  /// Receives a plain TCP segment, whose headers are whole; false if it needs the decoded packet.
  mutating func note(plain captured: CapturedPacket) -> Bool

  /// Receives an alert, raised or closed at a packet.
  mutating func take(_ alert: FloodAlert, packet: UInt64)
}

extension DiagnosisReceiver where Self: ~Copyable {
  mutating func note(plain captured: CapturedPacket) -> Bool { false }
}

extension Diagnostician: DiagnosisReceiver {
  mutating func note(plain captured: CapturedPacket) -> Bool {
    note(packet: UInt64(captured.number), at: captured.timestamp, isCut: false)
    return true
  }

  mutating func note(_ packet: Packet, _ frame: Span<UInt8>, _ captured: CapturedPacket) {
    note(
      packet: UInt64(captured.number), at: captured.timestamp, isCut: packet.hasCutHeader)
  }
}

extension Packet {
  /// Whether the capture cut one of its headers.
  fileprivate var hasCutHeader: Bool {
    if case .truncated? = stop { true } else { false }
  }
}

extension FindingKinds {
  /// The findings that a diagnostician judges.
  static var diagnosed: FindingKinds {
    [.transitions, .events, .modelWindows, .verdicts, .connections]
  }
}

/// Passes packets to the tracker and the flood detector, for subcommands that judge what both find.
struct DiagnosedPackets: ~Copyable {
  /// Which packets are processed, and what is found in them.
  struct Options {
    /// Seconds of packet time after which the run ends; nil sets no limit.
    var duration: Double?
    var packetLimit = UInt64.max
    /// Whether time advances without packets.
    var isLive = false
    /// Whether the receiver takes packets.
    var notesPackets = true
    /// Whether floods and scans are searched for: they concern no single connection.
    var findsFloods = true

    init() {}

    /// The limits of a capture; `--duration` of a live one is measured by the clock, in the loop over its packets.
    init(_ capture: CaptureOptions, isLive: Bool) {
      duration = isLive ? nil : capture.duration
      packetLimit = capture.packetLimit ?? .max
      self.isLive = isLive
    }
  }

  private let options: Options
  private var durationLimit: DurationLimit
  private var idleClock = IdleClock()
  private var tracker: CaptureTracker
  private var detector = FloodDetector()
  /// The number of the last packet, which alerts at the end of the input name.
  private var lastNumber: UInt64 = 0
  private(set) var count: UInt64 = 0
  private var unfollowed = UnfollowedFrames()
  /// The origins of packets in records of connections; nil if there are no such records.
  private var origins: PacketOrigins?
  /// The interface of the last packet.
  private var interface: UInt32 = 0

  init(
    _ pipeline: PipelineConfiguration, _ options: Options, origins: PacketOrigins? = nil
  ) {
    self.options = options
    durationLimit = DurationLimit(options.duration)
    tracker = CaptureTracker(pipeline)
    self.origins = origins
    if let origin = self.origins?.origin { tracker.begin(origin) }
  }

  /// The tracker's totals.
  var statistics: TrackerStatistics { tracker.statistics }

  /// The totals of reassembled datagrams.
  var reassemblyStatistics: ReassemblyStatistics { tracker.reassemblyStatistics }

  /// Why nothing could be followed; nil if connections were.
  var unfollowedLine: String? {
    tracker.statistics.connections == 0 ? unfollowed.line(count: count) : nil
  }

  /// The packet time now in a live capture, while no packet comes; nil if there was none.
  var idleTime: Timestamp? {
    mutating get { idleClock.time(count: count) ?? idleClock.latest }
  }

  /// Requests a snapshot of the connections after the next batch.
  mutating func requestLiveView(atMost limit: Int) { tracker.requestLiveView(atMost: limit) }

  /// Rows in the last snapshot.
  var liveViewCount: Int { tracker.liveViewCount }

  /// The sums over all connections that lived in the last snapshot.
  var liveCounts: LiveCounts { tracker.liveCounts }

  /// Lends the rows of the last snapshot.
  func forEachLive(_ body: (borrowing LiveConnection) -> Void) { tracker.forEachLive(body) }

  /// Receives the index of the source of the next packets.
  mutating func begin(source: Int) {
    if origins != nil { tracker.begin(origins?.begin(source: source)) }
  }

  /// Receives the interfaces that a source has described by now.
  mutating func take(_ interfaces: [CaptureInterface], of source: Int) {
    origins?.take(interfaces, of: source)
  }

  private mutating func begin(interface: UInt32) {
    self.interface = interface
    if origins != nil { tracker.begin(origins?.begin(interface: interface)) }
  }

  /// Processes the next packet; returns false if it was the last one wanted.
  mutating func take(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType,
    into receiver: inout some DiagnosisReceiver & ~Copyable
  ) -> Bool {
    let time = captured.timestamp
    if durationLimit.isOver(at: time) { return false }
    if captured.interface != interface { begin(interface: captured.interface) }
    count += 1
    if count <= UnfollowedFrames.limit {
      unfollowed.note(frame, wireLength: captured.originalLength, linkType)
    }
    idleClock.latest = time
    lastNumber = UInt64(captured.number)
    let header = FrameHeader(
      linkType: linkType, wireLength: captured.originalLength, timestamp: time,
      number: captured.number)
    tracker.take(frame, header, into: &receiver)
    examine(captured, frame, linkType, into: &receiver)
    return count < options.packetLimit
  }

  /// Passes a packet to the receiver and to the flood detector, decoded if one of them needs that.
  @inline(__always)
  private mutating func examine(
    _ captured: CapturedPacket, _ frame: Span<UInt8>, _ linkType: LinkType,
    into receiver: inout some DiagnosisReceiver & ~Copyable
  ) {
    let (length, time) = (captured.originalLength, captured.timestamp)
    var hasAlerts: Bool?
    if options.findsFloods {
      hasAlerts = detector.process(
        plain: frame, wireLength: length, linkType: linkType, time: time)
    }
    let isNoted = !options.notesPackets || hasAlerts != nil && receiver.note(plain: captured)
    if !isNoted || options.findsFloods && hasAlerts == nil {
      let packet = Packet(decoding: frame, wireLength: length, linkType: linkType)
      if !isNoted { receiver.note(packet, frame, captured) }
      if options.findsFloods, hasAlerts == nil {
        hasAlerts = detector.process(packet, frame: frame, time: time)
      }
    }
    if hasAlerts == true { takeAlerts(into: &receiver) }
  }

  private mutating func takeAlerts(into receiver: inout some DiagnosisReceiver & ~Copyable) {
    for alert in detector.takeAlerts() { receiver.take(alert, packet: lastNumber) }
  }

  /// Processes what waits, and lets time advance in a live capture.
  mutating func flush(into receiver: inout some DiagnosisReceiver & ~Copyable) {
    let time = options.isLive ? idleClock.time(count: count) : nil
    tracker.flush(advancingTo: time, into: &receiver)
    if let time { detector.advance(to: time) }
    takeAlerts(into: &receiver)
  }

  /// Ends all connections and alerts; the totals of the flood detector.
  mutating func finish(into receiver: inout some DiagnosisReceiver & ~Copyable) -> FloodSummary {
    tracker.finish(into: &receiver)
    let summary = detector.finish()
    takeAlerts(into: &receiver)
    return summary
  }
}
