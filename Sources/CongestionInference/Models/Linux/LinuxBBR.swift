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
  /// Bandwidth is in segments a microsecond, times 2^24.
  private static var bandwidthUnit: Int { 1 << 24 }

  private var pacingGain = LinuxBBR.highGain
  private var windowGain = LinuxBBR.highGain
  /// The largest bandwidth sample of each of the last ten rounds, and the rounds they are of.
  private var bandwidths = InlineSequences()
  private var rounds = InlineSequences()
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

  private var cycleIndex = 0
  private var cycleAt: Int64 = 0

  private var windowBefore = 0
  private var stateBefore = SenderState.open
  private var conservesPackets = false
  private var isRestarting = false
  private(set) var pacingRate = 0

  // Acknowledgments that come in clumps.
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

  /// Bandwidth in segments a second.
  var bandwidth: Int { Int(bandwidths[0]) }

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
    // A terabit a second is the most that the products below have room for.
    let delivered = min(effect.sampleDelivered, 1 << 24)
    let sample = min(
      Int64(delivered * Self.bandwidthUnit) / max(effect.sampleInterval, 1), 1 << 33)
    if !effect.isSampleApplicationLimited || sample >= bandwidths[0] { addBandwidth(sample) }
  }

  /// Kathleen Nichols' running maximum: the best three samples of ten rounds.
  private mutating func addBandwidth(_ sample: Int64) {
    let span: Int64 = 10
    if sample >= bandwidths[0] || roundCount - rounds[2] > span {
      for index in 0..<3 { set(index, sample, roundCount) }
      return
    }
    if sample >= bandwidths[1] {
      set(1, sample, roundCount)
      set(2, sample, roundCount)
    } else if sample >= bandwidths[2] {
      set(2, sample, roundCount)
    }
    let age = roundCount - rounds[0]
    if age > span {
      set(0, bandwidths[1], rounds[1])
      set(1, bandwidths[2], rounds[2])
      set(2, sample, roundCount)
      if roundCount - rounds[0] > span {
        set(0, bandwidths[1], rounds[1])
        set(1, bandwidths[2], rounds[2])
        set(2, sample, roundCount)
      }
    } else if rounds[1] == rounds[0] && age > span / 4 {
      set(1, sample, roundCount)
      set(2, sample, roundCount)
    } else if rounds[2] == rounds[1] && age > span / 2 {
      set(2, sample, roundCount)
    }
  }

  private mutating func set(_ index: Int, _ sample: Int64, _ round: Int64) {
    bandwidths[index] = sample
    rounds[index] = round
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
    let segments = min(pacingRate >> 10, 65_536 - 321) / max(effect.segmentSize, 1)
    return min(max(segments, pacingRate < 1_200_000 / 8 ? 1 : 2), 127)
  }

  private mutating func budget(_ window: Int, _ effect: AcknowledgmentEffect) -> Int {
    let size = (window + 3 * segmentsGoal(effect) + 1) & ~1
    return mode == .probeBandwidth && cycleIndex == 0 ? size + 2 : size
  }

  private mutating func updateCycle(_ effect: AcknowledgmentEffect) {
    guard mode == .probeBandwidth else { return }
    let isLong = effect.now - cycleAt > Int64(min(minimumRoundTrip, 1 << 40))
    let isNext: Bool
    switch cycleIndex {
    case 0:
      isNext =
        isLong && (effect.lost > 0 || effect.inFlightBefore >= budget(product(320), effect))
    case 1: isNext = isLong || effect.inFlightBefore <= budget(product(256), effect)
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
      window.threshold = budget(product(256), effect)
    }
    if mode == .drain && effect.inFlight <= budget(product(256), effect) {
      probeBandwidth(at: effect.now)
    }
  }

  /// The phase is drawn at random in the kernel; the middle of the cycle is as good as any.
  private mutating func probeBandwidth(at now: Int64) {
    mode = .probeBandwidth
    cycleIndex = 2
    cycleAt = now
  }

  private mutating func updateMinimum(
    _ effect: AcknowledgmentEffect, _ window: inout CongestionWindow
  ) {
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

  /// What is added to the window for acknowledgments that come in clumps.
  private var aggregation: Int {
    guard isPipeFull else { return 0 }
    return min(max(extra.0, extra.1), bandwidth * 100_000 / Self.bandwidthUnit)
  }

  mutating func grow(_ effect: AcknowledgmentEffect, _ window: inout CongestionWindow) {}
}
