/// Vertical bars, such as segments over time: each by itself as long as they are few, then one for each column.
struct RangeColumns: Sendable {
  /// A bar from one value to another at a time.
  struct Bar: Equatable, Sendable {
    var time: Int64
    var low: Double
    var high: Double
  }

  private let limit: Int
  private var grid: TimeGrid
  private var exact: [Bar] = []
  private var columns: [Bar?] = []
  /// How many bars were taken.
  private(set) var count = 0
  private(set) var lowest = Double.infinity
  private(set) var highest = -Double.infinity

  /// No bars; more than `limit` are merged by column.
  init(_ grid: TimeGrid, limit: Int) {
    self.grid = grid
    self.limit = limit
  }

  /// Whether bars are merged.
  var isMerged: Bool { count > limit }

  /// Takes a bar.
  mutating func add(_ low: Double, _ high: Double, at time: Int64) {
    count += 1
    lowest = min(lowest, low)
    highest = max(highest, high)
    let bar = Bar(time: time, low: low, high: high)
    if count <= limit {
      exact.append(bar)
      return
    }
    for earlier in exact { merge(earlier) }
    exact = []
    merge(bar)
  }

  private mutating func merge(_ bar: Bar) {
    for _ in 0..<grid.widen(for: bar.time) { halve() }
    let index = grid.index(of: bar.time)
    while columns.count <= index { columns.append(nil) }
    columns[index] = Self.union(columns[index], bar)
  }

  private mutating func halve() {
    columns = stride(from: 0, to: columns.count, by: 2).map { index in
      let next = index + 1 < columns.count ? columns[index + 1] : nil
      return next.map { Self.union(columns[index], $0) } ?? columns[index]
    }
  }

  private static func union(_ left: Bar?, _ right: Bar) -> Bar {
    guard let left else { return right }
    return Bar(
      time: left.time, low: min(left.low, right.low), high: max(left.high, right.high))
  }

  /// The bars, in as many columns as a picture of `width` needs if they are merged.
  func bars(width: Int) -> [Bar] {
    if !isMerged { return exact }
    var copy = self
    var columnCount = grid.limit
    while columnCount / 2 >= width {
      copy.halve()
      columnCount /= 2
    }
    return copy.columns.compactMap { $0 }
  }
}
