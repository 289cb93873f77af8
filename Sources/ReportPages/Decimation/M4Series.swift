/// A curve with at most four points in each of its columns: the first, the last, the smallest and the largest.
///
/// A polyline through these points covers the same pixels as one through all points, at a picture's width of as many
/// columns or fewer (Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation", PVLDB 7, 2014). It
/// takes points one by one and stores no others. Where they go beyond the last column, neighbouring columns merge and
/// all become twice as wide.
struct M4Series: Sendable {
  /// A point of a curve.
  struct Point: Equatable, Sendable {
    /// Nanoseconds.
    var time: Int64
    var value: Double
  }

  /// The points of a column that are kept.
  struct Column: Equatable, Sendable {
    var first: Point
    var last: Point
    var smallest: Point
    var largest: Point

    init(_ point: Point) { (first, last, smallest, largest) = (point, point, point, point) }

    /// Adds a point that was taken after those of the column.
    mutating func add(_ point: Point) {
      if point.time < first.time { first = point }
      if point.time >= last.time { last = point }
      if point.value < smallest.value { smallest = point }
      if point.value > largest.value { largest = point }
    }

    /// Adds the points of a later column.
    mutating func add(_ other: Column) {
      for point in other.points { add(point) }
    }

    /// The kept points in order of time, each once.
    var points: [Point] {
      var points: [Point] = [first]
      for point in smallest.time <= largest.time ? [smallest, largest] : [largest, smallest]
      where point != first && point != last {
        points.append(point)
      }
      if last != first { points.append(last) }
      return points
    }
  }

  /// The columns of time.
  private(set) var grid: TimeGrid
  private var columns: [Column?] = []

  /// How many points were taken.
  private(set) var count = 0
  /// The smallest value; meaningless without points.
  private(set) var smallest = Double.infinity
  /// The largest value; meaningless without points.
  private(set) var largest = -Double.infinity
  /// The last value that was taken.
  private(set) var latest: Double?

  /// An empty curve.
  init(_ grid: TimeGrid) { self.grid = grid }

  /// Whether it has no points.
  var isEmpty: Bool { count == 0 }

  /// Takes the next point.
  mutating func add(_ value: Double, at time: Int64) {
    count += 1
    smallest = min(smallest, value)
    largest = max(largest, value)
    latest = value
    let doublings = grid.widen(for: time)
    for _ in 0..<doublings { merge() }
    let index = grid.index(of: time)
    while columns.count <= index { columns.append(nil) }
    let point = Point(time: time, value: value)
    if columns[index] == nil { columns[index] = Column(point) } else { columns[index]?.add(point) }
  }

  /// Merges columns in pairs.
  private mutating func merge() {
    var merged: [Column?] = []
    for index in stride(from: 0, to: columns.count, by: 2) {
      merged.append(Self.sum(columns[index], index + 1 < columns.count ? columns[index + 1] : nil))
    }
    columns = merged
  }

  private static func sum(_ left: Column?, _ right: Column?) -> Column? {
    guard var sum = left else { return right }
    if let right { sum.add(right) }
    return sum
  }

  /// The points of the curve in order of time, as few as the columns that `pairs` times two of them make one need.
  func points(mergingTwice pairs: Int = 0) -> [Point] {
    var copy = self
    for _ in 0..<pairs { copy.merge() }
    return copy.columns.flatMap { $0?.points ?? [] }
  }

  /// The points in at most `limit`, or as few as a picture of `width` columns needs.
  func points(limit: Int, width: Int) -> [Point] {
    var pairs = 0
    var points = points()
    while points.count > limit, grid.limit >> (pairs + 1) >= width {
      pairs += 1
      points = self.points(mergingTwice: pairs)
    }
    return points
  }
}
