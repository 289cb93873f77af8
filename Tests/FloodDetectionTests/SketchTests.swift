import Testing

@testable import FloodDetection

/// Hashes of numbers, the same in every run: SplitMix64.
func hash(_ number: Int) -> UInt64 {
  var mixed = UInt64(truncatingIfNeeded: number) &* 0x9e37_79b9_7f4a_7c15
  mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
  mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
  return mixed ^ mixed >> 31
}

@Suite struct SketchTests {
  @Test(arguments: [1, 10, 100, 1_000, 5_000, 20_000, 100_000, 1_000_000])
  func `HyperLogLog is within four standard errors, and repetitions change nothing`(count: Int) {
    var sketch = HyperLogLog(precision: 12)
    for number in 0..<count { sketch.add(hash: hash(number)) }
    let estimate = sketch.estimate
    for number in 0..<min(count, 50_000) { sketch.add(hash: hash(number)) }
    #expect(sketch.estimate == estimate)
    // 1.04 / sqrt(4096), Flajolet and others 2007.
    #expect(sketch.standardError == 0.01625)
    #expect(abs(estimate - Double(count)) <= max(4 * 0.01625 * Double(count), 1), "\(estimate)")
    sketch.removeAll()
    #expect(sketch.estimate == 0)
  }

  @Test func `the rank of a hash whose rest is zero stays within a register`() {
    var sketch = HyperLogLog(precision: 12)
    sketch.add(hash: 0)
    sketch.add(hash: .max)
    #expect(abs(sketch.estimate - 2) < 0.01)
  }

  @Test func `Space-Saving holds every value that is frequent enough, with counts that are bounds`()
  {
    // Ten values of known frequencies among ten thousand that come once, in a mixed order.
    var stream: [Int] = []
    for value in 0..<10 { stream += Array(repeating: value, count: 200 + 50 * value) }
    stream += 1_000..<11_000
    stream.sort { hash($0 &* 31) < hash($1 &* 31) }
    var order = stream.indices.sorted { hash($0) < hash($1) }.map { stream[$0] }
    var sketch = SpaceSaving<Int>(capacity: 100)
    for value in order { sketch.add(value) }
    #expect(sketch.elements.count == 100)
    #expect(Int(sketch.total) == order.count)
    let counts = order.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
    for element in sketch.elements {
      let count = counts[element.value] ?? 0
      #expect(Int(element.count) >= count)
      #expect(Int(element.count) - Int(element.error) <= count)
      #expect(Int(element.error) <= order.count / 100)
    }
    // Metwally and others, theorem 2: more than total / capacity is never missed.
    for (value, count) in counts where count > order.count / 100 {
      #expect(sketch.elements.contains { $0.value == value }, "\(value) of \(count)")
    }
    order.removeAll()
    sketch.removeAll()
    #expect(sketch.elements.isEmpty && sketch.total == 0 && sketch.topShare == 0)
  }

  @Test func `the top share is that of the most frequent value while nothing was replaced`() {
    var sketch = SpaceSaving<String>(capacity: 4)
    for value in ["a", "b", "a", "a", "c"] { sketch.add(value) }
    #expect(sketch.topShare == 0.6)
    #expect(sketch.top(2).map(\.value).first == "a")
  }

  /// By hand: S = max(0, S + observed - expected).
  @Test func `the cumulative sum follows Page's recursion`() {
    var sum = CumulativeSum()
    let steps: [(observed: Double, expected: Double, value: Double)] = [
      (1, 2, 0), (5, 2, 3), (2, 2, 3), (0, 2, 1), (0, 2, 0), (10, 2, 8), (3.5, 2, 9.5),
    ]
    for (index, step) in steps.enumerated() {
      sum.add(observed: step.observed, expected: step.expected)
      #expect(sum.value == step.value, "step \(index)")
    }
    sum.reset()
    #expect(sum.value == 0)
  }

  @Test func `the cumulative sum has an upper bound`() {
    var sum = CumulativeSum()
    for _ in 0..<1_000 { sum.add(observed: 1e9, expected: 0) }
    #expect(sum.value == CumulativeSum.ceiling)
    // Above every threshold, and back at zero in a minute or so of quarter seconds.
    #expect(sum.value > Thresholds.spreadHeight)
    for _ in 0..<250 { sum.add(observed: 0, expected: Thresholds.silenceFloor / 4) }
    #expect(sum.value == 0)
  }

  /// Of 256 bits n = -256 ln(clear / 256), Whang and others 1990.
  @Test(arguments: [(0, 0), (5, 1), (20, 3), (100, 12), (300, 60)])
  func `the linear counter is close to the number of distinct values`(count: Int, tolerance: Int) {
    var counter = LinearCounter()
    for number in 0..<count { counter.add(hash: hash(number)) }
    #expect(abs(counter.estimate - Double(count)) <= Double(tolerance), "\(counter.estimate)")
    #expect(counter.setCount <= count)
    for number in 0..<count { counter.add(hash: hash(number)) }
    #expect(abs(counter.estimate - Double(count)) <= Double(tolerance))
  }

  @Test func `sampling becomes sparser above the budget and recovers`() {
    var sampling = FlowSampling(budget: 100)
    for _ in 0..<99 { sampling.count() }
    #expect(sampling.shift == 0)
    sampling.count()
    #expect(sampling.shift == 1)
    for _ in 0..<50 { sampling.count() }
    #expect(sampling.shift == 2)
    sampling.endTick()
    #expect((sampling.leastShift, sampling.mostShift) == (0, 2))
    for _ in 0..<40 { sampling.endTick() }
    #expect((sampling.shift, sampling.leastShift, sampling.mostShift) == (0, 0, 0))
    let kept = (0..<80_000).count { FlowSampling.holds(hash($0), 3) }
    // One of eight: 10,000, with a standard deviation of 94.
    #expect(abs(kept - 10_000) < 400)
    for number in 0..<1_000 where FlowSampling.holds(hash(number), 3) {
      #expect(FlowSampling.holds(hash(number), 2))
    }
  }
}
