import InternetTypes

/// Counts and rates of a listener, a host, a network, or of an endpoint of unsolicited SYN-ACKs.
struct Target {
  /// The kind of a target.
  enum Family: UInt8 {
    /// An address and a port that SYNs go to.
    case listener
    /// An address that SYNs go to, over all ports.
    case host
    /// A network that SYNs go to.
    case network
    /// An address and a port that unsolicited SYN-ACKs come from.
    case responder
    /// A host that unsolicited SYN-ACKs go to.
    case receiver
  }

  /// Counts of attempts by outcome.
  struct Counts {
    /// New attempts.
    var attempts: UInt32 = 0
    /// Completed handshakes.
    var completed: UInt32 = 0
    /// Attempts that reached the age of judgement, with any outcome.
    var judged: UInt32 = 0
    /// Attempts that stopped: the client did not acknowledge, or its SYN was neither answered nor retransmitted.
    var silent: UInt32 = 0
    /// Incomplete attempts whose SYN was retransmitted.
    var retried: UInt32 = 0
    /// Attempts that the client ended with a reset.
    var reset: UInt32 = 0
    /// Attempts that the server refused.
    var refused: UInt32 = 0
    /// Attempts that an ICMP error answered.
    var unreachable: UInt32 = 0
    /// Attempts that a SYN-ACK answered.
    var answered: UInt32 = 0
    /// Retransmitted SYN-ACKs.
    var answersRepeated: UInt32 = 0
    /// Silent attempts that the server never answered.
    var ignored: UInt32 = 0
    /// Suspicious attempts as records, not as the attempts that they represent.
    var suspectRecords: UInt32 = 0

    /// Whether nothing was counted.
    var isEmpty: Bool {
      attempts | completed | judged | reset | refused | unreachable | answered | answersRepeated
        == 0
    }

    /// Attempts that did not reach the server, or that it refused.
    var failed: UInt32 { retried &+ refused &+ unreachable }

    /// Adds the counts of another tick.
    mutating func add(_ other: Counts) {
      attempts &+= other.attempts
      completed &+= other.completed
      judged &+= other.judged
      silent &+= other.silent
      retried &+= other.retried
      reset &+= other.reset
      refused &+= other.refused
      unreachable &+= other.unreachable
      answered &+= other.answered
      answersRepeated &+= other.answersRepeated
      ignored &+= other.ignored
      suspectRecords &+= other.suspectRecords
    }
  }

  let family: Family
  let address: HostNumber
  let port: UInt16

  /// This tick's counts.
  var tick = Counts()
  /// Counts since the suspicion began.
  var sum = Counts()
  /// Counts since the target exists.
  var total = Counts()

  /// Half-open attempts now, and their peak since the suspicion began.
  var halfOpen: Int64 = 0
  var halfOpenPeak: Int64 = 0

  /// Attempts of the last four ticks, and their peak since the suspicion began: SYNs per second.
  var recentAttempts = InlineArray<4, UInt32>(repeating: 0)
  var ratePeak: UInt32 = 0

  /// Suspicious attempts of the last four ticks, and their peak since the suspicion began.
  var recentSuspects = InlineArray<4, UInt32>(repeating: 0)
  var suspectPeak: UInt32 = 0

  /// Rates per second, smoothed over about two seconds.
  var attemptRate = 0.0
  var completedRate = 0.0
  var suspectRate = 0.0
  /// Completed handshakes per second, smoothed over about thirty seconds.
  var ordinaryCompletedRate = 0.0
  /// New attempts per second, smoothed over about thirty seconds, while nothing is suspected.
  var ordinaryAttemptRate = 0.0
  /// The usual share of silent attempts.
  var ordinarySilentShare = 0.03

  /// Excess of silent attempts, of silent and reset ones, and of refused ones.
  var silence = CumulativeSum()
  var resets = CumulativeSum()
  var refusals = CumulativeSum()

  /// When the first and the latest suspicious attempt of this suspicion began.
  var onset = Timestamp(rawValue: 0)
  var lastSuspect = Timestamp(rawValue: 0)
  var isSuspected = false

  /// Ticks in a row without noteworthy suspects.
  var quietTicks = 0
  /// Ticks in a row with attempts of which a listener served none.
  var outageTicks = 0
  /// Failed attempts in those ticks, and when the first and the latest began.
  var outageAttempts: UInt32 = 0
  /// The most attempts of a second meanwhile.
  var outagePeak: UInt32 = 0
  var outageStart = Timestamp(rawValue: 0)
  var outageLatest = Timestamp(rawValue: 0)

  /// The evidence slot that this target holds.
  var evidence: Int?
  /// The alert that is open.
  var openAlert: OpenAlert?
  /// The open alert that the listener does not serve its clients; independent of `openAlert`.
  var outage: OpenAlert?

  init(family: Family, address: HostNumber, port: UInt16) {
    self.family = family
    self.address = address
    self.port = port
  }

  /// The worth of keeping the target when another one needs its place.
  var worth: Double {
    if openAlert != nil || outage != nil { return .infinity }
    return attemptRate + silence.value + resets.value + refusals.value + Double(tick.attempts)
  }

  /// Whether the next tick can skip it.
  var isIdle: Bool {
    openAlert == nil && outage == nil && attemptRate < 0.01 && completedRate < 0.01
      && suspectRate < 0.01
      && !isSuspected && outageTicks == 0
  }
}

/// A raised alert that is not closed.
struct OpenAlert {
  var kind: FloodAlert.Kind
  var severity: FloodAlert.Severity
  /// When it was raised.
  var time: Timestamp
  /// When the attack began.
  var start: Timestamp
}

/// The place of a target in its table, with the generation of the place: an evicted target's ID is not valid any more.
struct TargetID: Equatable {
  var rawValue: UInt32

  static var none: TargetID { TargetID(rawValue: .max) }

  init(rawValue: UInt32) { self.rawValue = rawValue }

  init(slot: Int, generation: UInt16) {
    rawValue = UInt32(truncatingIfNeeded: slot) & 0xffff | UInt32(generation) << 16
  }

  var slot: Int { Int(rawValue & 0xffff) }
  var generation: UInt16 { UInt16(rawValue >> 16) }
}
