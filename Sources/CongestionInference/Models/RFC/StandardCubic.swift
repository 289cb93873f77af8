/// CUBIC as in RFC 9438, with HyStart++ (RFC 9406), as FreeBSD, Windows and QUIC stacks implement it.
///
/// Linux differs; see `LinuxCubic`.
struct StandardCubic: RFCAlgorithm {
  static var id: SenderModelID { .rfcCubic }
  static var name: AlgorithmName { .cubic }
  static var hasFastRecovery: Bool { true }
  static var staysAtPartial: Bool { true }

  /// In 1/1024: 0.7, the factor of fast convergence, and 3 * (1 - beta) / (1 + beta).
  private static var beta: Int { 717 }
  private static var convergence: Int { 870 }
  private static var alpha: Int { 542 }
  /// Segments that one acknowledgment adds in slow start at most (RFC 9406, section 4.3).
  private static var burst: Int { 8 }

  private var maximum = 0
  private var prior = 0
  private var friendly = 0
  private var epochStart: Int64?
  /// K in 1/1024 s.
  private var inflection = 0
  private var hystart = HyStart()

  mutating func reducedThreshold(of window: RFCWindow, outstanding: Int) -> Int {
    prior = window.size
    maximum = window.size < maximum ? window.size * Self.convergence / 1024 : window.size
    epochStart = nil
    hystart = HyStart()
    let flight = min(outstanding << RFCWindow.shift, RFCWindow.limit)
    return max(flight * Self.beta / 1024, 2 << RFCWindow.shift)
  }

  mutating func timeOut() {
    // The first congestion avoidance after a time-out starts at the window of that time (RFC 9438, section 4.8).
    maximum = 0
    epochStart = nil
  }

  mutating func beginAvoidance(at now: Int64, _ window: RFCWindow) {
    epochStart = now
    friendly = window.size
    if maximum < window.size { maximum = window.size }
    // 16 bits of the window and 10 of the time are fractions: 2^(30 - 16) over 0.4.
    let missing = min(maximum - window.size, 1 << 36)
    inflection = LinuxCubic.cubeRoot(missing * (1 << 24) / 410)
  }

  mutating func grow(_ effect: AcknowledgmentEffect, _ window: inout RFCWindow) {
    if window.isInSlowStart {
      let amount = min(effect.advancedSegments, Self.burst) << RFCWindow.shift
      window.add(hystart.isConservative ? amount / 4 : amount)
      // HyStart++ is used in the first slow start only: later ones have a threshold (RFC 9406, section 4.3).
      if window.threshold == RFCWindow.unlimited {
        hystart.observe(effect)
        if hystart.isOver { window.threshold = window.size }
      }
      if !window.isInSlowStart { beginAvoidance(at: effect.now, window) }
      return
    }
    if epochStart == nil { beginAvoidance(at: effect.now, window) }
    let start = epochStart ?? effect.now
    let count = effect.advancedSegments
    friendly = min(
      friendly + growth(count, alpha: friendly < prior ? Self.alpha : 1024, window.size),
      RFCWindow.limit)
    let elapsed = min(max(effect.now - start, 0), 1 << 34)
    let current = value(at: elapsed)
    if current < friendly {
      window.size = max(window.size, friendly)
      return
    }
    let trip = Int64(min(effect.smoothedRoundTrip, 1 << 32))
    let target = min(max(value(at: elapsed + trip), window.size), window.size * 3 / 2)
    let share = ((target - window.size) << RFCWindow.shift) / max(window.size, 1)
    window.add(min(share * min(count, 1 << 10), target - window.size))
  }

  /// The growth of a Reno flow (RFC 9438, section 4.3).
  private func growth(_ count: Int, alpha: Int, _ window: Int) -> Int {
    (min(count, 1 << 16) << (2 * RFCWindow.shift - 10)) * alpha / max(window, 1)
  }

  /// The cubic function some microseconds after the epoch's start.
  private func value(at microseconds: Int64) -> Int {
    let time = Int(microseconds / 1000 * 1024 / 1000)
    let offset = min(max(time - inflection, -(1 << 17)), 1 << 17)
    // Thousandths of seconds cubed are 2^30; 0.4 is 410 / 1024; 16 bits are the fraction.
    let cube = offset * offset / 1024 * offset / 1024
    let value = maximum + cube * 410 / 1024 * 64
    return min(max(value, RFCWindow.segment), RFCWindow.limit)
  }
}

/// HyStart++ (RFC 9406): slow start becomes conservative (CSS) when round trips grow, and ends if they keep growing.
struct HyStart {
  private(set) var isConservative = false
  private(set) var isOver = false
  private var roundEnd: Int64 = .min
  private var lastMinimum = Int.max
  private var minimum = Int.max
  private var sampleCount = 0
  private var baseline = Int.max
  private var conservativeRounds = 0

  /// Processes an acknowledgment of the first slow start.
  mutating func observe(_ effect: AcknowledgmentEffect) {
    if effect.roundTrip >= 0 {
      minimum = min(minimum, effect.roundTrip)
      sampleCount += 1
    }
    if sampleCount >= 8 && minimum < .max && lastMinimum < .max { compare() }
    if roundEnd == .min { roundEnd = effect.next }
    guard effect.acknowledged >= roundEnd else { return }
    roundEnd = effect.next
    lastMinimum = minimum
    minimum = .max
    sampleCount = 0
    if isConservative {
      conservativeRounds += 1
      if conservativeRounds >= 5 { isOver = true }
    }
  }

  private mutating func compare() {
    if isConservative {
      if minimum < baseline {
        isConservative = false
        baseline = .max
      }
    } else if minimum >= lastMinimum + min(max(lastMinimum / 8, 4000), 16_000) {
      isConservative = true
      conservativeRounds = 0
      baseline = minimum
    }
  }
}
