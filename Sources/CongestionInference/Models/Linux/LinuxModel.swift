/// A Linux sender's window under one algorithm: growth, reduction, undo, idle restart and validation as in the kernel's
/// `tcp_input.c` and `tcp_output.c`.
///
/// The window follows from the packets that reached the sender. If the wire shows another window, `correct(to:)` adopts
/// it, and `penalty` grows.
struct LinuxModel<Algorithm: LinuxAlgorithm>: WindowModel {
  /// `tp->snd_cwnd`, `tp->snd_ssthresh` and `tp->snd_cwnd_cnt`.
  var window = CongestionWindow()
  private(set) var algorithm = Algorithm()

  /// The window before the latest reduction (`tp->prior_cwnd`).
  private(set) var priorWindow = 0
  /// The threshold before it (`tp->prior_ssthresh`); 0 if there is nothing to undo.
  private(set) var priorThreshold = 0

  /// Whether the window was fully used recently (`tp->is_cwnd_limited`).
  private var isWindowLimited = false
  /// `tp->max_packets_out`.
  private var outstandingMaximum = 0
  /// `tp->cwnd_usage_seq`.
  private var usageEnd: Int64 = 0
  /// `tp->snd_cwnd_used`.
  private var used = 0
  /// `tp->snd_cwnd_stamp`.
  private var usedSince: Int64 = 0

  /// The penalty for differences to the wire so far.
  private(set) var penalty = 0.0
  private(set) var agreement = Agreement()
  /// The recent difference to the wire, in sixteenths of a segment.
  private var difference = 0
  /// Whether the credit for the next segment (`tp->snd_cwnd_cnt`) is known: not after the wire showed another window,
  /// until a reduction restarts the count.
  private var isCreditKnown = true
  /// Consecutive responses that were smaller than the window.
  private var shortResponses = 0

  init() {}

  static var id: SenderModelID { Algorithm.id }

  static var traits: ModelTraits {
    ModelTraits(
      algorithm: Algorithm.name, stack: .linux, steersWindow: Algorithm.steersWindow,
      hasFastRecovery: true)
  }

  /// Initial window of Linux since 2.6.39, in segments (`TCP_INIT_CWND`, RFC 6928).
  static var initialWindow: Int { 10 }

  var fit: ModelFit {
    ModelFit(
      penalty: penalty, agreement: agreement,
      estimate: WindowEstimate(
        size: window.size, threshold: window.threshold,
        uncertainty: max(difference, isCreditKnown ? 0 : 16, algorithm.uncertainty(of: window))),
      phase: algorithm.phase, slowStartExit: algorithm.slowStartExit)
  }

  var latestReduction: WindowChange {
    WindowChange(before: priorWindow, after: window.threshold)
  }

  mutating func handle(_ event: SenderEvent) {
    switch event {
    case .beganInMidstream: beginInMidstream()
    case .firstFlightEnded(let segments, let isExact):
      if isExact && segments < Self.initialWindow { window.size = segments }
    case .thresholdSaved(let isReducing): saveThreshold(isReducing: isReducing)
    case .thresholdForgotten: priorThreshold = 0
    case .reductionBegan: beginReduction()
    case .reductionEnded: endReduction()
    case .reductionUndone: undoReduction()
    case .timedOut(let timeout): timeOut(timeout)
    case .stateEntered(let state, let now, let next):
      algorithm.enter(state, window, now: now, next: next)
    case .restarted(let idle, let timeout, let now):
      restart(after: idle, timeout: timeout, now: now)
    case .resumed(let idle, let now, let isApplicationLimited):
      algorithm.resume(idle: idle, now: now, isApplicationLimited: isApplicationLimited)
    }
  }

  /// Begins in the middle of a connection, after a reduction at the latest: the smallest window is a lower bound.
  private mutating func beginInMidstream() {
    guard !Algorithm.steersWindow else { return }
    window.size = 2
    window.threshold = 2
  }

  mutating func observe(_ effect: AcknowledgmentEffect) { algorithm.observe(effect, &window) }
}

// MARK: The kernel's window

extension LinuxModel {
  /// `tcp_is_cwnd_limited`.
  private var isLimited: Bool {
    isWindowLimited || window.isInSlowStart && window.size < 2 * outstandingMaximum
  }

  /// Records how much of the window is used, and reduces an unused one (`tcp_cwnd_validate`, RFC 2861).
  @discardableResult
  mutating func validate(_ burst: SentBurst) -> Bool {
    let fills = burst.inFlight >= window.size
    if burst.acknowledged >= usageEnd || fills
      || !isWindowLimited && burst.outstanding > outstandingMaximum
    {
      isWindowLimited = fills
      outstandingMaximum = burst.outstanding
      usageEnd = burst.next
    }
    if isLimited {
      used = 0
      usedSince = burst.now
      return false
    }
    used = max(used, burst.outstanding)
    guard !Algorithm.steersWindow, burst.now - usedSince >= Int64(burst.timeout) else {
      return false
    }
    // `tcp_cwnd_application_limited`.
    if burst.isOpen && !burst.hasBacklog {
      let target = max(used, Self.initialWindow)
      if target < window.size {
        window.threshold = window.currentThreshold
        window.size = (window.size + target) >> 1
      }
      used = 0
    }
    usedSince = burst.now
    return true
  }

