/// The records of what a sender knew when it handled each captured packet.
extension SenderAnalysis {
  func append(_ segment: SegmentObservation, _ kind: TransmissionKind) {
    if !wantsRecords && (kind == .new || kind == .fast) && hasAcknowledgment { return }
    var record = WindowRecord()
    record.time = segment.captured
    record.packet = segment.packet
    record.sender = end
    record.acknowledged = sender.acknowledged
    record.next = sender.next
    record.pipe = sender.inFlight
    record.receiveWindow = sender.receiveWindow ?? -1
    record.segmentSize = sender.segmentSize
    record.smoothedRoundTrip = sender.roundTrip.smoothed
    record.timeout = sender.timeout
    record.kind = kind
    record.segmentEnd = segment.sender == end ? segment.end : 0
    note(segment, in: &record)
    switch sender.state {
    case .loss: record.phase = .lossRecovery
    case .recovery: record.phase = .fastRecovery
    case .reduced: record.phase = .reduced
    default: record.phase = .slowStart
    }
    pending.append(PendingRecord(record: record))
  }

  /// Adds the round trip and what was counted so far.
  private func note(_ segment: SegmentObservation, in record: inout WindowRecord) {
    if segment.sender != end { record.roundTripSample = sender.lastRoundTrip }
    let minimum = sender.roundTrip.minimum
    record.roundTripMinimum = minimum == .max ? 0 : minimum
    record.segmentsSent = sender.counters.segments
    record.segmentsDelivered = sender.deliveredTotal
    // A FIN without data has a number, and is no data segment.
    if let finalEnd = sender.loneFinalEnd, sender.acknowledged >= finalEnd {
      record.segmentsDelivered = max(sender.deliveredTotal - 1, 0)
    }
    record.segmentsLost = sender.lostTotal
    record.congestionMarks = sender.counters.echoes
  }

  /// Gives the records that wait the windows that the models have now.
  func resolve() {
    let bank = sender.bank
    while resolvedCount < pending.count {
      pending[resolvedCount].windows = (
        bank.reno.window.size, bank.cubic.window.size, bank.bbr.window.size
      )
      pending[resolvedCount].thresholds = (
        bank.reno.window.threshold, bank.cubic.window.threshold, bank.bbr.window.threshold
      )
      pending[resolvedCount].uncertainties = (
        bank.reno.uncertainty, bank.cubic.uncertainty, bank.bbr.uncertainty
      )
      if bank.reno.window.size != bank.cubic.window.size { pendingDiffers = true }
      pending[resolvedCount].record.settledPipe = sender.inFlight
      if pending[resolvedCount].record.receiveWindow >= 0 {
        let edge =
          pending[resolvedCount].record.acknowledged
          &+ Int64(pending[resolvedCount].record.receiveWindow)
        pending[resolvedCount].record.settledRoom = Int(max(edge &- sender.next, 0))
      }
      resolvedCount += 1
    }
  }

  func flush(_ emit: (WindowRecord) -> Void) {
    let best = best
    let isUndecided = best != 2 && abs(sender.bank.reno.misfit - sender.bank.cubic.misfit) < 1
    for index in 0..<resolvedCount {
      var record = pending[index].record
      let waiting = pending[index]
      let (window, threshold, uncertainty) =
        switch best {
        case 0: (waiting.windows.0, waiting.thresholds.0, waiting.uncertainties.0)
        case 1: (waiting.windows.1, waiting.thresholds.1, waiting.uncertainties.1)
        default: (waiting.windows.2, waiting.thresholds.2, waiting.uncertainties.2)
        }
      record.window = window
      var margin = (uncertainty + 15) >> 4
      if best == 1 && window >= threshold && window >= 20 {
        // The kernel's clock tick is not seen from outside.
        margin = max(margin, 1 + window >> 7)
      }
      record.windowLow = max(window - margin, 1)
      record.windowHigh = window + margin
      if isUndecided {
        let (reno, cubic) = (waiting.windows.0, waiting.windows.1)
        record.windowLow = min(record.windowLow, max(min(reno, cubic), 1))
        record.windowHigh = max(record.windowHigh, reno, cubic)
      }
      record.windowClass =
        isMidstream
        ? .lowerBound
        : record.windowLow < record.windowHigh && (isUndecided || margin > 1)
          ? .bounded : record.settledPipe >= window ? .observed : .replayed
      record.threshold = threshold >= CongestionWindow.unlimited ? 0 : threshold
      if best == 2 {
        record.growth = nil
        if record.phase == .slowStart {
          switch sender.bank.bbr.algorithm.mode {
          case .startup: record.phase = .startup
          case .drain: record.phase = .drain
          case .probeBandwidth: record.phase = .probeBandwidth
          case .probeRoundTrip: record.phase = .probeRoundTrip
          }
        }
      } else {
        record.growth = window < threshold ? .slowStart : .congestionAvoidance
        if record.phase == .slowStart && window >= threshold { record.phase = .congestionAvoidance }
      }
      record.limit = limit(of: record, isPaced: best == 2)
      if record.settledPipe == 0 && record.flight == 0
        && (record.phase == .slowStart || record.phase == .congestionAvoidance)
      {
        record.phase = .idle
      }
      account(record)
      emit(record)
    }
    pending.removeAll(keepingCapacity: true)
    resolvedCount = 0
    pendingDiffers = false
  }

  /// What kept the sender from sending more after a packet.
  func limit(of record: WindowRecord, isPaced: Bool) -> SendingLimit {
    if record.settledRoom >= 0 && record.settledRoom < record.segmentSize
      && record.settledPipe < record.window
    {
      return .receiveWindow
    }
    // What is put off to fill a larger segment is limited by the window all the same.
    let slack = largestSegments > 1 ? max(1, record.window / 3) : 0
    if record.settledPipe + slack >= record.window { return .congestionWindow }
    if isPaced { return record.settledPipe > 0 ? .pacing : .application }
    return .application
  }

  func account(_ record: WindowRecord) {
    noteStall(record)
    let now = record.time.rawValue / 1000
    if phaseAt > 0 && now > phaseAt {
      verdict.timeInPhase[Int(lastPhase.rawValue)] += now - phaseAt
      verdict.timeLimited[Int(lastLimit.rawValue)] += now - phaseAt
    }
    phaseAt = now
    lastPhase = record.phase
    lastLimit = record.limit
  }

  /// Notes whether the receive window keeps the congestion window from growing in slow start.
  private func noteStall(_ record: WindowRecord) {
    guard let known = stall else {
      if record.growth == .slowStart && record.phase == .slowStart
        && record.limit == .receiveWindow
      {
        stall = WindowStall(time: record.time, until: record.time, window: record.window)
      }
      return
    }
    guard !known.isOver else { return }
    if record.growth != .slowStart || record.phase.isRecovery {
      stall?.isOver = true
    } else if record.window > known.window {
      stall =
        record.limit == .receiveWindow
        ? WindowStall(time: record.time, until: record.time, window: record.window) : nil
    } else if record.limit == .receiveWindow {
      stall?.until = max(known.until, record.time)
    }
  }
}
