import Testing

@testable import ReportPages

/// Decimated curves against all points.
@Suite struct DecimationTests {
  /// A generator that gives the same numbers in every run (Marsaglia's xorshift64).
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  typealias Point = M4Series.Point

  /// The range of values that a polyline covers in each column of time, with what it covers between two points.
  private func coverage(_ points: [Point], columns: Int, width: Int64) -> [ClosedRange<Double>?] {
    var ranges = [ClosedRange<Double>?](repeating: nil, count: columns)
    func cover(_ column: Int, _ low: Double, _ high: Double) {
      guard ranges.indices.contains(column) else { return }
      let known = ranges[column] ?? low...high
      ranges[column] = min(known.lowerBound, low)...max(known.upperBound, high)
    }
    func column(_ time: Int64) -> Int { Int(time / width) }
    for point in points { cover(column(point.time), point.value, point.value) }
    for (left, right) in zip(points, points.dropFirst()) {
      let (first, last) = (column(left.time), column(right.time))
      guard first < last else { continue }
      func value(_ time: Int64) -> Double {
        left.value + (right.value - left.value) * Double(time - left.time)
          / Double(right.time - left.time)
      }
      for crossed in first...last {
        let (from, to) = (
          max(left.time, Int64(crossed) * width), min(right.time, Int64(crossed + 1) * width)
        )
        cover(crossed, min(value(from), value(to)), max(value(from), value(to)))
      }
    }
    return ranges
  }

  @Test(arguments: 1...40)
  func `M4 covers what all points cover, in every column, at every merged width`(seed: Int) {
    var generator = Generator(state: UInt64(seed) &* 0x9e37_79b9_7f4a_7c15)
    let span = Int64.random(in: 1000...100_000, using: &generator)
    let count = Int.random(in: 1...4000, using: &generator)
    var points = (0..<count).map { _ in
      Point(
        time: Int64.random(in: 0...span, using: &generator),
        value: Double(Int.random(in: -1000...1000, using: &generator)))
    }
    points.sort { $0.time < $1.time }
    // A grid that is too small widens by itself.
    var series = M4Series(
      TimeGrid(origin: 0, span: seed.isMultiple(of: 2) ? span : span / 7, limit: 64))
    for point in points { series.add(point.value, at: point.time) }
    #expect(series.count == count)
    for pairs in 0...3 {
      let kept = series.points(mergingTwice: pairs)
      let columns = max(64 >> pairs, 1)
      let width = series.grid.width << Int64(pairs)
      #expect(kept.count <= 4 * columns)
      let all = coverage(points, columns: columns, width: width)
      let some = coverage(kept, columns: columns, width: width)
      for column in 0..<columns {
        guard let expected = all[column], let found = some[column] else {
          #expect(all[column] == some[column])
          continue
        }
        #expect(abs(expected.lowerBound - found.lowerBound) < 1e-6)
        #expect(abs(expected.upperBound - found.upperBound) < 1e-6)
      }
    }
  }

  @Test func `sums stay whole while columns merge`() {
    var generator = Generator(state: 7)
    var sums = BucketSums(TimeGrid(origin: 0, span: 100, limit: 16))
    var expected = 0.0
    for _ in 0..<1000 {
      let value = Double(Int.random(in: 0...9, using: &generator))
      expected += value
      sums.add(value, at: Int64.random(in: 0...1_000_000, using: &generator))
    }
    #expect(sums.total == expected && sums.sums.reduce(0, +) == expected)
    #expect(sums.sums.count <= 16 && sums.merged(by: 4).reduce(0, +) == expected)
  }

  @Test func `bars are exact up to the limit, then one a column that holds all of its bars`() {
    var ranges = RangeColumns(TimeGrid(origin: 0, span: 1000, limit: 10), limit: 3)
    for index in 0..<3 { ranges.add(Double(index), Double(index + 1), at: Int64(index * 10)) }
    #expect(!ranges.isMerged && ranges.bars(width: 10).count == 3)
    ranges.add(50, 60, at: 20)
    ranges.add(7, 8, at: 900)
    let bars = ranges.bars(width: 10)
    #expect(bars.count == 2)
    #expect(bars.first?.low == 0 && bars.first?.high == 60)
    #expect(bars.last?.low == 7 && bars.last?.high == 8)
  }

  @Test func `runs of a thousand changes are bounded, and one value is one run`() {
    var runs = Runs<Int>()
    for index in 0..<100 { runs.add(1, at: Int64(index)) }
    #expect(runs.runs.count == 1)
    for index in 100..<20_000 { runs.add(index % 3, at: Int64(index)) }
    #expect(runs.runs.count <= 1501 && runs.runs.first?.start == 0)
  }
}
