/// BBR version 1 as Linux has it: a model of the path (bandwidth, round trip), and a window of twice its product.
struct LinuxBBR: LinuxAlgorithm {
  static var id: SenderModelID { .linuxBBR }
  static var name: AlgorithmName { .bbr }
  static var steersWindow: Bool { true }

  enum Mode: UInt8 { case startup, drain, probeBandwidth, probeRoundTrip }

  private(set) var mode = Mode.startup

  /// Gains in 1/256.
  private static var unit: Int { 256 }
  private static var highGain: Int { 739 }
  private static var drainGain: Int { 88 }
  /// Bandwidth is in segments per microsecond, times 2^24 (`BW_UNIT`).
  private static var bandwidthUnit: Int { 1 << 24 }

  private var pacingGain = LinuxBBR.highGain
  private var windowGain = LinuxBBR.highGain
  /// The largest bandwidth sample of the last ten rounds.
  private var bandwidths = WindowedMaximum()
  private var roundCount: Int64 = 0
  private var roundEnd = 0
  private var isRoundStart = false

  private(set) var minimumRoundTrip = Int.max
  private var minimumAt: Int64 = 0
  private var probeEnd: Int64 = 0
  private var isProbeRoundDone = false

  private var fullBandwidth = 0
  private var fullCount = 0
  private(set) var isPipeFull = false

  /// The last round that this mode may last.
  private var drainEnd: Int64 = 0
  private var cycleIndex = 0
  private var cycleAt: Int64 = 0

  private var windowBefore = 0
  private var stateBefore = SenderState.open
  private var conservesPackets = false
  private var isRestarting = false
  private(set) var pacingRate = 0

  // Aggregated acknowledgments (`ack_epoch_mstamp`, `extra_acked`).
  private var epochAt: Int64 = 0
  private var epochAcknowledged = 0
  private var extra = (0, 0)
  private var extraRounds = 0
  private var extraIndex = 0

  init() {}

  var phase: SenderPhase? {
    switch mode {
    case .startup: .startup
    case .drain: .drain
    case .probeBandwidth: .probeBandwidth
    case .probeRoundTrip: .probeRoundTrip
    }
  }

  var slowStartExit: SlowStartExit.Cause? { isPipeFull ? .bandwidthPlateau : nil }

  /// Its bandwidth and its place in the gain cycle are known to a segment or two only.
  func uncertainty(of window: CongestionWindow) -> Int { Calibration.BBR.uncertainty << 4 }

  /// Bandwidth in segments per second.
  var bandwidth: Int { Int(bandwidths.value) }

  mutating func reducedThreshold(of window: CongestionWindow) -> Int {
    saveWindow(window.size)
    return window.threshold
  }

  mutating func restoredWindow(_ window: CongestionWindow, before: Int) -> Int {
    fullBandwidth = 0
    fullCount = 0
    return window.size
  }

  mutating func enter(_ state: SenderState, _ window: CongestionWindow, now: Int64, next: Int64) {
    guard state == .loss else { return }
    stateBefore = .loss
    fullBandwidth = 0
    isRoundStart = true
  }

  mutating func resume(idle: Int64, now: Int64, isApplicationLimited: Bool) {
    guard isApplicationLimited else { return }
    isRestarting = true
    epochAt = now
    epochAcknowledged = 0
  }

  private mutating func saveWindow(_ size: Int) {
    if stateBefore < .recovery && mode != .probeRoundTrip {
      windowBefore = size
    } else {
      windowBefore = max(windowBefore, size)
    }
  }

  mutating func control(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow) {
    updateBandwidth(effect)
    updateAggregation(effect, window)
    updateCycle(effect)
    checkFullPipe(effect)
    checkDrain(effect, &window)
    updateMinimum(effect, &window)
    switch mode {
    case .startup: (pacingGain, windowGain) = (Self.highGain, Self.highGain)
    case .drain: (pacingGain, windowGain) = (Self.drainGain, Self.highGain)
    case .probeBandwidth:
      pacingGain = cycleIndex == 0 ? 320 : cycleIndex == 1 ? 192 : 256
      windowGain = 512
    case .probeRoundTrip: (pacingGain, windowGain) = (256, 256)
    }
    updatePacing(effect, window)
    setWindow(effect, &window)
  }

