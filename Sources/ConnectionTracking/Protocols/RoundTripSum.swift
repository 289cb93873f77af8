/// Minimum, mean and maximum of round-trip times, in nanoseconds.
struct RoundTripSum: Hashable {
  private(set) var minimum: Int64?
  private(set) var maximum: Int64?
  private(set) var count: UInt64 = 0
  private var sum: Int64 = 0

  /// The longest time that is believed, in nanoseconds: a damaged savefile can state any time.
  static var longest: Int64 { 3_600_000_000_000 }

  /// Adds a time, if it is below an hour.
  ///
  /// The sum of a million such times fits in 64 bits.
  mutating func add(_ time: Int64) {
    guard time >= 0, time < Self.longest, count < 1_000_000 else { return }
    minimum = min(minimum ?? time, time)
    maximum = max(maximum ?? time, time)
    sum &+= time
    count &+= 1
  }

  /// The mean.
  var mean: Int64? { count > 0 ? sum / Int64(clamping: count) : nil }

  /// Adds the times to a direction's summary.
  func fill(_ direction: inout DirectionSummary) {
    direction.roundTripMinimum = minimum
    direction.roundTripMean = mean
    direction.roundTripMaximum = maximum
    direction.roundTripSamples = count
  }
}
