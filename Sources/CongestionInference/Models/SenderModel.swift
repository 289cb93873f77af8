/// A Linux sender's window under one algorithm: reduction, undo, idle restart and validation as the kernel does them.
///
/// It follows from what reached the sender; where the wire shows another window, `correct(to:)` takes that, and `misfit`
/// says how often.
struct SenderModel<Algorithm: CongestionAlgorithm> {
  var window = CongestionWindow()
  var algorithm = Algorithm()

  /// Window and threshold before the latest reduction; a threshold of 0 means that there is nothing to undo.
  private(set) var windowBefore = 0
  private(set) var thresholdBefore = 0

  /// Whether the window was in full use lately (Linux's `is_cwnd_limited`).
  private var isInUse = false
  private var outstandingMaximum = 0
  private var usageEnd: Int64 = 0
  private var used = 0
  private var usedSince: Int64 = 0

  /// Evidence against the model so far.
  private(set) var misfit = 0.0
  /// How far the wire may differ now, from how far it did lately; sixteenths of a segment.
  var uncertainty: Int { max(difference, isCreditKnown ? 0 : 16) }
  private var difference = 0
  /// Whether it is known how much of the next segment is earned: not since the wire showed another window, until a
  /// reduction begins the count anew.
  private var isCreditKnown = true

  init() {}

  /// Initial window of Linux since 2.6.39, in segments (RFC 6928).
  static var initialWindow: Int { 10 }

  private var isLimited: Bool {
    isInUse || window.isInSlowStart && window.size < 2 * outstandingMaximum
  }

  /// A burst left; `outstanding` and `inFlight` count it.
  mutating func sent(
    now: Int64, acknowledged: Int64, next: Int64, outstanding: Int, inFlight: Int, timeout: Int,
    isOpen: Bool, hasBacklog: Bool
  ) {
    let fills = inFlight >= window.size
    if acknowledged >= usageEnd || fills || !isInUse && outstanding > outstandingMaximum {
      isInUse = fills
      outstandingMaximum = outstanding
      usageEnd = next
    }
    if isLimited {
      used = 0
      usedSince = now
      return
    }
    used = max(used, outstanding)
    guard !Algorithm.controlsWindow, now - usedSince >= Int64(timeout) else { return }
    if isOpen && !hasBacklog {
      let target = max(used, Self.initialWindow)
      if target < window.size {
        window.threshold = window.currentThreshold
        window.size = (window.size + target) >> 1
      }
      used = 0
    }
    usedSince = now
  }

  /// Sending begins again after a pause in which everything was acknowledged.
  mutating func restart(after idle: Int64, timeout: Int, now: Int64) {
    guard !Algorithm.controlsWindow, idle > Int64(timeout), timeout > 0 else { return }
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

  /// Sending begins after everything was acknowledged, however short the pause.
  mutating func resume(idle: Int64, now: Int64, isApplicationLimited: Bool) {
    algorithm.resume(idle: idle, now: now, isApplicationLimited: isApplicationLimited)
  }

  /// Remembers what an undo would go back to.
  mutating func rememberThreshold(isReducing: Bool) {
    thresholdBefore = isReducing ? window.threshold : window.currentThreshold
  }

  /// There is nothing to undo.
  mutating func forgetThreshold() { thresholdBefore = 0 }

  /// A reduction begins.
  mutating func reduce() {
    window.credit = 0
    isCreditKnown = true
    windowBefore = window.size
    window.threshold = algorithm.reducedThreshold(of: window)
  }

  /// A reduction ends.
  mutating func endReduction() {
    if Algorithm.controlsWindow || window.threshold >= CongestionWindow.unlimited { return }
    window.size = window.threshold
  }

  mutating func timeOut(isFirst: Bool, inFlight: Int, isReducing: Bool) {
    if isFirst {
      rememberThreshold(isReducing: isReducing)
      windowBefore = window.size
      window.threshold = algorithm.reducedThreshold(of: window)
    }
    window.size = inFlight + 1
    window.credit = 0
    isCreditKnown = true
  }

  mutating func undo() {
    guard thresholdBefore > 0 else { return }
    window.size = algorithm.restoredWindow(window, before: windowBefore)
    window.threshold = max(window.threshold, thresholdBefore)
  }

  /// What an acknowledgment does to the window after the sender's state is settled.
  mutating func acknowledge(_ effect: AcknowledgmentEffect) {
    if Algorithm.controlsWindow {
      algorithm.control(effect, &window)
    } else if effect.state.isReducing {
      reduceProportionally(effect)
    } else if effect.mayGrow {
      if isLimited { algorithm.grow(effect, &window) }
      usedSince = effect.now
    }
  }

  /// Proportional rate reduction (RFC 6937) as Linux has it.
  mutating func reduceProportionally(_ effect: AcknowledgmentEffect) {
    guard effect.delivered > 0, windowBefore > 0 else { return }
    let room = window.threshold - effect.inFlight
    var allowance: Int
    if room < 0 {
      allowance =
        (window.threshold * effect.reductionDelivered + windowBefore - 1) / windowBefore
        - effect.reductionSent
    } else {
      allowance = max(effect.reductionDelivered - effect.reductionSent, effect.delivered)
      if effect.advances && effect.lost == 0 { allowance += 1 }
      allowance = min(room, allowance)
    }
    // The first retransmission leaves whatever the sum says.
    allowance = max(allowance, effect.reductionSent > 0 ? 0 : 1)
    window.size = effect.inFlight + allowance
  }

  /// The wire shows another window than the model has.
  mutating func correct(to size: Int) {
    window.size = max(size, 1)
    isCreditKnown = false
  }

  /// Charges the model for a difference of the wire's window to its own.
  mutating func charge(_ difference: Int, of size: Int) {
    let relative = Double(abs(difference)) / Double(max(size, 1))
    misfit += min(relative, 1) * 4 + (abs(difference) > 1 ? 0.4 : 0.02)
    self.difference = min(self.difference + abs(difference) * 8, 64 * 16)
  }

  /// The wire agreed with the model.
  mutating func confirm() {
    difference -= (difference + 7) >> 3
  }
}
