/// The window of a sender that follows the RFCs under one algorithm: RFC 5681's rules with duplicates counted one by
/// one, flight size halved, windows inflated; RFC 6675's pipe with SACK.
struct RFCModel<Algorithm: RFCAlgorithm>: WindowModel {
  private(set) var window = RFCWindow()
  private var algorithm = Algorithm()
  private(set) var penalty = 0.0
  private(set) var agreement = Agreement()
  /// Whether its penalty passed the limit, so that it is no longer computed.
  private(set) var isDropped = false
  private(set) var windowBefore = 0
  private(set) var windowAfter = 0
  /// How many partial acknowledgments it received in recovery.
  private(set) var partialCount = 0

  private var initialSize = 10 << RFCWindow.shift
  private var duplicates = 0
  private var flightBefore = 0
  private var isRecovering = false
  /// Segments that duplicates add to the window in recovery.
  private var inflation = 0
  /// SND.NXT at the latest loss (`recover` of RFC 6582).
  private var recovery = Int64.min
  private var acknowledged: Int64 = .min
  private var shortResponses = 0
  private var responseCount = 0

  init() {}

  static var id: SenderModelID { Algorithm.id }

  static var traits: ModelTraits {
    ModelTraits(
      algorithm: Algorithm.name, stack: .rfc, steersWindow: false,
      hasFastRecovery: Algorithm.hasFastRecovery)
  }

  var fit: ModelFit {
    guard !isDropped else { return ModelFit(penalty: .infinity) }
    return ModelFit(
      penalty: penalty, agreement: agreement,
      estimate: WindowEstimate(size: size, threshold: threshold, uncertainty: 0))
  }

  var latestReduction: WindowChange { WindowChange(before: windowBefore, after: windowAfter) }

  var evidence: [Evidence] {
    // Reno and NewReno differ at partial acknowledgments only (RFC 6582, section 3.2).
    Algorithm.hasFastRecovery && !Algorithm.staysAtPartial && partialCount == 0
      ? [.noPartialAcknowledgment] : []
  }

  /// The window in segments as the RFCs count it, inflated by duplicates (RFC 5681, section 3.2).
  private var size: Int { window.segments + inflation }

  /// The threshold in segments.
  private var threshold: Int {
    window.threshold == RFCWindow.unlimited
      ? CongestionWindow.unlimited : window.threshold >> RFCWindow.shift
  }

  mutating func handle(_ event: SenderEvent) {
    if isDropped { return }
    switch event {
    case .beganInMidstream:
      // The capture does not show the state that these models need.
      isDropped = true
    case .firstFlightEnded(let segments, _):
      window.size = max(segments, 1) << RFCWindow.shift
      initialSize = window.size
    case .timedOut(let timeout):
      timeOut(outstanding: timeout.outstanding, next: timeout.next, isFirst: timeout.isFirst)
    case .restarted(let idle, let timeout, _):
      // RFC 5681, section 4.1; RFC 6298 has no time-out below a second.
      if idle > Int64(max(timeout, 1_000_000)) { window.size = min(window.size, initialSize) }
    case .thresholdSaved, .thresholdForgotten, .reductionBegan, .reductionEnded, .reductionUndone,
      .stateEntered, .resumed:
      break
    }
  }

  mutating func acknowledge(_ effect: AcknowledgmentEffect) {
    if isDropped { return }
    acknowledged = effect.acknowledged
    if effect.advances {
      advance(effect)
    } else if effect.isDuplicate {
      duplicate(effect)
    }
  }

  private mutating func advance(_ effect: AcknowledgmentEffect) {
    duplicates = 0
    guard isRecovering else {
      algorithm.grow(effect, &window)
      return
    }
    if effect.acknowledged < recovery {
      partialCount += 1
      if Algorithm.staysAtPartial || effect.hasSack {
        // Acknowledged segments deflate the window, and one segment may be sent (RFC 6582, section 3.2).
        inflation = max(inflation - effect.advancedSegments + 1, -(window.segments - 1))
        return
      }
    }
    isRecovering = false
    inflation = 0
    algorithm.beginAvoidance(at: effect.now, window)
  }

  private mutating func duplicate(_ effect: AcknowledgmentEffect) {
    duplicates += 1
    if isRecovering {
      inflation = min(inflation + 1, CongestionWindow.limit)
      return
    }
    if duplicates == 1 { flightBefore = effect.outstanding }
    guard duplicates == 3, effect.acknowledged >= recovery || !Algorithm.staysAtPartial else {
      return
    }
    reduce(outstanding: flightBefore, next: effect.next)
    if Algorithm.hasFastRecovery {
      isRecovering = true
      inflation = effect.hasSack ? 0 : 3
      window.size = window.threshold
    } else {
      window.size = RFCWindow.segment
    }
    windowAfter = window.segments
  }

  private mutating func reduce(outstanding: Int, next: Int64) {
    windowBefore = window.segments
    window.threshold = algorithm.reducedThreshold(of: window, outstanding: outstanding)
    window.credit = 0
    recovery = next
    shortResponses = 0
  }

  private mutating func timeOut(outstanding: Int, next: Int64, isFirst: Bool) {
    if isFirst { reduce(outstanding: outstanding, next: next) }
    algorithm.timeOut()
    window.size = RFCWindow.segment
    windowAfter = 1
    isRecovering = false
    inflation = 0
    duplicates = 0
  }

  mutating func compare(_ response: SenderResponse) -> Bool {
    if isDropped || response.hasProbe { return false }
    responseCount += 1
    if response.keepsBackLost && response.hasSack {
      let distance = window.segments - response.inFlight
      if distance > 1 { agreement.miss(by: distance) } else { agreement.hit() }
      return true
    }
    guard response.hasNewData else { return false }
    // After a loss without fast recovery only new data is compared: retransmitted data was in flight before.
    let isRepairing = !isRecovering && acknowledged < recovery
    var allowance = size
    var load = response.outstanding
    if isRecovering && response.hasSack {
      // RFC 6675: the pipe is bounded by the window.
      allowance = window.segments
      load = response.inFlight
    } else if response.isAfterTimeout {
      load = response.inFlight
    } else if !isRecovering {
      // Limited transmit (RFC 3042).
      allowance += min(duplicates, 2)
    }
    if load > allowance + window.spare {
      penalise(load - allowance, of: load)
      agreement.miss(by: load - allowance)
      window.size = min(max(load - (allowance - window.segments), 1), CongestionWindow.limit)
      window.size <<= RFCWindow.shift
      shortResponses = 0
      return true
    }
    guard response.fills, load < allowance, duplicates == 0, !isRecovering, !isRepairing else {
      shortResponses = 0
      guard response.fills else { return false }
      agreement.hit()
      return true
    }
    shortResponses += 1
    guard shortResponses >= Calibration.Response.shortResponses else { return false }
    penalise(allowance - load, of: allowance)
    agreement.miss(by: allowance - load, responses: shortResponses)
    window.size = max(load, 1) << RFCWindow.shift
    shortResponses = 0
    return true
  }

  /// Adds to the penalty for a difference between the wire's window and the model's.
  private mutating func penalise(_ difference: Int, of size: Int) {
    penalty += Calibration.Penalty.points(difference: difference, of: size)
    isDropped = penalty > Calibration.Penalty.dropLimit(responses: responseCount)
  }
}
