import Testing

@testable import CongestionInference

/// CUBIC of RFC 9438 and HyStart++ of RFC 9406, one model alone, against windows computed by hand from their formulas.
@Suite struct `CUBIC of the RFCs` {
  /// A flow that acknowledges each segment by itself, evenly spread over round trips.
  struct Flow {
    var cubic = StandardCubic()
    var window = RFCWindow()
    var now: Int64 = 1_000_000
    var acknowledged: Int64 = 0

    /// Segments, with their fraction.
    var size: Double { Double(window.size) / 65536 }

    mutating func set(_ segments: Int) { window.size = segments << RFCWindow.shift }

    /// A loss with a full window outstanding, and the recovery that follows.
    mutating func lose() {
      window.threshold = cubic.reducedThreshold(of: window, outstanding: Int(size))
      window.size = window.threshold
      cubic.beginAvoidance(at: now, window)
    }

    /// `segments` are acknowledged at once.
    mutating func acknowledge(_ segments: Int = 1, roundTrip: Int, next: Int64 = 0) {
      acknowledged += Int64(segments)
      var effect = AcknowledgmentEffect()
      effect.now = now
      effect.acknowledged = acknowledged
      effect.next = next
      effect.advances = true
      effect.advancedSegments = segments
      effect.delivered = segments
      effect.roundTrip = roundTrip
      effect.smoothedRoundTrip = roundTrip
      cubic.grow(effect, &window)
    }

    /// Acknowledgments come for a time, a window of them each round trip.
    mutating func run(microseconds: Int64, roundTrip: Int) {
      let end = now + microseconds
      while now < end {
        now += max(Int64(Double(roundTrip) / size), 1)
        acknowledge(roundTrip: roundTrip)
      }
    }

    /// A round trip of slow start: a window of acknowledgments with one round-trip time.
    ///
    /// With the last of them a window is outstanding anew.
    mutating func round(_ roundTrip: Int) {
      let end = acknowledged + Int64(size)
      while acknowledged + 1 < end { acknowledge(roundTrip: roundTrip, next: end) }
      var ahead = self
      ahead.acknowledge(roundTrip: roundTrip, next: end)
      acknowledge(roundTrip: roundTrip, next: end + Int64(ahead.size))
    }
  }

  // 0.7 of 1,000 segments is left. K = cbrt((1000 - 700) / 0.4) = 9.086 s, and W(t) = 0.4 (t - K)^3 + 1000. A window
  // goes towards W(t + RTT) by a round trip's share, so that it is at W(t) but for the curve within a round trip.
  @Test func `the window is the cubic function of the time since the loss`() {
    var flow = Flow()
    flow.set(1000)
    flow.lose()
    #expect(abs(flow.size - 700) < 0.5)
    let expected = [
      (2.0, 857.7), (4, 947.4), (6, 988.2), (9.086, 1000), (12, 1009.9), (15, 1082.7),
    ]
    var before = 0.0
    for (seconds, window) in expected {
      flow.run(microseconds: Int64((seconds - before) * 1_000_000), roundTrip: 100_000)
      before = seconds
      #expect(abs(flow.size - window) < 1.5, "\(flow.size) after \(seconds) s")
    }
  }

  // The first loss at 100 leaves 70 and W_max = 100. The next comes with the window at 70, below that W_max: W_max is
  // 70 * 1.7 / 2 = 59.5 and the window 49, so that K = cbrt(10.5 / 0.4) = 2.972 s. Then the cubic function stands at
  // 59.5; the Reno estimate with round trips of one second is at 49 + 0.529 * 3 = 50.6 only.
  @Test func `a loss below the last maximum lowers the maximum`() {
    var flow = Flow()
    flow.set(100)
    flow.lose()
    #expect(abs(flow.size - 70) < 0.1)
    flow.lose()
    #expect(abs(flow.size - 49) < 0.1)
    flow.run(microseconds: 2_972_000, roundTrip: 100_000)
    // The Reno estimate is 49 + 0.529 * 29.7 * (about 1): above the cubic function.
    #expect((59.5...66).contains(flow.size))
    var slow = Flow()
    slow.set(100)
    slow.lose()
    slow.lose()
    for _ in 0..<4 { slow.run(microseconds: 743_000, roundTrip: 1_000_000) }
    #expect(abs(slow.size - 59.5) < 0.6)
  }

