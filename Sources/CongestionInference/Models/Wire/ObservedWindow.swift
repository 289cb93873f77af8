/// The window that the wire shows, without an algorithm: the flight when the sender has sent all that it may.
///
/// A sender with more to send fills its window, so that its flight is the window (RFC 5681, section 3.1: it must not be
/// more). If it has nothing to send, or the receiver limits it, the flight is a lower bound.
struct ObservedWindow: WindowModel {
  /// The window in segments.
  private var size = 10
  private var threshold = CongestionWindow.unlimited
  private var before = 0
  private var after = 0
  /// The reduction before the latest one, with the window that followed it.
  private(set) var completedReduction = WindowChange()
  /// Whether the latest response to an acknowledgment filled the window.
  private(set) var isTold = false
  /// Whether the sender had more to send when it last sent new data.
  private var hasMore = false
  /// Whether it has sent nothing although acknowledgments made room: the window was reduced, and how far is not known
  /// until it sends again.
  private(set) var isSilent = false
  /// Segments acknowledged since the window was last observed: it may have grown by as many.
  private var growth = 0
  /// Whether the receive window has limited the sender since the window was last observed.
  private(set) var isHeld = false
  /// The window up to which it may grow as fast as in slow start.
  private var ceiling = CongestionWindow.limit
  /// Segments by which the window may be smaller, if it is counted in bytes and some segments are short.
  private var spare = 0
  /// The least flight since the window was last observed.
  private var floor = 1
  private var state = SenderState.open
  /// Whether the next observed window is the one after a reduction.
  private var endsReduction = false
  /// Consecutive responses that were smaller than the window, and the largest of them.
  private var shortResponses = 0
  private var shortMaximum = 0

  init() {}

  static var id: SenderModelID { .observed }

  static var traits: ModelTraits {
    ModelTraits(
      algorithm: .undetermined, stack: .wire, steersWindow: false, hasFastRecovery: true)
  }

  var fit: ModelFit {
    ModelFit(penalty: 0, estimate: WindowEstimate(size: size, threshold: threshold, uncertainty: 0))
  }

  var latestReduction: WindowChange { WindowChange(before: before, after: after) }

  /// The smallest and the largest window that fit the captured segments.
  var bounds: (low: Int, high: Int) {
    let low = max(size - spare, 1)
    if isTold { return (low, size) }
    return (min(floor, low), size + (isHeld ? heldGrowth : min(growth, size)))
  }

  /// How much the window may have grown while the receiver held it: a stack that does not validate its window (RFC 7661)
  /// grows it by what is acknowledged in slow start, and by a part of it in congestion avoidance.
  private var heldGrowth: Int {
    let exponential = max(ceiling - size, 0)
    guard growth > exponential else { return growth }
    return exponential + (growth - exponential) / Calibration.Observed.avoidancePart
  }

  /// Notes a reduction: the threshold is a part of what the window can have been.
  private mutating func lowerCeiling() {
    let (kept, of) = Calibration.Observed.largestFactor
    let isFirst = ceiling == CongestionWindow.limit
    ceiling = (isFirst ? bounds.high : max(bounds.high, ceiling)) * kept / of
  }

  mutating func handle(_ event: SenderEvent) {
    switch event {
    case .beganInMidstream: size = 2
    case .firstFlightEnded(let segments, _): size = max(segments, 1)
    case .reductionBegan:
      lowerCeiling()
      completedReduction = latestReduction
      (before, after) = (size, size)
      endsReduction = true
    case .reductionEnded, .reductionUndone: endsReduction = true
    case .timedOut(let timeout):
      if timeout.isFirst {
        lowerCeiling()
        completedReduction = latestReduction
      }
      (before, after) = (size, max(timeout.inFlight + 1, 1))
      if timeout.isFirst { threshold = max(size / 2, 2) }
      tell(max(timeout.inFlight + 1, 1))
      endsReduction = false
    case .stateEntered(let state, _, _): self.state = state
    case .restarted: forget()
    case .thresholdSaved, .thresholdForgotten, .resumed: break
    }
  }

  mutating func acknowledge(_ effect: AcknowledgmentEffect) {
    state = effect.state
    growth = min(growth + effect.delivered, CongestionWindow.limit)
    floor = max(min(floor, effect.inFlight), 1)
    isTold = false
    if state.isReducing {
      // Proportional rate reduction sets the window to what is in flight and may be sent (RFC 6937).
      size = max(effect.inFlight, 1)
    }
  }

  mutating func compare(_ response: SenderResponse) -> Bool {
    if response.hasProbe { return false }
    let inFlight = response.inFlight
    spare = response.spare
    if !response.hasRoom { isHeld = true }
    if response.sent == 0 {
      isSilent = hasMore && response.hasRoom && state <= .disorder && inFlight > 0
      if state.isReducing { tell(inFlight) }
      return true
    }
    if response.hasNewData { hasMore = response.fills }
    if response.fills || state >= .reduced && !response.hasNewData || inFlight > size {
      if inFlight < size && isHeldBack(response) { return true }
      tell(inFlight)
    } else {
      floor = max(floor, inFlight)
    }
    isSilent = false
    return true
  }

  /// Whether a response below the window may have been deferred to fill a larger frame.
  private mutating func isHeldBack(_ response: SenderResponse) -> Bool {
    guard response.isOffloaded, state <= .disorder else { return false }
    shortResponses += 1
    shortMaximum = max(shortMaximum, response.inFlight)
    return shortResponses < Calibration.Response.shortResponses
  }

  /// Sets the window, which was observed.
  private mutating func tell(_ window: Int) {
    size = max(window, 1)
    if shortResponses >= Calibration.Response.shortResponses { size = max(size, shortMaximum) }
    (shortResponses, shortMaximum) = (0, 0)
    (growth, floor, isTold, isHeld) = (0, size, true, false)
    if state < .reduced && endsReduction {
      endsReduction = false
      after = size
      threshold = size
    } else if state.isReducing {
      after = size
    }
  }

  /// After a pause the window is unknown, but not larger.
  private mutating func forget() {
    floor = 1
    isTold = false
    hasMore = false
  }
}
