public import InternetTypes
public import PacketDissection

/// Finds SYN floods, SYN-ACK reflection, backscatter and scans in packets, in fixed memory.
///
/// Each connection attempt is tracked until its handshake is completed, or judged at an age of 1.25 s. A SYN-ACK completes
/// nothing, since SYN cookies answer every SYN, and a retransmitted SYN is no new attempt. Failed attempts are counted for
/// the listener, its host and its network, where a cumulative sum detects an unusual excess. Time is packet time; a live
/// capture without packets calls `advance(to:)`.
public struct FloodDetector: Sendable {
  let configuration: FloodConfiguration
  let hash: KeyedHash

  var attempts: AttemptTable
  var targets: TargetTable
  var scans: ScanTable
  var evidence: EvidencePool
  var sampling: FlowSampling

  /// The time of the latest packet or tick; nil before the first one.
  var now: Timestamp?
  /// The origin of the times in `AttemptTable`.
  var origin = Timestamp(rawValue: 0)
  /// The end of the current tick.
  var tickEnd = Timestamp(rawValue: .min)

  /// Raised scans that are not closed, as places in `scans`.
  var openScans: [Int] = []
  /// SYNs in the current tick.
  var tickSYNs: UInt64 = 0
  var halfOpen: Int64 = 0

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
  ///   - time: When it was captured; a time before that of an earlier packet is replaced by that one.
  public mutating func process(_ packet: Packet, frame: Span<UInt8>, time: Timestamp) {
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

  /// Advances the time without a packet, as in an idle live capture.
  public mutating func advance(to time: Timestamp) {
    // Before the first packet there is no state to advance.
    guard let now, time > now else { return }
    if time >= tickEnd { passTime(to: time) }
    self.now = time
  }

  /// Ends the input: closes all open alerts, which `takeAlerts` then returns, and returns the totals.
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
