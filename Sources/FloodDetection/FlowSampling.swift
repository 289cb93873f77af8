/// Which attempts are tracked when there are more than the table can hold for long enough.
///
/// An attempt is tracked when some bits of its hash are zero, so that all packets of a handshake share its fate; the fewer
/// are tracked, the more each stands for.
struct FlowSampling {
  /// The binary logarithm of how many attempts a tracked one stands for now.
  private(set) var shift = 0

  /// The least and the most that it was in the last ticks.
  private(set) var leastShift = 0
  private(set) var mostShift = 0

  private var history = InlineArray<32, UInt8>(repeating: 0)
  private var position = 0
  private var tracked = 0
  private let budget: Int

  private static var limit: Int { 15 }

  /// Sampling that tracks about `budget` attempts in a tick at most.
  init(budget: Int) { self.budget = max(budget, 8) }

  /// Whether the bits that `shift` speaks of are zero.
  static func holds(_ key: UInt64, _ shift: Int) -> Bool {
    key >> 40 & (1 << UInt64(shift) &- 1) == 0
  }

  /// Whether all attempts are tracked and were for a while.
  var isSettled: Bool { mostShift == 0 && tracked == 0 }

  /// Counts an attempt that is tracked.
  mutating func count() {
    tracked += 1
    guard tracked >= budget, shift < Self.limit else { return }
    shift += 1
    mostShift = max(mostShift, shift)
    // Of those that come in the rest of the tick half as many are tracked.
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
