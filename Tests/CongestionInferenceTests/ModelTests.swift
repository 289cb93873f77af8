import Testing

@testable import CongestionInference

/// The kernel's arithmetic against figures from its documentation, from RFCs and from packetdrill's scripts.
@Suite struct `Window models` {
  private func acknowledged(_ count: Int, inFlight: Int = 0) -> AcknowledgmentEffect {
    var effect = AcknowledgmentEffect()
    effect.delivered = count
    effect.mayGrow = true
    effect.inFlight = inFlight
    effect.advances = true
    return effect
  }

  private func fill<A>(_ model: inout LinuxModel<A>, _ count: Int) {
    model.validate(
      SentBurst(
        now: 0, acknowledged: 0, next: Int64(count), outstanding: count, inFlight: count,
        timeout: 200_000, isOpen: true, hasBacklog: true))
  }

  @Test func `slow start counts segments, however many one acknowledgment covers`() {
    var model = LinuxModel<LinuxReno>()
    fill(&model, 10)
    model.acknowledge(acknowledged(2))
    #expect(model.window.size == 12)
    model.acknowledge(acknowledged(8))
    #expect(model.window.size == 20)
  }

  // packetdrill, tcp_slow_start_slow-start-app-limited-9-packets-out: nine of ten sent, growth ends at 18.
  @Test func `a window of which nine tenths are used grows to twice the used part`() {
    var model = LinuxModel<LinuxReno>()
    fill(&model, 9)
    for _ in 0..<9 { model.acknowledge(acknowledged(1)) }
    #expect(model.window.size == 18)
  }

  @Test(arguments: [(10, 5), (20, 10), (50, 25), (100, 50), (3, 2)])
  func `Reno halves`(window: Int, threshold: Int) {
    var reno = LinuxReno()
    #expect(
      reno.reducedThreshold(of: CongestionWindow(size: window, threshold: 5)) == threshold)
  }

  @Test(arguments: [(10, 7), (20, 14), (50, 35), (100, 70)])
  func `CUBIC keeps seven tenths`(window: Int, threshold: Int) {
    var cubic = LinuxCubic()
    #expect(
      cubic.reducedThreshold(of: CongestionWindow(size: window, threshold: 5)) == threshold)
  }

  // K = cbrt(W / 0.4004) seconds, RFC 9438, section 4.2, in 1/1024 s.
  @Test(arguments: [(3, 1.96), (10, 2.92), (30, 4.22), (100, 6.30), (300, 9.08)])
  func `CUBIC reaches its old maximum after K`(deficit: Int, seconds: Double) {
    let ticks = LinuxCubic.cubeRoot((1 << 40) / 410 * deficit)
    #expect(abs(Double(ticks) / 1024 - seconds) < 0.01)
  }

  @Test func `Reno's avoidance adds one segment for each window acknowledged`() {
    var model = LinuxModel<LinuxReno>()
    model.window = CongestionWindow(size: 10, threshold: 10)
    fill(&model, 10)
    for _ in 0..<9 { model.acknowledge(acknowledged(1)) }
    #expect(model.window.size == 10)
    model.acknowledge(acknowledged(1))
    #expect(model.window.size == 11)
  }

  // packetdrill, tcp_slow_start_slow-start-after-idle: a window of 36 is 10 after two seconds of silence.
  @Test func `an idle window falls to the initial one`() {
    var model = LinuxModel<LinuxReno>()
    model.window = CongestionWindow(size: 36, threshold: CongestionWindow.unlimited)
    model.restart(after: 2_000_000, timeout: 200_000, now: 3_000_000)
    #expect(model.window.size == 10)
  }

  @Test func `a pause within the time-out changes nothing`() {
    var model = LinuxModel<LinuxReno>()
    model.window = CongestionWindow(size: 36, threshold: 20)
    model.restart(after: 199_000, timeout: 200_000, now: 3_000_000)
    #expect(model.window.size == 36)
  }

  // RFC 6937, section 3.1: while the pipe is above the threshold, sent = ceil(delivered * threshold / before).
  @Test func `proportional rate reduction sends one for two delivered when it halves`() {
    var model = LinuxModel<LinuxReno>()
    model.window = CongestionWindow(size: 20, threshold: CongestionWindow.unlimited)
    model.beginReduction()
    #expect(model.window.threshold == 10)
    for delivered in 1...8 {
      var effect = acknowledged(1, inFlight: 20 - delivered)
      effect.state = .recovery
      effect.reductionDelivered = delivered
      effect.reductionSent = (delivered + 1) / 2 - (delivered % 2 == 1 ? 1 : 0)
      model.acknowledge(effect)
      #expect(model.window.size - effect.inFlight == (delivered % 2 == 1 ? 1 : 0))
    }
  }

  @Test func `undoing a reduction brings window and threshold back`() {
    var model = LinuxModel<LinuxReno>()
    model.window = CongestionWindow(size: 40, threshold: 30)
    model.saveThreshold(isReducing: false)
    model.beginReduction()
    model.window.size = 12
    model.undoReduction()
    #expect(model.window.size == 40)
    #expect(model.window.threshold == 30)
  }

  // RFC 6298, section 2.2: with the first sample R, RTO = R + 4 * R / 2.
  @Test func `the first round trip of 100 ms gives a time-out of 300 ms`() {
    var estimator = RoundTripEstimator()
    #expect(estimator.timeout == 1_000_000)
    estimator.add(100_000, acknowledged: 1, next: 1)
    #expect(estimator.smoothed == 100_000)
    #expect(estimator.timeout == 300_000)
  }

  // RFC 6298, section 2.3: SRTT = 7/8 SRTT + 1/8 R'.
  @Test func `a second round trip moves the mean by an eighth`() {
    var estimator = RoundTripEstimator()
    estimator.add(100_000, acknowledged: 1, next: 1)
    estimator.add(180_000, acknowledged: 1, next: 1)
    #expect(estimator.smoothed == 110_000)
  }
}
