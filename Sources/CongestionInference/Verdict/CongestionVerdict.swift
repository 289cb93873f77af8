public import InternetTypes

/// The congestion control algorithm of a data sender, as a verdict names it.
public enum AlgorithmName: String, CaseIterable, Sendable {
  case tahoe
  case reno
  case newReno = "newreno"
  case cubic
  case bbr
  case bic
  case scalable
  case highspeed
  case htcp
  case hybla
  case illinois
  case lp
  /// It reacts to losses, and none of its candidates is distinct.
  case lossBased = "loss-based"
  case undetermined
}

/// Why a congestion window was reduced.
public enum ReductionCause: String, CaseIterable, Sendable {
  case fastRetransmit = "fast-retransmit"
  case timeout
  case congestionMark = "ecn"
  case idle
}

/// A reduction of the congestion window.
public struct WindowReduction: Sendable {
  /// The time.
  public var time: Timestamp
  /// The cause.
  public var cause: ReductionCause
  /// The window before, in segments.
  public var before: Int
  /// The window after the reduction, in segments.
  public var after: Int

  /// A reduction from one window to another, in segments.
  public init(time: Timestamp, cause: ReductionCause, before: Int, after: Int) {
    self.time = time
    self.cause = cause
    self.before = before
    self.after = after
  }
}

/// How slow start ended.
public struct SlowStartExit: Sendable {
  /// Why slow start ended.
  public enum Cause: String, CaseIterable, Sendable {
    case loss
    case hystart
    case congestionMark = "ecn"
    case receiveWindow = "receive-window"
    case bandwidthPlateau = "bandwidth-plateau"
  }

  /// The time.
  public var time: Timestamp
  /// The window at that time, in segments.
  public var window: Int
  /// The cause.
  public var cause: Cause

  /// An exit from slow start at a window in segments.
  public init(time: Timestamp, window: Int, cause: Cause) {
    self.time = time
    self.window = window
    self.cause = cause
  }
}

/// The verdict on a data sender's congestion control, at the end of its connection.
public struct CongestionVerdict: Sendable {
  /// The connection's index.
  public var connection: UInt64 = 0
  /// Which endpoint sends the data.
  public var sender = Side.client
  /// The algorithm.
  public var algorithm = AlgorithmName.undetermined
  /// The confidence in the algorithm, from 0 to 1.
  public var confidence = 0.0
  /// Whether the direction had too few segments for models.
  public var isTooShort = false
  /// The evidence besides the number of segments.
  private var remarks: [Evidence] = []
  /// The evidence for it.
  public var evidence: [Evidence] {
    // Most verdicts are about short directions, and store no list.
    get { isTooShort ? [.tooFewSegments(segmentsSent)] : remarks }
    set { remarks = newValue }
  }
  /// The algorithms that explain the sender alike, the more usual ones first; empty if none does.
  public var candidates: [AlgorithmName] = []
  /// Payload of a full segment, in bytes.
  public var segmentSize = 0
  /// Segments sent before the first acknowledgment of data.
  public var initialWindow = 0
  /// The end of the first slow start; nil while it lasts.
  public var slowStartExit: SlowStartExit?
  /// The first `CongestionVerdict.reductionLimit` reductions, in order of time.
  public var reductions: [WindowReduction] = []
  /// The number of reductions, those beyond the limit included.
  public var reductionCount = 0
  /// Fast retransmissions.
  public var fastRetransmissions = 0
  /// Retransmissions after a time-out.
  public var timeoutRetransmissions = 0
  /// Tail loss probes.
  public var tailLossProbes = 0
  /// Retransmissions of data that had arrived.
  public var spuriousRetransmissions = 0
  /// Microseconds in each phase, by the phase's raw value; empty without models.
  public var timeInPhase: [Int64] = []
  /// Microseconds under each limit, by the limit's raw value; empty without models.
  public var timeLimited: [Int64] = []
  /// Largest round trip divided by the smallest; 0 without samples.
  public var roundTripInflation = 0.0
  /// Smallest round trip in microseconds; 0 without samples.
  public var roundTripMinimum = 0
  /// Largest round trip in microseconds; 0 without samples.
  public var roundTripMaximum = 0
  /// Acknowledgments with ECN echo.
  public var congestionMarks = 0
  /// Data segments sent, retransmissions included.
  public var segmentsSent = 0
  /// The stop-and-wait measurements of a sender that never had more than one segment outstanding; nil for a sliding
  /// window.
  public var stopAndWait: StopAndWait?
  /// The pauses of the application, of a transfer that is too short for models; nil if none was seen.
  public var pauses: SendingPauses?
  /// The window that the receiver offered.
  public var receiver = ReceiverSummary()
  /// Whether it is a flow of UDP: only its flow control is known.
  public var isDatagram = false
  /// How far the inferred windows are from the kernel's; nil if nobody asked, or the sender is another host.
  public var kernel: KernelComparison?

  /// More reductions than this are counted, not listed.
  @inlinable public static var reductionLimit: Int { 1000 }

  /// An empty verdict.
  public init() {}
}
