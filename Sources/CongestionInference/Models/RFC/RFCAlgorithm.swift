import InternetTypes

/// A congestion control algorithm of the RFCs; `RFCModel` has everything that the algorithms share.
protocol RFCAlgorithm {
  init()

  /// Its identifier in the list of models.
  static var id: SenderModelID { get }

  /// Its name in verdicts.
  static var name: AlgorithmName { get }

  /// Whether the third duplicate acknowledgment starts fast recovery; otherwise it restarts slow start.
  static var hasFastRecovery: Bool { get }

  /// Whether a partial acknowledgment does not end fast recovery (RFC 6582).
  static var staysAtPartial: Bool { get }

  /// The threshold after a loss, in segments, from the segments outstanding at that time.
  mutating func reducedThreshold(of window: RFCWindow, outstanding: Int) -> Int

  /// Processes an acknowledgment of new data outside of recovery.
  mutating func grow(_ effect: AcknowledgmentEffect, _ window: inout RFCWindow)

  /// Processes a retransmission time-out.
  mutating func timeOut()

  /// Processes the end of fast recovery, with the window at its threshold.
  mutating func beginAvoidance(at now: Int64, _ window: RFCWindow)
}

extension RFCAlgorithm {
  /// Half of the outstanding segments, at least two (RFC 5681, equation 4).
  mutating func reducedThreshold(of window: RFCWindow, outstanding: Int) -> Int {
    max(min(outstanding, CongestionWindow.limit) / 2, 2) << RFCWindow.shift
  }

  /// One segment for each acknowledgment in slow start, one for each window acknowledged beyond (RFC 5681, section
  /// 3.1).
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

  /// The window in whole segments; a missing 1/64 of a segment is rounding and still counts.
  var segments: Int { (size + Self.segment / 64) >> Self.shift }

  /// 1 if at most an eighth of the next segment is missing, else 0: senders round differently.
  var spare: Int { ((size + Self.segment / 8) >> Self.shift) - segments }

  mutating func add(_ amount: Int) { size = min(size + max(amount, 0), Self.limit) }
}
