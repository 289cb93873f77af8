import CongestionInference
import InternetTypes
import Testing

/// Inferred windows against the kernel's, at known moments.
@Suite struct KernelComparisonTests {
  private static let millisecond: Int64 = 1_000_000

  private func record(_ milliseconds: Int64, _ window: Int, _ threshold: Int?) -> WindowRecord {
    var record = WindowRecord()
    record.time = Timestamp(rawValue: milliseconds * Self.millisecond)
    (record.window, record.threshold, record.smoothedRoundTrip) = (window, threshold, 20_000)
    return record
  }

  private func measure(_ milliseconds: Int64, _ window: Int, _ threshold: Int?) -> KernelMeasure {
    let time = milliseconds * Self.millisecond
    return KernelMeasure(
      times: time...time + 1000, window: window, threshold: threshold, roundTrip: 25_000)
  }

  @Test func `a sample is compared with the window in force at its time`() {
    var curve = InferredCurve()
    for (time, window) in [(10, 10), (30, 20), (50, 40)] as [(Int64, Int)] {
      curve.append(record(time, window, nil))
    }
    let samples = [measure(20, 10, nil), measure(40, 21, nil), measure(60, 43, 30)]
    let comparison = KernelComparison(curve, samples)
    #expect(comparison.samples == 3)
    #expect(comparison.samplesWithinOne == 2)
    #expect(comparison.largestError == 3)
    #expect(comparison.meanError == 4.0 / 3)
    #expect(comparison.thresholdsWithinOne == 2)
    #expect(abs((comparison.roundTripError ?? 1) - 0.2) < 1e-9)
  }

  @Test func `a sample that is read while a packet is processed may be of before or after it`() {
    var curve = InferredCurve()
    curve.append(record(10, 10, nil))
    curve.append(record(30, 20, nil))
    let comparison = KernelComparison(curve, [measure(30, 10, nil), measure(30, 20, nil)])
    #expect(comparison.samplesWithinOne == 2)
  }

  @Test func `samples from before the first window, or where none is known, are not counted`() {
    var curve = InferredCurve()
    curve.append(record(10, 0, nil))
    curve.append(record(30, 20, nil))
    let comparison = KernelComparison(
      curve, [measure(5, 10, nil), measure(15, 10, nil), measure(40, 20, nil)])
    #expect(comparison.samples == 1)
    #expect(KernelComparison(InferredCurve(), [measure(5, 10, nil)]).meanError == nil)
  }
}
