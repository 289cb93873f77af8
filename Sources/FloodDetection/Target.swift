/// Something that attempts are counted for: a listener, a host, a network, or an end of unsolicited answers.
struct Target {
  /// What a target is.
  enum Family: UInt8 {
    /// An address and a port that SYNs go to.
    case listener
    /// An address that SYNs go to, over all ports.
    case host
    /// A network that SYNs go to.
    case network
    /// An address and a port that SYN-ACKs come from which nobody asked for.
    case answerer
    /// A host that gets SYN-ACKs which it did not ask for.
    case receiver
  }

  /// What was counted in a tick, in attempts.
  struct Counts {
    /// New attempts.
    var attempts: UInt32 = 0
    /// Handshakes that were completed.
    var completed: UInt32 = 0
    /// Attempts that came of age, whatever became of them.
    var judged: UInt32 = 0
    /// Attempts that nobody went on with: the client is silent, or its SYN was not answered and not sent again.
    var silent: UInt32 = 0
    /// Attempts whose SYN came again and that were not completed.
    var retried: UInt32 = 0
    /// Attempts that the client ended with a reset.
    var reset: UInt32 = 0
    /// Attempts that the server refused.
    var refused: UInt32 = 0
    /// Attempts that an ICMP error answered.
    var unreachable: UInt32 = 0
    /// SYN-ACKs that answered.
    var answered: UInt32 = 0
    /// SYN-ACKs that came again.
    var answersRepeated: UInt32 = 0
    /// Silent attempts that the server never answered.
    var ignored: UInt32 = 0
    /// Suspects as records, not as the attempts they stand for.
    var suspectRecords: UInt32 = 0

    /// Whether nothing was counted.
    var isEmpty: Bool {
      attempts | completed | judged | reset | refused | unreachable | answered | answersRepeated
        == 0
    }

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
  /// What was counted since the suspicion began.
  var sum = Counts()
  /// What was counted ever.
  var total = Counts()

  /// Half-open attempts now, and their peak since the suspicion began.
  var halfOpen: Int64 = 0
  var halfOpenPeak: Int64 = 0

  /// Attempts of the last four ticks, and their peak since the suspicion began: SYNs a second.
  var recentAttempts = InlineArray<4, UInt32>(repeating: 0)
  var ratePeak: UInt32 = 0

  /// The same of suspicious attempts.
  var recentSuspects = InlineArray<4, UInt32>(repeating: 0)
  var suspectPeak: UInt32 = 0

  /// Rates a second, smoothed over about two seconds.
  var attemptRate = 0.0
  var completedRate = 0.0
  var suspectRate = 0.0
  /// Completed handshakes a second, smoothed over about thirty seconds.
  var ordinaryCompletedRate = 0.0
  /// New attempts a second, smoothed over about thirty seconds, while nothing is suspected.
  var ordinaryAttemptRate = 0.0
  /// The share of attempts that stay silent in ordinary times.
  var ordinarySilentShare = 0.03

  /// Excess of silent attempts, of attempts that went wrong in any other way, and of refused ones.
  var silence = CumulativeSum()
  var resets = CumulativeSum()
  var refusals = CumulativeSum()

  /// When the first suspicious attempt of this suspicion began, and the last one; nanoseconds.
  var onset: Int64 = 0
  var lastSuspect: Int64 = 0
  var isSuspected = false

  /// Ticks in a row without noteworthy suspects.
  var quietTicks = 0
  /// Ticks in a row in which a listener that was asked did not serve anybody.
  var deafTicks = 0
  /// Failed attempts in those ticks, and when they began.
  var deafAttempts: UInt32 = 0
  var deafOnset: Int64 = 0
  var deafLast: Int64 = 0

  /// The evidence slot that this target holds.
  var evidence: Int?
  /// The alert that is open.
  var alarm: OpenAlert?
  /// The open finding that a listener does not answer; it says nothing about an attack, nor an attack about it.
  var deafness: OpenAlert?

  init(family: Family, address: HostNumber, port: UInt16) {
    self.family = family
    self.address = address
    self.port = port
  }

  /// What its place is worth when another target needs one.
  var worth: Double {
    if alarm != nil || deafness != nil { return .infinity }
    return attemptRate + silence.value + resets.value + refusals.value + Double(tick.attempts)
  }

  /// Whether the next tick can pass it over.
  var isIdle: Bool {
    alarm == nil && deafness == nil && attemptRate < 0.01 && completedRate < 0.01
      && suspectRate < 0.01
      && !isSuspected && deafTicks == 0
  }
}

/// An alert that was raised and not closed.
struct OpenAlert {
  var kind: FloodAlert.Kind
  var severity: FloodAlert.Severity
  /// When it was raised, nanoseconds.
  var time: Int64
  /// When the attack began, nanoseconds.
  var start: Int64
}

/// Where a target lies in its table, and which of the targets that lay there.
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
