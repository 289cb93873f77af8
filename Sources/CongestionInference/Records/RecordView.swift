import InternetTypes

/// What is known when records that waited are settled: which model is best, and what they need of the sender.
///
/// Apart from the analysis, which is large and is not to be copied for a record.
struct RecordView {
  /// 0 Reno, 1 CUBIC, 2 BBR as Linux has them, 3 the best model of the RFCs.
  let best: Int
  let end: Side
  let isMidstream: Bool
  /// Whether Reno and CUBIC may both be right.
  var isUndecided = false
  var isTahoe = false
  /// Place of the best model of the RFCs.
  var place = 0
  var largestSegments = 0
  var mode = LinuxBBR.Mode.startup

  init(best: Int, end: Side, isMidstream: Bool) {
    self.best = best
    self.end = end
    self.isMidstream = isMidstream
  }

  /// What the best model makes of a record that waited.
  struct Estimate {
    var window = 0
    var threshold = 0
    var margin = 0
    var growth: WindowGrowth?
    var phase = SenderPhase.slowStart
    var limit = SendingLimit.unknown
  }

  func estimate(_ waiting: PendingRecord) -> Estimate {
    var estimate = Estimate()
    let model =
      switch best {
      case 0: waiting.reno
      case 1: waiting.cubic
      case 2: waiting.bbr
      default: waiting.textbook[place]
      }
    let (window, threshold) = (Int(model.size), Int(model.threshold))
    estimate.window = window
    estimate.threshold = threshold
    estimate.margin = (Int(model.uncertainty) + 15) >> 4
    if best == 1 && window >= threshold && window >= 20 {
      // The kernel's clock tick is not seen from outside.
      estimate.margin = max(estimate.margin, 1 + window >> 7)
    }
    estimate.phase = waiting.phase
    if best == 2 {
      if waiting.phase == .slowStart {
        switch mode {
        case .startup: estimate.phase = .startup
        case .drain: estimate.phase = .drain
        case .probeBandwidth: estimate.phase = .probeBandwidth
        case .probeRoundTrip: estimate.phase = .probeRoundTrip
        }
      }
    } else {
      estimate.growth = window < threshold ? .slowStart : .congestionAvoidance
      if isTahoe && waiting.phase == .fastRecovery {
        // Tahoe has no fast recovery.
        estimate.phase = .slowStart
      }
      if estimate.phase == .slowStart && window >= threshold {
        estimate.phase = .congestionAvoidance
      }
    }
    estimate.limit = limit(of: waiting, window: window, isPaced: best == 2)
    if waiting.settledPipe == 0 && waiting.flight == 0
      && (estimate.phase == .slowStart || estimate.phase == .congestionAvoidance)
    {
      estimate.phase = .idle
    }
    return estimate
  }

  func record(_ waiting: PendingRecord, _ estimate: Estimate) -> WindowRecord {
    var record = WindowRecord()
    record.time = waiting.time
    record.packet = waiting.packet
    record.sender = end
    record.acknowledged = waiting.acknowledged
    record.next = waiting.next
    record.pipe = Int(waiting.pipe)
    record.receiveWindow = Int(waiting.receiveWindow)
    record.segmentSize = Int(waiting.segmentSize)
    record.smoothedRoundTrip = Int(waiting.smoothedRoundTrip)
    record.timeout = Int(waiting.timeout)
    record.settledPipe = Int(waiting.settledPipe)
    record.segmentEnd = waiting.tally.segmentEnd
    record.roundTripSample = Int(waiting.tally.roundTripSample)
    record.roundTripMinimum = Int(waiting.tally.roundTripMinimum)
    record.segmentsSent = waiting.tally.sent
    record.segmentsDelivered = waiting.tally.delivered
    record.segmentsLost = waiting.tally.lost
    record.congestionMarks = waiting.tally.congestionMarks
    let (window, margin) = (estimate.window, estimate.margin)
    record.window = window
    record.windowLow = max(window - margin, 1)
    record.windowHigh = window + margin
    if isUndecided {
      let (reno, cubic) = (Int(waiting.reno.size), Int(waiting.cubic.size))
      record.windowLow = min(record.windowLow, max(min(reno, cubic), 1))
      record.windowHigh = max(record.windowHigh, reno, cubic)
    }
    record.windowClass =
      isMidstream
      ? .lowerBound
      : record.windowLow < record.windowHigh && (isUndecided || margin > 1)
        ? .bounded : record.settledPipe >= window ? .observed : .replayed
    record.threshold = estimate.threshold >= CongestionWindow.unlimited ? 0 : estimate.threshold
    record.growth = estimate.growth
    record.phase = estimate.phase
    record.limit = estimate.limit
    return record
  }

  /// What kept the sender from sending more after a packet.
  private func limit(
    of waiting: PendingRecord, window: Int, isPaced: Bool
  ) -> SendingLimit {
    let settled = Int(waiting.settledPipe)
    let room = waiting.acknowledged &+ Int64(waiting.receiveWindow) &- waiting.settledNext
    if waiting.receiveWindow >= 0 && room < Int64(waiting.segmentSize) && settled < window {
      return .receiveWindow
    }
    // What is put off to fill a larger segment is limited by the window all the same.
    let slack = largestSegments > 1 ? max(1, window / 3) : 0
    if settled + slack >= window { return .congestionWindow }
    if isPaced { return settled > 0 ? .pacing : .application }
    return .application
  }
}
