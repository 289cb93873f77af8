import InternetTypes

/// What distinguishes one congestion control of the RFCs from another; everything else is in `RFCModel`.
protocol RFCAlgorithm {
  init()

  /// Its place in the list of models.
  static var id: SenderModelID { get }

  /// What a verdict calls it.
  static var name: AlgorithmName { get }

  /// Whether the third duplicate acknowledgment leads to fast recovery; without it slow start begins anew.
  static var hasFastRecovery: Bool { get }

  /// Whether an acknowledgment of a part of what was outstanding does not end fast recovery (RFC 6582).
  static var staysAtPartial: Bool { get }

  /// The threshold after a loss, from what was outstanding then; segments.
  mutating func reducedThreshold(of window: RFCWindow, outstanding: Int) -> Int

  /// An acknowledgment of new data outside of recovery.
  mutating func grow(_ effect: AcknowledgmentEffect, _ window: inout RFCWindow)

  /// The retransmission timer ran out.
  mutating func timeOut()

  /// Fast recovery ends, with the window at its threshold.
  mutating func beginAvoidance(at now: Int64, _ window: RFCWindow)
}

extension RFCAlgorithm {
  /// Half of what was outstanding in whole segments, two at least (RFC 5681, equation 4).
  mutating func reducedThreshold(of window: RFCWindow, outstanding: Int) -> Int {
    max(min(outstanding, CongestionWindow.limit) / 2, 2) << RFCWindow.shift
  }

  /// One segment for each acknowledgment in slow start, one for each window acknowledged beyond (RFC 5681, section 3.1).
  mutating func grow(_ effect: AcknowledgmentEffect, _ window: inout RFCWindow) {
    if window.isInSlowStart {
      window.add(RFCWindow.segment)
    } else {
      // Acknowledged segments are counted, as RFC 5681 recommends.
      window.credit += effect.advancedSegments
      if window.credit >= window.segments {
        window.credit -= window.segments
        window.add(RFCWindow.segment)
      }
    }
  }

  mutating func timeOut() {}
  mutating func beginAvoidance(at now: Int64, _ window: RFCWindow) {}
}

/// A window in 65536ths of a segment: the RFCs count bytes.
struct RFCWindow {
  static var shift: Int { 16 }
  static var segment: Int { 1 << shift }
  static var limit: Int { CongestionWindow.limit << shift }
  /// No threshold was set yet.
  static var unlimited: Int { Int.max }

  var size = 10 << 16
  var threshold = RFCWindow.unlimited
  /// Acknowledged segments that have not made the window grow yet.
  var credit = 0

  var isInSlowStart: Bool { size < threshold }

  /// Whole segments, but for what fractions cost in precision.
  var segments: Int { (size + Self.segment / 64) >> Self.shift }

  /// One where the next segment is whole but for an eighth: senders round differently.
  var spare: Int { ((size + Self.segment / 8) >> Self.shift) - segments }

  mutating func add(_ amount: Int) { size = min(size + max(amount, 0), Self.limit) }
}
