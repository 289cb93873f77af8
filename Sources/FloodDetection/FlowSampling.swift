/// Samples attempts when there are more than the table can hold long enough.
///
/// An attempt is tracked if the lowest `shift` of some bits of its hash are zero, so that all packets of a handshake are
/// treated alike. Each tracked attempt then represents 2^`shift` attempts.
struct FlowSampling {
  /// The binary logarithm of how many attempts a tracked one represents now.
  private(set) var shift = 0

  /// The smallest and the largest `shift` of the last 32 ticks.
  private(set) var leastShift = 0
  private(set) var mostShift = 0

  private var history = InlineArray<32, UInt8>(repeating: 0)
  private var position = 0
  private var tracked = 0
  private let budget: Int

  private static var limit: Int { 15 }

  /// Samples at most about `budget` attempts in a tick.
  init(budget: Int) { self.budget = max(budget, 8) }

  /// Whether a hash is in the sample of a `shift`.
  static func holds(_ key: UInt64, _ shift: Int) -> Bool {
    key >> 40 & (1 << UInt64(shift) &- 1) == 0
  }

  /// Whether all attempts are tracked, and were in the last ticks.
  var isSettled: Bool { mostShift == 0 && tracked == 0 }

  /// Counts a tracked attempt.
  mutating func count() {
    tracked += 1
    guard tracked >= budget, shift < Self.limit else { return }
    shift += 1
    mostShift = max(mostShift, shift)
    // In the rest of the tick half as many are tracked.
    tracked = budget / 2
  }

  /// Ends a tick.
  mutating func endTick() {
    history[position] = UInt8(shift)
    position = (position + 1) & 31
    if shift > 0 && tracked < budget / 4 { shift -= 1 }
    tracked = 0
    leastShift = shift
    mostShift = shift
    for index in 0..<32 {
      leastShift = min(leastShift, Int(history[index]))
      mostShift = max(mostShift, Int(history[index]))
    }
  }
}
