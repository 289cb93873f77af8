/// Counts queueing delays in classes of a quarter of an octave, for quantiles in bounded memory.
struct DelayHistogram {
  private var counts = InlineArray<96, UInt32>(repeating: 0)
  private(set) var total: UInt64 = 0

  /// Counts a delay in microseconds.
  mutating func add(_ delay: Int) {
    let index = Self.index(delay)
    if counts[index] < .max { counts[index] += 1 }
    total += 1
  }

  /// The lower edge, in microseconds, of the class that holds a quantile.
  func quantile(_ share: Double) -> Int {
    let wanted = UInt64((Double(total) * share).rounded(.up))
    var sum: UInt64 = 0
    for index in counts.indices {
      sum += UInt64(counts[index])
      if sum >= max(wanted, 1) { return Self.edge(index) }
    }
    return 0
  }

  private static func index(_ delay: Int) -> Int {
    guard delay >= 4 else { return max(delay, 0) }
    let octave = Int.bitWidth - 1 - delay.leadingZeroBitCount
    let quarter = (delay >> (octave - 2)) & 3
    return min(octave * 4 - 4 + quarter, 95)
  }

  private static func edge(_ index: Int) -> Int {
    guard index >= 4 else { return index }
    let octave = (index + 4) / 4
    return (4 + index % 4) << (octave - 2)
  }
}
