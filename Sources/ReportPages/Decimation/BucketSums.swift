/// Sums over columns of time: bytes for a rate, events for a strip.
struct BucketSums: Sendable {
  private(set) var grid: TimeGrid
  private(set) var sums: [Double] = []
  /// The sum of all columns.
  private(set) var total = 0.0

  /// No sums.
  init(_ grid: TimeGrid) { self.grid = grid }

  /// Adds to the column of a time.
  mutating func add(_ value: Double, at time: Int64) {
    total += value
    for _ in 0..<grid.widen(for: time) { merge() }
    let index = grid.index(of: time)
    while sums.count <= index { sums.append(0) }
    sums[index] += value
  }

  private mutating func merge() { sums = Self.merged(sums, by: 2) }

  /// The sums of so many columns each.
  func merged(by count: Int) -> [Double] { Self.merged(sums, by: count) }

  private static func merged(_ sums: [Double], by count: Int) -> [Double] {
    stride(from: 0, to: sums.count, by: max(count, 1)).map { start in
      sums[start..<min(start + max(count, 1), sums.count)].reduce(0, +)
    }
  }
}
