import InternetTypes

/// What a Linux sender thinks of its path: open, or in which kind of trouble.
enum SenderState: UInt8, Comparable {
  case open
  /// There are selective or duplicate acknowledgments, and no loss yet.
  case disorder
  /// The window is being reduced because of ECN or of a loss that a probe repaired.
  case reduced
  /// Fast recovery (RFC 6675, RFC 6937).
  case recovery
  /// After a retransmission time-out.
  case loss

  static func < (left: SenderState, right: SenderState) -> Bool { left.rawValue < right.rawValue }

  /// Whether proportional rate reduction sets the window.
  var isReducing: Bool { self == .reduced || self == .recovery }
}

/// What an acknowledgment did to the sender, as window models need it; counts are segments, times microseconds.
struct AcknowledgmentEffect {
  var now: Int64 = 0
  /// SND.UNA and SND.NXT after the acknowledgment.
  var acknowledged: Int64 = 0
  var next: Int64 = 0
  /// Segments outstanding and segments in the network.
  var outstanding = 0
  var inFlight = 0
  /// What was in the network before the acknowledgment.
  var inFlightBefore = 0
  /// Segments delivered and segments found lost by this acknowledgment.
  var delivered = 0
  var lost = 0
  var state = SenderState.open
  var advances = false
  /// Segments that SND.UNA passed, counted in full ones.
  var advancedSegments = 0
  /// Whether it is a duplicate acknowledgment (RFC 5681, section 2).
  var isDuplicate = false
  var hasSack = false
  /// Whether the window may grow.
  var mayGrow = false
  var smoothedRoundTrip = 0
  var minimumRoundTrip = Int.max
  /// The round trip of the newest segment this acknowledges; negative without a sample.
  var roundTrip = -1
  var segmentSize = 1448
  /// Delivered by the connection so far.
  var deliveredTotal = 0
  /// Found lost by the connection so far.
  var lostTotal = 0
  /// The delivery rate's sample: segments in microseconds; no sample where the interval is not positive.
  var sampleDelivered = -1
  var sampleInterval: Int64 = -1
  var sampleDeliveredBefore = 0
  var isSampleApplicationLimited = false
  /// The counters of proportional rate reduction, this acknowledgment included.
  var reductionDelivered = 0
  var reductionSent = 0
}

/// The window that congestion control steers, in segments.
struct CongestionWindow {
  /// No threshold was set yet.
  static var unlimited: Int { 0x7fff_ffff }

  /// No window is followed beyond this.
  static var limit: Int { 1 << 28 }

  var size = 10
  var threshold = CongestionWindow.unlimited
  /// Acknowledged segments that have not made the window grow yet.
  var credit = 0

  var isInSlowStart: Bool { size < threshold }

  /// The threshold as Linux sees it outside of reductions: a window that was larger lately counts for three quarters.
  var currentThreshold: Int { max(threshold, (size >> 1) + (size >> 2)) }

  /// Slow start; returns what of `acknowledged` is left beyond the threshold.
  mutating func slowStart(_ acknowledged: Int) -> Int {
    let grown = min(size + acknowledged, threshold, Self.limit)
    defer { size = grown }
    return max(0, acknowledged - (grown - size))
  }

  /// Grows by one segment for each `interval` acknowledged ones.
  mutating func growAdditively(_ acknowledged: Int, interval: Int) {
    let interval = max(interval, 1)
    if credit >= interval {
      credit = 0
      size += 1
    }
    credit += acknowledged
    if credit >= interval {
      let steps = credit / interval
      credit -= steps * interval
      size += steps
    }
    size = min(size, Self.limit)
  }
}
