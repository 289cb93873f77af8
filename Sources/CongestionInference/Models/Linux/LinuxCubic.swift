/// CUBIC in Linux (`tcp_cubic.c`, compare RFC 9438), in the kernel's integers: windows in segments, time in clock
/// ticks, the cubic function's time in 1/1024 s (`BICTCP_HZ`).
struct LinuxCubic: LinuxAlgorithm {
  static var id: SenderModelID { .linuxCubic }
  static var name: AlgorithmName { .cubic }

  /// The window after a reduction, in 1/1024 of the one before.
  private static var beta: Int { 717 }
  /// Microseconds of a clock tick (250 Hz).
  static var tick: Int64 { 4000 }
  /// 0.4 in 1/1024.
  private static var scale: Int { 410 }
  /// The growth of a Reno flow with CUBIC's reductions (TCP friendliness): 8/15 segment per round trip.
  private static var friendliness: Int { 15 }

  private var interval = 0
  private var lastMaximum = 0
  private var lastWindow = 0
  private var lastTick: Int64 = 0
  private var origin = 0
  private var inflection = 0
  /// Smallest round trip of the epoch's path, microseconds; 0 before there is one.
  private var minimumDelay = 0
  private var epochStart: Int64 = 0
  private var hasEpoch = false
  private var acknowledgedCount = 0
  private var renoWindow = 0

  // HyStart.
  private var hasFoundExit = false
  private var roundStart: Int64 = 0
  private var lastAcknowledgment: Int64 = 0
  private var roundEnd: Int64 = Int64.min
  private var roundMinimum = Int.max
  private var sampleCount = 0
  /// Times slow start was left by HyStart.
  private(set) var exitCount = 0

  init() {}

  var slowStartExit: SlowStartExit.Cause? { exitCount > 0 ? .hystart : nil }

  func uncertainty(of window: CongestionWindow) -> Int {
    // The phase of the kernel's clock tick cannot be observed.
    !window.isInSlowStart && window.size >= Calibration.Penalty.tickWindow
      ? (1 + window.size >> 7) << 4 : 0
  }

  mutating func reducedThreshold(of window: CongestionWindow) -> Int {
    hasEpoch = false
    // Fast convergence: a flow that did not reach its old maximum leaves room for new ones.
    lastMaximum =
      window.size < lastMaximum ? window.size * (1024 + Self.beta) / 2048 : window.size
    return max(window.size * Self.beta / 1024, 2)
  }

  mutating func enter(_ state: SenderState, _ window: CongestionWindow, now: Int64, next: Int64) {
    guard state == .loss else { return }
    let exits = exitCount
    self = LinuxCubic()
    exitCount = exits
    startRound(now: now, next: next)
  }

  mutating func resume(idle: Int64, now: Int64, isApplicationLimited: Bool) {
    guard hasEpoch, idle > 0 else { return }
    epochStart = min(epochStart + idle / Self.tick, now / Self.tick)
  }

  mutating func observe(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow) {
    guard effect.roundTrip >= 0 else { return }
    // Round trips right after a recovery are ignored (`cubictcp_acked`).
    if hasEpoch && effect.now / Self.tick - epochStart < 1_000_000 / Self.tick { return }
    let delay = max(effect.roundTrip, 1)
    if minimumDelay == 0 || delay < minimumDelay { minimumDelay = delay }
    if !hasFoundExit && window.isInSlowStart { hystart(delay, effect, &window) }
  }

  private mutating func startRound(now: Int64, next: Int64) {
    roundStart = now
    lastAcknowledgment = now
    roundEnd = next
    roundMinimum = .max
    sampleCount = 0
  }

  /// HyStart: leaves slow start when the round's acknowledgments stretch over half the path or round trips grow.
  private mutating func hystart(
    _ delay: Int, _ effect: AcknowledgmentEffect, _ window: inout CongestionWindow
  ) {
    if roundEnd == Int64.min { roundEnd = effect.acknowledged - 1 }
    if effect.acknowledged > roundEnd { startRound(now: effect.now, next: effect.next) }
    guard window.size >= 16 else { return }
    if effect.now - lastAcknowledgment <= 2000 {
      lastAcknowledgment = effect.now
      if effect.now - roundStart > Int64((minimumDelay + 1000) >> 1) { hasFoundExit = true }
    }
    roundMinimum = min(roundMinimum, delay)
    if sampleCount < 8 {
      sampleCount += 1
    } else if roundMinimum > minimumDelay + min(max(minimumDelay >> 3, 4000), 16000) {
      hasFoundExit = true
    }
    if hasFoundExit {
      exitCount += 1
      window.threshold = window.size
    }
  }

  mutating func grow(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow) {
    var acknowledged = effect.delivered
    if window.isInSlowStart {
      acknowledged = window.slowStart(acknowledged)
      if acknowledged == 0 { return }
    }
    update(window.size, acknowledged, effect.now)
    window.growAdditively(acknowledged, interval: interval)
  }

  /// Computes how many acknowledged segments make the window grow by one.
  private mutating func update(_ window: Int, _ acknowledged: Int, _ now: Int64) {
    let tick = now / Self.tick
    acknowledgedCount += acknowledged
    if lastWindow == window && tick - lastTick <= 7 { return }
    if !(hasEpoch && tick == lastTick) {
      lastWindow = window
      lastTick = tick
      if !hasEpoch { startEpoch(window, acknowledged, tick) }
      // Bounded by more than a day, so that the products do not overflow.
      let delay = (Int64(min(minimumDelay, 1 << 40)) + Self.tick - 1) / Self.tick
      let ticks = tick - epochStart + delay
      let elapsed = max(0, min(ticks, 1 << 25)) << 10
      let offset = Int(min(abs(elapsed * Self.tick / 1_000_000 - Int64(inflection)), 1 << 17))
      let isBefore = elapsed * Self.tick / 1_000_000 < Int64(inflection)
      let delta = (Self.scale * offset * offset * offset) >> 40
      let target = isBefore ? origin - delta : origin + delta
      interval = target > window ? window / (target - window) : 100 * window
      // While the path's capacity is not known, the window grows by at least 5 % per round trip.
      if lastMaximum == 0 && interval > 20 { interval = 20 }
    }
    let step = (window * Self.friendliness) >> 3
    if step > 0 && acknowledgedCount > step {
      let steps = (acknowledgedCount - 1) / step
      acknowledgedCount -= steps * step
      renoWindow += steps
    }
    if renoWindow > window { interval = min(interval, window / (renoWindow - window)) }
    interval = max(interval, 2)
  }

  private mutating func startEpoch(_ window: Int, _ acknowledged: Int, _ tick: Int64) {
    hasEpoch = true
    epochStart = tick
    acknowledgedCount = acknowledged
    renoWindow = window
    if lastMaximum <= window {
      inflection = 0
      origin = window
    } else {
      inflection = Self.cubeRoot((1 << 40) / Self.scale * (lastMaximum - window))
      origin = lastMaximum
    }
  }

  /// The integer whose cube is closest below `value`.
  static func cubeRoot(_ value: Int) -> Int {
    var (low, high) = (0, 1 << 20)
    while low < high {
      let middle = (low + high + 1) >> 1
      if middle * middle * middle <= value { low = middle } else { high = middle - 1 }
    }
    return low
  }
}
