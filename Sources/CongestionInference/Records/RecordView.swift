import InternetTypes

/// Turns pending records into window records, by the model that fits best.
///
/// It is separate from the analysis, because a copy of the analysis for each record would be expensive.
struct RecordView {
  /// The model that fits best.
  let best: SenderModelID
  private let traits: ModelTraits
  let end: Side
  let isMidstream: Bool
  /// Whether Reno and CUBIC are both possible.
  var isUndecided = false
  /// Whether the sender may be another stack than Linux's.
  var isForeign = false
  /// The number of full segments in the largest captured packet.
  var largestSegments = 0
  /// The phase that the model itself defines.
  var modelPhase: SenderPhase?

  init(best: SenderModelID, end: Side, isMidstream: Bool) {
    self.best = best
    traits = best.traits
    self.end = end
    self.isMidstream = isMidstream
  }

  /// Window, phase and limit of a pending record under the best model.
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
    let model = waiting.estimates[best]
    let (window, threshold) = (Int(model.size), Int(model.threshold))
    estimate.window = window
    estimate.threshold = threshold
    estimate.margin = (Int(model.uncertainty) + 15) >> 4
    estimate.phase = waiting.phase
    if traits.steersWindow {
      if waiting.phase == .slowStart, let modelPhase { estimate.phase = modelPhase }
    } else {
      estimate.growth = window < threshold ? .slowStart : .congestionAvoidance
      if !traits.hasFastRecovery && waiting.phase == .fastRecovery {
        estimate.phase = .slowStart
      }
      if estimate.phase == .slowStart && window >= threshold {
        estimate.phase = .congestionAvoidance
      }
    }
    estimate.limit = limit(of: waiting, window: window, isPaced: traits.steersWindow)
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
    record.receiveWindow = waiting.receiveWindow < 0 ? nil : Int(waiting.receiveWindow)
    record.segmentSize = Int(waiting.segmentSize)
    record.smoothedRoundTrip =
      waiting.smoothedRoundTrip == 0 ? nil : Int(waiting.smoothedRoundTrip)
    record.timeout = Int(waiting.timeout)
    record.settledPipe = Int(waiting.settledPipe)
    record.apply(waiting.tally)
    let (window, margin) = (estimate.window, estimate.margin)
    record.window = window
    record.windowLow = max(window - margin, 1)
    record.windowHigh = window + margin
    if best == .observed {
      record.windowLow = max(Int(waiting.observedLow), 1)
      record.windowHigh = max(Int(waiting.observedHigh), window)
    }
    if isForeign && waiting.isHeld && !traits.steersWindow && best != .observed {
      // Linux keeps a window that is not used; another stack may let it grow (RFC 7661, section 1).
      record.windowHigh = max(record.windowHigh, Int(waiting.observedHigh))
    }
    if isUndecided {
      let models = SenderModelID.linuxLossBased
      for index in models.indices {
        let size = Int(waiting.estimates[models[index]].size)
        record.windowLow = min(record.windowLow, max(size, 1))
        record.windowHigh = max(record.windowHigh, size)
      }
    }
    let isBounded =
      isUndecided || isForeign && waiting.isHeld || margin > 1 || best == .observed
    record.windowClass =
      isMidstream
      ? .lowerBound
      : record.windowLow < record.windowHigh && isBounded
        ? .bounded : record.settledPipe >= window ? .observed : .replayed
    if (1..<CongestionWindow.unlimited).contains(estimate.threshold) {
      record.threshold = estimate.threshold
    }
    record.growth = estimate.growth
    record.phase = estimate.phase
    record.limit = estimate.limit
    return record
  }

  /// The limit that stopped the sender after a packet.
  private func limit(
    of waiting: PendingRecord, window: Int, isPaced: Bool
  ) -> SendingLimit {
    let settled = Int(waiting.settledPipe)
    let room = waiting.acknowledged &+ Int64(waiting.receiveWindow) &- waiting.settledNext
    if waiting.receiveWindow >= 0 && room < Int64(waiting.segmentSize) && settled < window {
      return .receiveWindow
    }
    // Data that is deferred to fill a larger segment is limited by the window, too.
    let slack = largestSegments > 1 ? max(1, window / Calibration.Record.offloadShare) : 0
    if settled + slack >= window { return .congestionWindow }
    if isPaced { return settled > 0 ? .pacing : .application }
    // In recovery, the sender waits for the window or for the timer.
    if waiting.phase != .slowStart && waiting.flight > 0 { return .congestionWindow }
    guard waiting.hasMore && waiting.flight > 0 else { return .application }
    // It has more to send, and its windows have room: something else on its host keeps it back.
    return waiting.isQueued ? .senderOther : best == .observed ? .congestionWindow : .senderOther
  }
}