  /// Restarts the window after an idle time in which everything was acknowledged (`tcp_cwnd_restart`).
  mutating func restart(after idle: Int64, timeout: Int, now: Int64) {
    guard !Algorithm.steersWindow, idle > Int64(timeout), timeout > 0 else { return }
    let floor = min(Self.initialWindow, window.size)
    var left = idle - Int64(timeout)
    let before = window.size
    window.threshold = window.currentThreshold
    var size = before
    while left > 0 && size > floor {
      size >>= 1
      left -= Int64(timeout)
    }
    window.size = max(size, floor)
    usedSince = now
    used = 0
  }

  /// Saves the window and threshold that an undo restores.
  mutating func saveThreshold(isReducing: Bool) {
    priorThreshold = isReducing ? window.threshold : window.currentThreshold
  }

  /// Begins a reduction (`tcp_init_cwnd_reduction`).
  mutating func beginReduction() {
    window.credit = 0
    isCreditKnown = true
    priorWindow = window.size
    window.threshold = algorithm.reducedThreshold(of: window)
  }

  /// Ends a reduction (`tcp_end_cwnd_reduction`).
  mutating func endReduction() {
    if Algorithm.steersWindow || window.threshold >= CongestionWindow.unlimited { return }
    window.size = window.threshold
  }

  /// Processes a retransmission time-out (`tcp_enter_loss`).
  private mutating func timeOut(_ timeout: SenderEvent.Timeout) {
    if timeout.isFirst {
      saveThreshold(isReducing: timeout.isReducing)
      priorWindow = window.size
      window.threshold = algorithm.reducedThreshold(of: window)
    }
    window.size = timeout.inFlight + 1
    window.credit = 0
    isCreditKnown = true
  }

  /// Undoes a reduction (`tcp_undo_cwnd_reduction`).
  mutating func undoReduction() {
    guard priorThreshold > 0 else { return }
    window.size = algorithm.restoredWindow(window, before: priorWindow)
    window.threshold = max(window.threshold, priorThreshold)
  }

  /// Applies an acknowledgment to the window (`tcp_cong_control`).
  mutating func acknowledge(_ effect: AcknowledgmentEffect) {
    if Algorithm.steersWindow {
      algorithm.control(effect, &window)
    } else if effect.state.isReducing {
      reduceProportionally(effect)
    } else if effect.mayGrow {
      if isLimited { algorithm.grow(effect, &window) }
      usedSince = effect.now
    }
  }

  /// Proportional rate reduction (`tcp_cwnd_reduction`, RFC 6937).
  mutating func reduceProportionally(_ effect: AcknowledgmentEffect) {
    guard !Algorithm.steersWindow, effect.delivered > 0, priorWindow > 0 else { return }
    let room = window.threshold - effect.inFlight
    var allowance: Int
    if room < 0 {
      allowance =
        (window.threshold * effect.reductionDelivered + priorWindow - 1) / priorWindow
        - effect.reductionSent
    } else {
      allowance = max(effect.reductionDelivered - effect.reductionSent, effect.delivered)
      if effect.advances && effect.lost == 0 { allowance += 1 }
      allowance = min(room, allowance)
    }
    // The first retransmission is always sent.
    allowance = max(allowance, effect.reductionSent > 0 ? 0 : 1)
    window.size = effect.inFlight + allowance
  }
}

// MARK: The wire's window

extension LinuxModel {
  mutating func compare(_ response: SenderResponse) -> Bool {
    // An order of events taken from one model is no evidence for or against the others.
    if let model = response.orderedBy, !Algorithm.steersWindow, model != Self.id {
      shortResponses = 0
      return false
    }
    let (size, inFlight) = (window.size, response.inFlight)
    if response.sent > 0 && inFlight > size && !response.hasProbe {
      if !response.isMidstream {
        penalise(inFlight - size, of: inFlight)
        agreement.miss(by: inFlight - size)
      }
      if response.isMidstream && !Algorithm.steersWindow { window.threshold = inFlight }
      correct(to: inFlight)
      shortResponses = 0
      return true
    }
    let slack = response.sharesTick ? Calibration.Response.sharedTickSlack(window: size) : 0
    if response.fills && inFlight + slack < size && !Algorithm.steersWindow {
      shortResponses += 1
      guard shortResponses >= Calibration.Response.shortResponses else { return false }
      penalise(size - inFlight, of: size)
      agreement.miss(by: size - inFlight, responses: shortResponses)
      correct(to: inFlight)
      shortResponses = 0
      return true
    }
    shortResponses = 0
    if response.keepsBackLost {
      if size - inFlight > 1 { agreement.miss(by: size - inFlight) } else { agreement.hit() }
      return true
    }
    guard response.fills else { return false }
    agreement.hit()
    if difference > 0 { confirm() }
    return true
  }

  /// Adopts the window that the wire shows.
  private mutating func correct(to size: Int) {
    window.size = max(size, 1)
    isCreditKnown = false
  }

  /// Adds to the penalty for a difference between the wire's window and the model's.
  private mutating func penalise(_ difference: Int, of size: Int) {
    penalty += Calibration.Penalty.points(difference: difference, of: size)
    self.difference = min(self.difference + difference * 8, Calibration.Penalty.differenceLimit)
  }

  /// Records that the wire agreed with the model.
  private mutating func confirm() {
    difference -= (difference + 7) >> 3
  }
}
