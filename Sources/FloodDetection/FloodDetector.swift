public import InternetTypes
public import PacketDissection

/// Finds SYN floods, SYN-ACK reflection, backscatter and scans in packets, in fixed memory.
///
/// Each connection attempt is tracked until its handshake is completed, or judged at an age of 1.25 s. A SYN-ACK does
/// not complete an attempt, since SYN cookies answer every SYN, and a retransmitted SYN is no new attempt. Failed
/// attempts are counted for the listener, its host and its network, where a cumulative sum detects an unusual excess.
/// Time is packet time; a live capture without packets calls `advance(to:)`.
public struct FloodDetector: Sendable {
  let configuration: FloodConfiguration
  let hash: KeyedHash

  var attempts: AttemptTable
  var targets: TargetTable
  var scans: ScanTable
  var evidence: EvidencePool
  var sampling: FlowSampling
  /// The flows of the last minute, by which unanswered packets are recognized.
  var flows = FlowMemory()
  var volumes = VolumeTable()
  /// Whether a segment of a stealth scan was seen.
  var hasSeenStealth = false

  /// The time of the latest packet or tick; nil before the first one.
  var now: Timestamp?
  /// The origin of the times in `AttemptTable`.
  var origin = Timestamp(rawValue: 0)
  /// The end of the current tick.
  var tickEnd = Timestamp(rawValue: .min)

  /// Raised scans that are not closed, as places in `scans`.
  var openScans: [Int] = []
  /// SYNs in the current tick and in the three before, together one second.
  var tickSYNs: UInt64 = 0
  var recentSYNs = InlineArray<3, UInt64>(repeating: 0)
  var halfOpen: Int64 = 0
  /// Whether a TCP segment was seen that is neither a SYN nor a SYN-ACK: if so, the capture is not filtered to these.
  var hasSeenProgress = false
  /// How far the capture's clock was set back in total, and the same before its last step.
  var clockSkew = Nanoseconds(rawValue: 0)
  var formerSkew = Nanoseconds(rawValue: 0)
  /// When it was set back last, on the detector's own clock.
  var clockStep = Timestamp(rawValue: .min)
  /// The end of the input, when even younger attempts are judged; nil before it.
  var inputEnd: Timestamp?

  var summary = FloodSummary()
  var alerts: [FloodAlert] = []

  /// A detector before its first packet.
  public init(_ configuration: FloodConfiguration = FloodConfiguration()) {
    self.configuration = configuration
    hash = KeyedHash(configuration.hashKey)
    let sizes = TableSizes(within: configuration.memoryLimit)
    attempts = AttemptTable(capacity: sizes.attempts)
    targets = TargetTable(capacity: sizes.targets)
    scans = ScanTable(capacity: sizes.scans)
    evidence = EvidencePool(capacity: sizes.evidence)
    sampling = FlowSampling(
      budget: Int(
        Int64(sizes.attempts) * Thresholds.tick.rawValue / Thresholds.tableAge.rawValue))
    summary.tableBytes = sizes.byteCount
  }

  /// Whether `takeAlerts` has any to return.
  public var hasAlerts: Bool { !alerts.isEmpty }

  /// The alerts since the last call, in order of time.
  public mutating func takeAlerts() -> [FloodAlert] {
    defer { alerts.removeAll(keepingCapacity: true) }
    return alerts
  }

  /// Processes the next packet.
  ///
  /// - Parameters:
  ///   - packet: The decoded packet.
  ///   - frame: Its captured bytes.
  ///   - time: When it was captured. A time a little before that of an earlier packet is replaced by that one; if it is
  ///     more than a second before, the clock was set back, and the detector's clock continues from there.
  /// - Returns: `hasAlerts`, whose getter would make a caller in another module copy the detector for each packet.
  @discardableResult
  public mutating func process(_ packet: Packet, frame: Span<UInt8>, time: Timestamp) -> Bool {
    beginPacket(at: time)
    if packet.isCarrier { process(tunnel: packet, frame) } else { process(packet, frame) }
    return hasAlerts
  }

  /// Counts a packet and advances the clock to it.
  mutating func beginPacket(at time: Timestamp) {
    var time = time + clockSkew
    if let now, time < now {
      summary.timeReversals += 1
      if now - time > Thresholds.clockStep {
        formerSkew = clockSkew
        clockSkew = clockSkew + (now - time)
        clockStep = now
        time = now
      }
    } else {
      if time >= tickEnd { passTime(to: time) }
      now = time
    }
    summary.packets += 1
  }

  /// Processes the innermost packet of a tunnel only: the tunnel's own ports do not identify flows.
  private mutating func process(tunnel packet: Packet, _ frame: Span<UInt8>) {
    var innermost = packet
    for _ in 0..<Packet.nestingLimit {
      guard let (inner, _) = innermost.inner(in: frame) else { break }
      innermost = inner
    }
    process(innermost, frame)
  }

  /// Processes a packet, which may be inside of another.
  private mutating func process(_ packet: Packet, _ frame: Span<UInt8>) {
    switch packet.transport {
    case .tcp(let segment):
      guard let hosts = packet.hosts else { return }
      let endpoints = SegmentEndpoints(
        source: hosts.source, destination: hosts.destination, sourcePort: segment.sourcePort,
        destinationPort: segment.destinationPort, timeToLive: hosts.timeToLive)
      processSegment(SegmentFields(segment), endpoints, TCPOptionIterator(packet), frame)
    case .icmp, .icmpv6: processError(packet, frame)
    case .udp(let datagram): processDatagram(datagram, packet)
    case .none, .sctp, .dccp, .ports, .fragment, .other: break
    }
  }

  /// Advances the time without a packet, as in an idle live capture.
  public mutating func advance(to time: Timestamp) {
    let time = time + clockSkew
    // Before the first packet there is no state to advance.
    guard let now, time > now else { return }
    if time >= tickEnd { passTime(to: time) }
    self.now = time
  }

  /// Ends the input: closes all open alerts, which `takeAlerts` then returns, and returns the totals.
  public mutating func finish() -> FloodSummary {
    if let now {
      finishVolumes(at: now)
      judgeRest(at: now)
      closeEverything(at: now)
    }
    noteRate()
    summary.listeners = targets.listenerCount
    summary.targetsEvicted = targets.evictedCount + volumes.evictedCount
    summary.targetsRefused = targets.refusedCount
    summary.scansEvicted = scans.evictedCount
    summary.evidenceRefused = evidence.refusedCount
    return summary
  }

  /// A time of the detector's clock as the capture states it.
  func captureTime(_ time: Timestamp) -> Timestamp {
    time - (time < clockStep ? formerSkew : clockSkew)
  }

  /// Updates the peak of SYNs in a second.
  mutating func noteRate() {
    let rate = tickSYNs + recentSYNs[0] + recentSYNs[1] + recentSYNs[2]
    summary.synRatePeak = max(summary.synRatePeak, rate)
  }

  /// A time in the unit of the attempt table, 2^20 nanoseconds (about a millisecond).
  func tableTime(_ time: Timestamp) -> UInt32 {
    UInt32(truncatingIfNeeded: (time - origin).rawValue >> 20)
  }

  /// When an attempt began.
  func beginning(of attempt: Attempt) -> Timestamp {
    let now = now ?? origin
    let age = Int32(bitPattern: tableTime(now) &- attempt.time)
    return now - Nanoseconds(rawValue: Int64(max(age, 0)) << 20)
  }
}
