public import InternetTypes

/// What the kernel said of a sender at a moment.
public struct KernelMeasure: Equatable, Sendable {
  /// The times before and after it was read, in nanoseconds since the epoch.
  public var times: ClosedRange<Int64>
  /// The congestion window, in segments.
  public var window: Int
  /// The slow-start threshold, in segments; nil before the first reduction.
  public var threshold: Int?
  /// The smoothed round-trip time, in microseconds; nil before the first sample.
  public var roundTrip: Int?

  /// A measure.
  public init(times: ClosedRange<Int64>, window: Int, threshold: Int?, roundTrip: Int?) {
    self.times = times
    (self.window, self.threshold, self.roundTrip) = (window, threshold, roundTrip)
  }
}

/// The windows of a sender that were inferred, as far as they are needed to compare them with the kernel's.
public struct InferredCurve: Sendable {
  /// What was inferred from a packet on.
  public struct Point: Equatable, Sendable {
    /// When the packet was captured.
    public var time: Timestamp
    /// The congestion window, in segments; 0 if nothing is known.
    public var window: Int
    /// The slow-start threshold.
    public var threshold: Int?
    /// The smoothed round-trip time, in microseconds.
    public var roundTrip: Int?
  }

  /// The most points of a sender.
  public static var limit: Int { 200_000 }

  /// The points in order of time.
  public private(set) var points: [Point] = []

  /// Whether there were more points than are kept: later ones are missing.
  public private(set) var isCut = false

  /// A curve without points.
  public init() {}

  /// Ends the curve: what follows is not kept, so that nothing is known of it.
  public mutating func cut() { isCut = true }

  /// Adds the windows after a packet.
  public mutating func append(_ record: WindowRecord) {
    if isCut { return }
    let point = Point(
      time: record.time, window: record.window, threshold: record.threshold,
      roundTrip: record.smoothedRoundTrip)
    if let last = points.last {
      if (last.window, last.threshold, last.roundTrip)
        == (point.window, point.threshold, point.roundTrip)
      {
        return
      }
      if points.count >= Self.limit {
        isCut = true
        return
      }
    }
    points.append(point)
  }

  /// The points in force during a time: the last one before it, and those in it; none behind the end of a cut curve.
  public func points(during times: ClosedRange<Int64>) -> ArraySlice<Point> {
    if isCut, times.upperBound > points.last?.time.rawValue ?? .min { return [] }
    let first = place(after: times.lowerBound)
    return points[max(first - 1, 0)..<max(place(after: times.upperBound), max(first - 1, 0))]
  }

  /// How many points there are until a time.
  private func place(after time: Int64) -> Int {
    var (low, high) = (0, points.count)
    while low < high {
      let middle = (low + high) / 2
      if points[middle].time.rawValue <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// How far the inferred windows of a sender are from the kernel's.
public struct KernelComparison: Equatable, Sendable {
  /// A packet is captured, and processed by the sender, within this time, in nanoseconds: windows that were in force
  /// so close to a sample count as those of its moment.
  public static var tolerance: Int64 { 100_000 }

  /// The algorithm by the kernel's name.
  public var congestion: String?
  /// Samples at whose time a window was inferred.
  public private(set) var samples = 0
  /// Those whose window differs by one segment at most.
  public private(set) var samplesWithinOne = 0
  /// The mean of the differences, in segments.
  public var meanError: Double? { samples > 0 ? errorSum / Double(samples) : nil }
  /// The largest difference, in segments.
  public private(set) var largestError = 0
  /// Samples whose threshold differs by one segment at most.
  public private(set) var thresholdsWithinOne = 0
  /// The mean difference of the smoothed round-trip time, as a share of the kernel's; nil without samples.
  public var roundTripError: Double? {
    roundTripSamples > 0 ? roundTripSum / Double(roundTripSamples) : nil
  }
  /// Segments that the kernel retransmitted.
  public var retransmissions = 0
  /// Segments of which the capture shows that they were retransmitted.
  public var inferredRetransmissions = 0
  /// The time with data to send, in microseconds; nil if the kernel does not say.
  public var busyTime: Int64?
  /// The part of it that the receiver's window held the sender back, in microseconds.
  public var receiveWindowLimitedTime: Int64?
  /// The part of it that the send buffer held the sender back, in microseconds.
  public var sendBufferLimitedTime: Int64?

  private var errorSum = 0.0
  private var roundTripSum = 0.0
  private var roundTripSamples = 0

  /// Compares a curve with the kernel's measures.
  public init(_ curve: InferredCurve, _ measures: [KernelMeasure]) {
    for measure in measures { compare(curve, measure) }
  }

  private mutating func compare(_ curve: InferredCurve, _ measure: KernelMeasure) {
    let times =
      measure.times.lowerBound - Self.tolerance...measure.times.upperBound + Self.tolerance
    let points = curve.points(during: times).filter { $0.window > 0 }
    guard let error = points.map({ abs($0.window - measure.window) }).min() else { return }
    samples += 1
    if error <= 1 { samplesWithinOne += 1 }
    errorSum += Double(error)
    largestError = max(largestError, error)
    let isThresholdRight = points.contains { point in
      guard let ours = point.threshold, let theirs = measure.threshold else {
        return point.threshold == nil && measure.threshold == nil
      }
      return abs(ours - theirs) <= 1
    }
    if isThresholdRight { thresholdsWithinOne += 1 }
    guard let theirs = measure.roundTrip, theirs > 0 else { return }
    let ours = points.compactMap(\.roundTrip)
    guard let difference = ours.map({ abs($0 - theirs) }).min() else { return }
    roundTripSamples += 1
    roundTripSum += Double(difference) / Double(theirs)
  }
}
