/// A one-sided cumulative sum (Page 1954): how much more came than was expected, since that began.
///
/// What is expected is taken off before: the sum stays at zero while no more than that comes, and grows by the
/// difference as soon as more does. It needs no knowledge of the rate that an attack will have.
struct CumulativeSum: Sendable {
  /// The excess since the sum last left zero.
  private(set) var value = 0.0

  /// What the sum is held down to, so that it falls again soon after a long excess.
  static var ceiling: Double { 240 }

  /// Adds what was observed, less what was expected.
  mutating func add(observed: Double, expected: Double) {
    value = min(max(value + observed - expected, 0), Self.ceiling)
  }

  /// Starts anew.
  mutating func reset() { value = 0 }
}
