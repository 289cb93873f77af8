import InternetTypes
import Testing

/// Instants, durations and times as captures state them.
struct TimeTests {
  /// Seconds and nanoseconds as stated, and the instant in nanoseconds.
  @Test(
    arguments: [
      (0, 0, 0), (1, 5, 1_000_000_005), (1, 1_500_000_000, 2_500_000_000),
      (-1, 0, -1_000_000_000), (0, -1, -1), (-1, 999_999_999, -1),
      // 2106-02-07, the last second of an unsigned 32-bit field.
      (4_294_967_295, 999_999_999, 4_294_967_295_999_999_999),
    ] as [(Int64, Int64, Int64)])
  func `a recorded time becomes an instant`(seconds: Int64, nanoseconds: Int64, instant: Int64) {
    let time = Timestamp(seconds: seconds, nanoseconds: nanoseconds)
    #expect(time.rawValue == instant)
    #expect(time == Timestamp(RecordedTime(seconds: seconds, nanoseconds: nanoseconds)))
  }

  @Test(
    arguments: [
      (.max, 0), (.max, .max), (.min, 0), (.min, .min), (9_223_372_036, .max),
      (4_700_000_000, 0), (-4_700_000_000, 0),
    ] as [(Int64, Int64)])
  func `a time beyond the range becomes the nearest bound`(seconds: Int64, nanoseconds: Int64) {
    let time = Timestamp(seconds: seconds, nanoseconds: nanoseconds)
    #expect(time.rawValue == (seconds < 0 ? .min / 2 : .max / 2))
    // Differences of bounds do not overflow.
    let latest = Timestamp(seconds: .max, nanoseconds: 0)
    let earliest = Timestamp(seconds: .min, nanoseconds: 0)
    #expect((latest - earliest).rawValue == .max)
  }

  @Test(arguments: [
    0, 1, -1, 999_999_999, -999_999_999, 1_700_000_000_123_456_789, .min / 2, .max / 2,
  ])
  func `seconds are rounded down and the rest is less than a second`(instant: Int64) {
    let time = Timestamp(rawValue: instant)
    #expect((0..<1_000_000_000).contains(time.nanoseconds))
    #expect(time.seconds * 1_000_000_000 + time.nanoseconds == instant)
    #expect(Timestamp(RecordedTime(time)) == time)
  }

  @Test func `a recorded time is kept as stated, and normalized on request`() {
    let time = RecordedTime(seconds: 7, nanoseconds: 2_345_678_901)
    #expect(time.nanoseconds == 2_345_678_901)
    #expect(time.normalized == RecordedTime(seconds: 9, nanoseconds: 345_678_901))
    #expect(
      RecordedTime(seconds: 0, nanoseconds: -1).normalized
        == RecordedTime(seconds: -1, nanoseconds: 999_999_999))
    _ = RecordedTime(seconds: .max, nanoseconds: .max).normalized
    _ = RecordedTime(seconds: .min, nanoseconds: .min).normalized
  }

  @Test func `durations add, scale and compare`() {
    let start = Timestamp(seconds: 100, nanoseconds: 0)
    let end = start + .milliseconds(1500)
    #expect(end - start == .microseconds(1_500_000))
    #expect(end - Nanoseconds.seconds(1) == start + .milliseconds(500))
    #expect((end - start).seconds == 1.5)
    #expect((start - end).microseconds == -1_500_000)
    #expect(end.nanoseconds(since: start) == 1_500_000_000)
    #expect(Nanoseconds.seconds(2) * 3 == .seconds(6) && .zero < Nanoseconds.microseconds(1))
    #expect(start < end)
  }
}
