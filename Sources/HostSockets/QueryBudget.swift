/// Bounds how many questions the kernel is asked in a second, each about 25 µs.
struct QueryBudget {
  private static let perSecond: Int64 = 12_000
  private var second: Int64 = 0
  private var count: Int64 = 0
  /// Questions that were not asked.
  private(set) var skippedCount = 0

  /// Counts time that questions took beyond what was expected, in nanoseconds.
  mutating func spend(_ time: Int64) { count += max(time, 0) / 25_000 }

  /// Whether another question may be asked; one that costs as much as `weight` others.
  mutating func allows(_ weight: Int64 = 1, at time: Int64) -> Bool {
    let current = time / 1_000_000_000
    if current != second { (second, count) = (current, 0) }
    count += weight
    if count <= Self.perSecond { return true }
    skippedCount += 1
    return false
  }
}