  private mutating func updateBandwidth(_ effect: AcknowledgmentEffect) {
    isRoundStart = false
    guard effect.sampleDelivered >= 0, effect.sampleInterval > 0 else { return }
    if effect.sampleDeliveredBefore >= roundEnd {
      roundEnd = effect.deliveredTotal
      roundCount += 1
      isRoundStart = true
      conservesPackets = false
    }
    // Bounds the products below: they overflow beyond a terabit per second.
    let delivered = min(effect.sampleDelivered, 1 << 24)
    let sample = min(
      Int64(delivered * Self.bandwidthUnit) / max(effect.sampleInterval, 1), 1 << 33)
    if !effect.isSampleApplicationLimited || sample >= bandwidths.value {
      bandwidths.add(sample, in: roundCount)
    }
  }

  private mutating func updateAggregation(
    _ effect: AcknowledgmentEffect, _ window: CongestionWindow
  ) {
    guard effect.delivered > 0, effect.sampleDelivered >= 0, effect.sampleInterval > 0 else {
      return
    }
    if isRoundStart {
      extraRounds = min(extraRounds + 1, 31)
      if extraRounds >= 5 {
        extraRounds = 0
        extraIndex = 1 - extraIndex
        if extraIndex == 0 { extra.0 = 0 } else { extra.1 = 0 }
      }
    }
    let elapsed = Int(max(0, min(effect.now - epochAt, 1 << 26)))
    var expected = bandwidth * elapsed / Self.bandwidthUnit
    if epochAcknowledged <= expected || epochAcknowledged + effect.delivered >= 1 << 20 {
      epochAcknowledged = 0
      epochAt = effect.now
      expected = 0
    }
    epochAcknowledged = min(epochAcknowledged + effect.delivered, 0xf_ffff)
    let surplus = min(epochAcknowledged - expected, window.size)
    if extraIndex == 0 { extra.0 = max(extra.0, surplus) } else { extra.1 = max(extra.1, surplus) }
  }

  /// The product of bandwidth and delay with a gain, in segments.
  private func product(_ gain: Int) -> Int {
    if minimumRoundTrip == .max { return 10 }
    let product = bandwidth * min(minimumRoundTrip, 1 << 26)
    return ((product >> 8) * gain + Self.bandwidthUnit - 1) / Self.bandwidthUnit
  }

  private func segmentsGoal(_ effect: AcknowledgmentEffect) -> Int {
    if effect.departsSingly { return 1 }
    let segments = min(pacingRate >> 10, 65_536 - 321) / max(effect.segmentSize, 1)
    return min(max(segments, pacingRate < 1_200_000 / 8 ? 1 : 2), 127)
  }

  private mutating func budget(_ window: Int, _ effect: AcknowledgmentEffect) -> Int {
    let size = (window + 3 * segmentsGoal(effect) + 1) & ~1
    return mode == .probeBandwidth && cycleIndex == 0 ? size + 2 : size
  }

  /// Segments in the network at the departure time of the next one, with its pacing (`bbr_packets_in_net_at_edt`).
  private func inNetwork(_ inFlight: Int, _ effect: AcknowledgmentEffect) -> Int {
    let goal = segmentsGoal(effect)
    let interval =
      pacingRate > 0 ? Int64(min(goal * effect.segmentSize * 1_000_000 / pacingRate, 1 << 26)) : 0
    let wait = Int(max(0, min(effect.lastSentAt + interval - effect.now, 1 << 26)))
    let delivered = bandwidth * wait / Self.bandwidthUnit
    return max(inFlight + (pacingGain > Self.unit ? goal : 0) - delivered, 0)
  }

  private mutating func updateCycle(_ effect: AcknowledgmentEffect) {
    guard mode == .probeBandwidth else { return }
    let isLong = effect.now - cycleAt > Int64(min(minimumRoundTrip, 1 << 40))
    let isNext: Bool
    switch cycleIndex {
    case 0:
      isNext =
        isLong
        && (effect.lost > 0
          || inNetwork(effect.inFlightBefore, effect) >= budget(product(320), effect))
    case 1:
      isNext = isLong || inNetwork(effect.inFlightBefore, effect) <= budget(product(256), effect)
    default: isNext = isLong
    }
    if isNext {
      cycleIndex = (cycleIndex + 1) & 7
      cycleAt = effect.now
    }
  }

  private mutating func checkFullPipe(_ effect: AcknowledgmentEffect) {
    guard !isPipeFull, isRoundStart, !effect.isSampleApplicationLimited else { return }
    if bandwidth >= fullBandwidth * 320 / 256 {
      fullBandwidth = bandwidth
      fullCount = 0
      return
    }
    fullCount += 1
    isPipeFull = fullCount >= 3
  }

