import InternetTypes

/// The state of a Linux sender's congestion control (`enum tcp_ca_state`).
enum SenderState: UInt8, Comparable {
  /// No sign of loss (`TCP_CA_Open`).
  case open
  /// Selective or duplicate acknowledgments, and no loss yet (`TCP_CA_Disorder`).
  case disorder
  /// The window is being reduced because of ECN or of a loss that a probe repaired (`TCP_CA_CWR`).
  case reduced
  /// Fast recovery (`TCP_CA_Recovery`; RFC 6675, RFC 6937).
  case recovery
  /// After a retransmission time-out (`TCP_CA_Loss`).
  case loss

  static func < (left: SenderState, right: SenderState) -> Bool { left.rawValue < right.rawValue }

  /// Whether proportional rate reduction sets the window.
  var isReducing: Bool { self == .reduced || self == .recovery }
}

/// The effect of an acknowledgment on the sender, for the window models; counts are segments, times microseconds.
struct AcknowledgmentEffect {
  var now: Int64 = 0
  /// Whether paced segments depart one by one, not in pairs or larger bursts.
  var departsSingly = false
  /// When the sender last sent.
  var lastSentAt: Int64 = 0
  /// SND.UNA and SND.NXT after the acknowledgment.
  var acknowledged: Int64 = 0
  var next: Int64 = 0
  /// Segments outstanding and segments in the network.
  var outstanding = 0
  var inFlight = 0
  /// Segments in the network before the acknowledgment.
  var inFlightBefore = 0
  /// Segments that this acknowledgment delivered, and that it showed to be lost.
  var delivered = 0
  var lost = 0
  var state = SenderState.open
  var advances = false
  /// Full segments that SND.UNA advanced by.
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
  /// Segments delivered so far.
  var deliveredTotal = 0
  /// Segments marked lost so far.
  var lostTotal = 0
  /// The delivery rate's sample: segments in microseconds; no sample if the interval is not positive.
  var sampleDelivered = -1
  var sampleInterval: Int64 = -1
  var sampleDeliveredBefore = 0
  var isSampleApplicationLimited = false
  /// The counters of proportional rate reduction, this acknowledgment included.
  var reductionDelivered = 0
  var reductionSent = 0
}

/// A congestion window and its threshold, in segments.
struct CongestionWindow {
  /// No threshold was set yet (`TCP_INFINITE_SSTHRESH`).
  static var unlimited: Int { 0x7fff_ffff }

  /// The largest window of the replay.
  static var limit: Int { 1 << 28 }

  var size = 10
  var threshold = CongestionWindow.unlimited
  /// Acknowledged segments that have not made the window grow yet (`snd_cwnd_cnt`).
  var credit = 0

  var isInSlowStart: Bool { size < threshold }

  /// The threshold, or three quarters of a larger window (`tcp_current_ssthresh`, outside of reductions).
  var currentThreshold: Int { max(threshold, (size >> 1) + (size >> 2)) }

  /// Grows in slow start; returns how many of `acknowledged` are left beyond the threshold (`tcp_slow_start`).
  mutating func slowStart(_ acknowledged: Int) -> Int {
    let grown = min(size + acknowledged, threshold, Self.limit)
    defer { size = grown }
    return max(0, acknowledged - (grown - size))
  }

  /// Grows by one segment for each `interval` acknowledged (`tcp_cong_avoid_ai`).
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
