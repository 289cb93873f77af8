public import InternetTypes
public import PacketDissection

/// Finds SYN floods, SYN-ACK reflection, backscatter and scans in packets, in fixed memory.
///
/// Each connection attempt is followed until its handshake is completed, or judged when it is old enough: a SYN-ACK is no
/// completion, since SYN cookies answer everything, and a SYN that comes again is no new attempt. What went wrong is
/// counted for the listener, its host and its network, where a cumulative sum tells more than usual from usual. Time is the
/// packets'; a live capture without packets calls `advance(to:)`.
public struct FloodDetector: Sendable {
  let configuration: FloodConfiguration
  let hash = KeyedHash()

  var attempts: AttemptTable
  var targets: TargetTable
  var scans: ScanTable
  var evidence: EvidencePool
  var sampling: FlowSampling

  /// The time of the latest packet or tick, nanoseconds since 1970; nil before the first one.
  var now: Int64?
  /// The time that attempts' times count from.
  var origin: Int64 = 0
  /// When the current tick ends.
  var tickEnd = Int64.min

  /// Scans that were raised and not closed, as places in `scans`.
  var openScans: [Int] = []
  /// SYNs in the current tick.
  var tickSYNs: UInt64 = 0
  var halfOpen: Int64 = 0

  var summary = FloodSummary()
  var alerts: [FloodAlert] = []

  /// A detector without packets.
  public init(_ configuration: FloodConfiguration = FloodConfiguration()) {
    self.configuration = configuration
    let sizes = TableSizes(within: configuration.memoryLimit)
    attempts = AttemptTable(capacity: sizes.attempts)
    targets = TargetTable(capacity: sizes.targets)
    scans = ScanTable(capacity: sizes.scans)
    evidence = EvidencePool(capacity: sizes.evidence)
    sampling = FlowSampling(
      budget: Int(Int64(sizes.attempts) * Thresholds.tick / Thresholds.tableAge))
    summary.tableBytes = sizes.byteCount
  }

  /// Whether there are alerts to be taken.
  public var hasAlerts: Bool { !alerts.isEmpty }

  /// The alerts since the last call, in order of time.
  public mutating func takeAlerts() -> [FloodAlert] {
    defer { alerts.removeAll(keepingCapacity: true) }
    return alerts
  }

  /// Processes the next packet.
  ///
  /// - Parameters:
  ///   - packet: The packet, decoded.
  ///   - frame: Its captured bytes.
  ///   - time: When it was captured; a time before that of an earlier packet is taken as that one's.
  public mutating func process(_ packet: Packet, frame: Span<UInt8>, time: Timestamp) {
    let time = nanoseconds(time)
    if let now, time < now {
      summary.timeReversals += 1
    } else {
      if time >= tickEnd { passTime(to: time) }
      now = time
    }
    summary.packets += 1
    switch packet.transport {
    case .tcp(let segment):
      guard let hosts = packet.hosts else { return }
      processSegment(segment, hosts, packet, frame)
    case .icmp, .icmpv6: processError(packet, frame)
    case .none, .udp, .sctp, .dccp, .ports, .fragment, .other: break
    }
  }

  /// Lets time pass without a packet, as in an idle live capture.
  public mutating func advance(to time: Timestamp) {
    let time = nanoseconds(time)
    // Nothing began before the first packet.
    guard let now, time > now else { return }
    if time >= tickEnd { passTime(to: time) }
    self.now = time
  }

  /// Ends the input: closes what is open, and returns what was seen in all; there may be alerts to be taken after it.
  public mutating func finish() -> FloodSummary {
    if let now { closeEverything(at: now) }
    summary.synRatePeak = max(summary.synRatePeak, tickSYNs * 4)
    summary.listeners = targets.listenerCount
    summary.targetsEvicted = targets.evictedCount
    summary.targetsRefused = targets.refusedCount
    summary.scansEvicted = scans.evictedCount
    summary.evidenceRefused = evidence.refusedCount
    return summary
  }

  /// Nanoseconds since 1970, as far as they fit.
  private func nanoseconds(_ time: Timestamp) -> Int64 {
    let time = time.normalized
    // 1970 to 2112; anything else is nonsense, whose differences must not overflow either.
    let seconds = min(max(time.seconds, 0), 4_500_000_000)
    return seconds * 1_000_000_000 + time.nanoseconds
  }

  /// A time in the unit of attempts, about a millisecond.
  func tableTime(_ time: Int64) -> UInt32 {
    UInt32(truncatingIfNeeded: (time &- origin) >> 20)
  }

  /// When an attempt began, nanoseconds.
  func beginning(of attempt: Attempt) -> Int64 {
    let now = now ?? origin
    let age = Int32(bitPattern: tableTime(now) &- attempt.time)
    return now - Int64(max(age, 0)) << 20
  }
}