  // With a window of 20 and a round trip of 10 ms the cubic function needs K = cbrt(6 / 0.4) = 2.466 s, 247 round trips.
  // A Reno flow that backs off to 0.7 grows 3 * 0.3 / 1.7 = 0.529 segments a round trip from 14: 16.6 after five. Once
  // it has the 20 of before, after 11.3, it grows a segment a round trip: 30 after 21.3.
  @Test func `where Reno is faster the window is Reno's`() {
    var flow = Flow()
    flow.set(20)
    flow.lose()
    for (rounds, window) in [(5, 16.65), (6, 19.82), (10, 29.7)] {
      flow.run(microseconds: Int64(rounds) * 10_000, roundTrip: 10_000)
      #expect(abs(flow.size - window) < 0.7, "\(flow.size)")
    }
  }

  // After a time-out K is 0 and W_max the window with which avoidance begins: 10. W(3) = 10 + 0.4 * 27 = 20.8.
  @Test func `after a time-out the cubic function begins at its inflection`() {
    var flow = Flow()
    flow.set(100)
    flow.window.threshold = flow.cubic.reducedThreshold(of: flow.window, outstanding: 100)
    flow.cubic.timeOut()
    flow.set(10)
    flow.window.threshold = flow.window.size
    flow.run(microseconds: 3_000_000, roundTrip: 500_000)
    #expect(abs(flow.size - 20.8) < 1)
  }

  // Rounds of 100 ms, 100 ms and 112.5 ms: the third is above the second by an eighth, as its eighth sample shows.
  // 10 and 10 more, 20 more, then 8 and a quarter of the 32 others; then a quarter of each round. The fifth round that
  // is conservative, the part counted as one, ends slow start: 10, 20, 40, 56, 70, 87.5, 109.25 (87 are
  // acknowledged), 136.5 (109).
  @Test func `slow start is conservative from the eighth sample, and over after five rounds`() {
    var flow = Flow()
    for (roundTrip, window) in [
      (100_000, 20.0), (100_000, 40), (112_500, 56), (112_500, 70), (112_500, 87.5),
      (112_500, 109.25),
    ] {
      flow.round(roundTrip)
      #expect(flow.size == window)
      #expect(flow.window.isInSlowStart)
    }
    flow.round(112_500)
    #expect(flow.size == 136.5)
    #expect(flow.window.threshold == flow.window.size)
  }

  // A rise by less than 4 ms, or an eighth, is not one; 16 ms are one however long the path.
  @Test(arguments: [
    (20_000, 23_999, false), (20_000, 24_000, true), (80_000, 89_999, false),
    (80_000, 90_000, true), (400_000, 415_999, false), (400_000, 416_000, true),
  ])
  func `a rise of the round trip counts from an eighth, 4 ms at least and 16 ms at most`(
    _ before: Int, _ after: Int, _ isRise: Bool
  ) {
    var flow = Flow()
    flow.round(before)
    flow.round(before)
    flow.round(after)
    #expect(flow.size == (isRise ? 56 : 80))
  }

  @Test func `a round trip below that at the start of CSS resumes slow start`() {
    var flow = Flow()
    for roundTrip in [100_000, 100_000, 112_500] { flow.round(roundTrip) }
    #expect(flow.size == 56)
    // Eight samples below: seven and the eighth count a quarter, the other 48 one each.
    flow.round(112_000)
    #expect(flow.size == 56 + 2 + 48)
    #expect(flow.window.isInSlowStart)
  }

  @Test func `an acknowledgment of more than eight segments adds eight`() {
    var flow = Flow()
    flow.acknowledge(20, roundTrip: 100_000, next: 100)
    #expect(flow.size == 18)
  }

  @Test func `a slow start after a time-out knows its threshold and needs no HyStart`() {
    var flow = Flow()
    flow.set(200)
    flow.window.threshold = flow.cubic.reducedThreshold(of: flow.window, outstanding: 200)
    flow.cubic.timeOut()
    flow.set(10)
    for roundTrip in [100_000, 100_000, 150_000] { flow.round(roundTrip) }
    #expect(flow.size == 80)
  }
}
