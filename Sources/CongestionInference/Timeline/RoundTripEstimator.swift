/// Smoothed round-trip time and retransmission time-out as Linux computes them (`tcp_rtt_estimator`: RFC 6298, but the
/// variance decays at most once per window), in microseconds.
struct RoundTripEstimator {
  /// Eight times the smoothed round-trip time (`srtt_us`); 0 before the first sample.
  private(set) var smoothedTimesEight = 0
  /// Four times the mean deviation (`mdev_us`), its maximum in the present window (`mdev_max_us`), and smoothed over
  /// windows (`rttvar_us`).
  private var deviationTimesFour = 0
  private var deviationMaximum = 0
  private(set) var variance = 0
  /// The sequence number whose acknowledgment ends the present window (`rtt_seq`).
  private var windowEnd: Int64 = 0
  /// The smallest sample of the last five minutes.
  private(set) var minimum = Int.max
  private var minimumAt: Int64 = 0
  /// The largest sample.
  private(set) var maximum = 0
  private(set) var sampleCount = 0

  /// The least variance, and the least time-out (`TCP_RTO_MIN`).
  static var varianceFloor: Int { 200_000 }
  /// The time-out before the first sample (`TCP_TIMEOUT_INIT`; RFC 6298, section 2.1).
  static var initialTimeout: Int { 1_000_000 }
  private static var minimumWindow: Int64 { 300_000_000 }

  var smoothed: Int { smoothedTimesEight >> 3 }

  /// The time-out without back-off.
  var timeout: Int {
    smoothedTimesEight == 0
      ? Self.initialTimeout : min(max(smoothed + variance, Self.varianceFloor), 120_000_000)
  }

  /// The time-out of RFC 6298 with the variance as it is, and the least one of stacks in use, 200 ms.
  var standardTimeout: Int {
    smoothedTimesEight == 0
      ? Self.initialTimeout : max(smoothed + deviationTimesFour, Self.varianceFloor)
  }

  mutating func updateMinimum(_ sample: Int, at now: Int64) {
    if sample <= minimum || now - minimumAt > Self.minimumWindow {
      minimum = max(sample, 1)
      minimumAt = now
    }
  }

  /// Adds a sample; `acknowledged` and `next` are SND.UNA and SND.NXT.
  mutating func add(_ sample: Int, acknowledged: Int64, next: Int64) {
    sampleCount &+= 1
    maximum = max(maximum, sample)
    guard smoothedTimesEight != 0 else {
      smoothedTimesEight = max(1, sample << 3)
      deviationTimesFour = sample << 1
      variance = max(deviationTimesFour, Self.varianceFloor)
      deviationMaximum = variance
      windowEnd = next
      return
    }
    var error = sample - smoothed
    smoothedTimesEight = max(1, smoothedTimesEight + error)
    if error < 0 {
      error = -error - (deviationTimesFour >> 2)
      // A sample far below the mean must not lengthen the time-out.
      if error > 0 { error >>= 3 }
    } else {
      error -= deviationTimesFour >> 2
    }
    deviationTimesFour += error
    if deviationTimesFour > deviationMaximum {
      deviationMaximum = deviationTimesFour
      variance = max(variance, deviationMaximum)
    }
    if acknowledged > windowEnd {
      if deviationMaximum < variance { variance -= (variance - deviationMaximum) >> 2 }
      windowEnd = next
      deviationMaximum = Self.varianceFloor
    }
  }
}