  private mutating func checkDrain(
    _ effect: AcknowledgmentEffect, _ window: inout CongestionWindow
  ) {
    if mode == .startup && isPipeFull {
      mode = .drain
      drainEnd = roundCount + Calibration.BBR.drainRounds
      window.threshold = budget(product(256), effect)
    }
    // The flight falls by two thirds of the path in a round; if it does not, the sender has left this mode before.
    if mode == .drain
      && (inNetwork(effect.inFlight, effect) <= budget(product(256), effect)
        || roundCount > drainEnd)
    {
      probeBandwidth(at: effect.now)
    }
  }

  /// Enters PROBE_BW in the middle of the cycle (`bbr_reset_probe_bw_mode`); the kernel chooses the phase at random.
  private mutating func probeBandwidth(at now: Int64) {
    mode = .probeBandwidth
    cycleIndex = 2
    cycleAt = now
  }

  private mutating func updateMinimum(
    _ effect: AcknowledgmentEffect, _ window: inout CongestionWindow
  ) {
    if minimumRoundTrip == .max && effect.minimumRoundTrip != .max {
      // The handshake's round trip is the first (`bbr_init`).
      minimumRoundTrip = max(effect.minimumRoundTrip, 1)
      minimumAt = effect.now - Int64(min(effect.smoothedRoundTrip, 1 << 30))
    }
    let isOld = minimumRoundTrip != .max && effect.now > minimumAt + 10_000_000
    if effect.roundTrip >= 0 && (effect.roundTrip < minimumRoundTrip || isOld) {
      minimumRoundTrip = max(effect.roundTrip, 1)
      minimumAt = effect.now
    }
    if isOld && !isRestarting && mode != .probeRoundTrip {
      mode = .probeRoundTrip
      saveWindow(window.size)
      probeEnd = 0
    }
    if mode == .probeRoundTrip {
      if probeEnd == 0 && effect.inFlight <= 4 {
        probeEnd = effect.now + 200_000
        isProbeRoundDone = false
        roundEnd = effect.deliveredTotal
      } else if probeEnd != 0 {
        if isRoundStart { isProbeRoundDone = true }
        if isProbeRoundDone && effect.now > probeEnd {
          minimumAt = effect.now
          window.size = max(window.size, windowBefore)
          if isPipeFull { probeBandwidth(at: effect.now) } else { mode = .startup }
        }
      }
    }
    if effect.delivered > 0 { isRestarting = false }
  }

  private mutating func updatePacing(
    _ effect: AcknowledgmentEffect, _ window: CongestionWindow
  ) {
    let perSecond = min(bandwidth, 1 << 30) * effect.segmentSize >> 8
    let rate = ((perSecond * pacingGain >> 8) * 1_000_000 >> 16) / 100 * 99
    if isPipeFull || rate > pacingRate { pacingRate = rate }
  }

  private mutating func setWindow(
    _ effect: AcknowledgmentEffect, _ window: inout CongestionWindow
  ) {
    var size = window.size
    if effect.delivered > 0 {
      if effect.lost > 0 { size = max(size - effect.lost, 1) }
      if effect.state == .recovery && stateBefore != .recovery {
        conservesPackets = true
        roundEnd = effect.deliveredTotal
        size = effect.inFlight + effect.delivered
      } else if stateBefore >= .recovery && effect.state < .recovery {
        size = max(size, windowBefore)
        conservesPackets = false
      }
      stateBefore = effect.state
      if conservesPackets {
        size = max(size, effect.inFlight + effect.delivered)
      } else {
        let target = budget(product(windowGain) + aggregation, effect)
        if isPipeFull {
          size = min(size + effect.delivered, target)
        } else if size < target || effect.deliveredTotal < 10 {
          size += effect.delivered
        }
        size = max(size, 4)
      }
    }
    if mode == .probeRoundTrip { size = min(size, 4) }
    window.size = size
  }

  /// The segments added to the window for aggregated acknowledgments (`bbr_ack_aggregation_cwnd`).
  private var aggregation: Int {
    guard isPipeFull else { return 0 }
    return min(max(extra.0, extra.1), bandwidth * 100_000 / Self.bandwidthUnit)
  }

  mutating func grow(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow) {}
}
