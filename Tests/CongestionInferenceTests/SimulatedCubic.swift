import Foundation

/// CUBIC as RFC 9438 writes it, with slow start as RFC 9406 does, in floating point: segments and seconds.
///
/// For `SimulatedTransfer`; it knows nothing of the model that it is held against.
struct SimulatedCubic {
  // RFC 9438, sections 4.1 and 4.6.
  private static let scale = 0.4
  private static let beta = 0.7
  private static let alpha = 3 * (1 - beta) / (1 + beta)

  // RFC 9406, section 4.3.
  private static let leastThreshold = 0.004
  private static let greatestThreshold = 0.016
  private static let divisor = 8.0
  private static let sampleCount = 8
  private static let growthDivisor = 4.0
  private static let roundCount = 5
  private static let burst = 8

  private(set) var window: Double
  private(set) var threshold = Double.infinity

  // RFC 9438, section 4.1.2.
  private var maximum: Double?
  private var prior = 0.0
  private var estimate = 0.0
  private var epoch: Double?
  private var inflection = 0.0

  // RFC 9406, section 4.2.
  private var roundEnd: Int?
  private var lastMinimum = Double.infinity
  private var minimum = Double.infinity
  private var samples = 0
  private(set) var isConservative = false
  private var baseline = Double.infinity
  private var rounds = 0
  private var isFirstSlowStart = true
  /// The window with which HyStart++ left slow start.
  private(set) var exitWindow: Double?

  init(window: Double) { self.window = window }

  /// New data are acknowledged; `next` is what will be sent next.
  mutating func acknowledge(
    _ count: Int, upTo acknowledged: Int, next: Int, at now: Double, roundTrip: Double?,
    smoothed: Double
  ) {
    if window < threshold {
      slowStart(count, acknowledged, next, roundTrip)
      if window >= threshold { beginAvoidance(at: now) }
    } else {
      avoid(count, now, smoothed)
    }
  }

  private mutating func slowStart(
    _ count: Int, _ acknowledged: Int, _ next: Int, _ roundTrip: Double?
  ) {
    let amount = Double(min(count, Self.burst))
    window += isConservative ? amount / Self.growthDivisor : amount
    guard isFirstSlowStart else { return }
    if let roundTrip {
      minimum = min(minimum, roundTrip)
      samples += 1
    }
    if samples >= Self.sampleCount && lastMinimum < .infinity {
      if isConservative {
        if minimum < baseline {
          baseline = .infinity
          isConservative = false
        }
      } else {
        let rise = max(
          Self.leastThreshold, min(lastMinimum / Self.divisor, Self.greatestThreshold))
        if minimum >= lastMinimum + rise {
          baseline = minimum
          isConservative = true
          rounds = 0
        }
      }
    }
    guard let end = roundEnd else {
      roundEnd = next
      return
    }
    if acknowledged >= end {
      roundEnd = next
      (lastMinimum, minimum, samples) = (minimum, .infinity, 0)
      if isConservative {
        rounds += 1
        if rounds == Self.roundCount {
          threshold = window
          exitWindow = window
        }
      }
    }
  }

  /// The congestion avoidance stage begins (RFC 9438, sections 4.2, 4.8 and 4.10).
  mutating func beginAvoidance(at now: Double) {
    epoch = now
    estimate = window
    isFirstSlowStart = false
    if let maximum {
      inflection = cbrt((maximum - window) / Self.scale)
    } else {
      maximum = window
      prior = max(prior, window)
      inflection = 0
    }
  }

  private func cubic(_ time: Double) -> Double {
    Self.scale * pow(time - inflection, 3) + (maximum ?? window)
  }

  private mutating func avoid(_ count: Int, _ now: Double, _ smoothed: Double) {
    guard let epoch else { return }
    let segments = Double(count)
    estimate += (estimate >= prior ? 1 : Self.alpha) * segments / window
    let time = now - epoch
    if cubic(time) < estimate {
      // Section 4.3; a window that is above already is not made smaller.
      window = max(window, estimate)
      return
    }
    let target = min(max(cubic(time + smoothed), window), 1.5 * window)
    window += (target - window) / window * segments
  }

  /// A segment is lost: sections 4.6 and 4.7.
  mutating func lose(flight: Int) {
    prior = window
    maximum =
      maximum.map { window < $0 ? window * (1 + Self.beta) / 2 : window } ?? window
    threshold = max(Double(flight) * Self.beta, 2)
    window = threshold
    isFirstSlowStart = false
  }

  /// The retransmission timer ran out: section 4.8.
  mutating func timeOut(flight: Int) {
    lose(flight: flight)
    maximum = nil
    window = 1
  }
}
