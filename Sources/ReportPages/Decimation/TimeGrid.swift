/// Columns of equal width, which a time is in: the buckets of curves and sums.
struct TimeGrid: Equatable, Sendable {
  /// The columns of a new grid.
  static var columnCount: Int { 2880 }

  /// The left edge of the first column, in nanoseconds.
  let origin: Int64
  /// The width of a column, in nanoseconds.
  private(set) var width: Int64
  /// The most columns.
  let limit: Int

  /// Columns for a span of nanoseconds from `origin` on.
  init(origin: Int64, span: Int64, limit: Int = Self.columnCount) {
    self.origin = origin
    self.limit = max(limit, 2)
    width = max(1, (max(span, 0) &+ Int64(self.limit)) / Int64(self.limit))
  }

  /// The column of a time; one before the origin is in the first.
  func index(of time: Int64) -> Int {
    min(Int(max(time &- origin, 0) / width), limit - 1)
  }

  /// Makes columns so wide that a time is in one of them; returns how often the width doubled.
  mutating func widen(for time: Int64) -> Int {
    var doublings = 0
    while max(time &- origin, 0) / width >= Int64(limit), width < .max / 4 {
      width *= 2
      doublings += 1
    }
    return doublings
  }
}
