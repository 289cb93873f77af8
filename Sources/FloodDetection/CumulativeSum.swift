/// A one-sided cumulative sum (CUSUM, Page 1954): the excess over the expected number.
///
/// The sum stays at zero while observations do not exceed the expectation, and grows by the difference when they do.
/// The rate of a future attack need not be known.
struct CumulativeSum: Sendable {
  /// The excess since the sum last left zero.
  private(set) var value = 0.0

  /// The upper bound, so that the sum falls soon after a long excess.
  static var ceiling: Double { 240 }

  /// Adds the difference of an observation and its expectation.
  mutating func add(observed: Double, expected: Double) {
    value = min(max(value + observed - expected, 0), Self.ceiling)
  }

  /// Resets the sum to zero.
  mutating func reset() { value = 0 }
}
