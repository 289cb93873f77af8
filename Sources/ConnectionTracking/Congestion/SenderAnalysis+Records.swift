/// The records of what a sender knew when it handled each captured packet.
extension SenderAnalysis {
  mutating func append(_ segment: SegmentObservation, _ kind: TransmissionKind) {
    if !wantsRecords && (kind == .new || kind == .fast) && hasAcknowledgment { return }
    var record = PendingRecord(time: segment.captured, packet: segment.packet)
    record.acknowledged = sender.acknowledged
    record.next = sender.next
    record.pipe = Int32(truncatingIfNeeded: sender.inFlight)
    record.receiveWindow = Int32(clamping: sender.receiveWindow ?? -1)
    record.segmentSize = Int32(clamping: sender.segmentSize)
    if wantsRecords {
      record.smoothedRoundTrip = UInt32(clamping: sender.roundTrip.smoothed)
      note(segment, in: &record)
      record.timeout = UInt32(clamping: sender.timeout)
    }
    switch sender.state {
    case .loss: record.phase = .lossRecovery
    case .recovery: record.phase = .fastRecovery
    case .reduced: record.phase = .reduced
    default: record.phase = .slowStart
    }
    pending.append(record)
  }

  /// Adds the round trip and what was counted so far.
  private func note(_ segment: SegmentObservation, in record: inout PendingRecord) {
    if segment.sender == end {
      record.tally.segmentEnd = segment.end
    } else {
      record.tally.roundTripSample = Int32(clamping: sender.lastRoundTrip)
    }
    let minimum = sender.roundTrip.minimum
    record.tally.roundTripMinimum = minimum == .max ? 0 : Int32(clamping: minimum)
    record.tally.sent = sender.counters.segments
    record.tally.delivered = sender.deliveredTotal
    // A FIN without data has a number, and is no data segment.
    if let finalEnd = sender.loneFinalEnd, sender.acknowledged >= finalEnd {
      record.tally.delivered = max(sender.deliveredTotal - 1, 0)
    }
    record.tally.lost = sender.lostTotal
    record.tally.congestionMarks = sender.counters.echoes
  }

  /// Gives the records that wait the windows that the models have now.
  mutating func resolve() {
    guard resolvedCount < pending.count else { return }
    let reno = PendingWindow(sender.bank.reno.window, sender.bank.reno.uncertainty)
    let cubic = PendingWindow(sender.bank.cubic.window, sender.bank.cubic.uncertainty)
    let other = PendingWindow(sender.bank.bbr.window, sender.bank.bbr.uncertainty)
    let inFlight = Int32(truncatingIfNeeded: sender.inFlight)
    if reno.size != cubic.size { pendingDiffers = true }
    while resolvedCount < pending.count {
      pending[resolvedCount].reno = reno
      pending[resolvedCount].cubic = cubic
      pending[resolvedCount].other = other
      pending[resolvedCount].settledPipe = inFlight
      pending[resolvedCount].settledNext = sender.next
      resolvedCount += 1
    }
  }

  mutating func flush(_ emit: (WindowRecord) -> Void) {
    guard !pending.isEmpty else { return }
    let best = best
    let isUndecided = best != 2 && abs(sender.bank.reno.misfit - sender.bank.cubic.misfit) < 1
    for index in 0..<resolvedCount {
      let estimate = estimate(pending[index], best, isUndecided: isUndecided)
      account(estimate, at: pending[index].time)
      if wantsRecords { emit(record(pending[index], estimate, isUndecided: isUndecided)) }
    }
    pending.removeAll(keepingCapacity: true)
    resolvedCount = 0
    pendingDiffers = false
  }

  /// What the best model makes of a record that waited.
  private struct Estimate {
    var window = 0
    var threshold = 0
    var margin = 0
    var growth: WindowGrowth?
    var phase = SenderPhase.slowStart
    var limit = SendingLimit.unknown
  }

  private func estimate(
    _ waiting: PendingRecord, _ best: Int, isUndecided: Bool
  ) -> Estimate {
    var estimate = Estimate()
    let model = best == 0 ? waiting.reno : best == 1 ? waiting.cubic : waiting.other
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
        switch sender.bank.bbr.algorithm.mode {
        case .startup: estimate.phase = .startup
        case .drain: estimate.phase = .drain
        case .probeBandwidth: estimate.phase = .probeBandwidth
        case .probeRoundTrip: estimate.phase = .probeRoundTrip
        }
      }
    } else {
      estimate.growth = window < threshold ? .slowStart : .congestionAvoidance
      if waiting.phase == .slowStart && window >= threshold {
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

  private func record(
    _ waiting: PendingRecord, _ estimate: Estimate, isUndecided: Bool
  ) -> WindowRecord {
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

  private mutating func account(_ estimate: Estimate, at time: PacketTime) {
    noteStall(estimate, at: time)
    let now = time.rawValue / 1000
    if phaseAt > 0 && now > phaseAt {
      verdict.timeInPhase[Int(lastPhase.rawValue)] += now - phaseAt
      verdict.timeLimited[Int(lastLimit.rawValue)] += now - phaseAt
    }
    phaseAt = now
    lastPhase = estimate.phase
    lastLimit = estimate.limit
  }

  /// Notes whether the receive window keeps the congestion window from growing in slow start.
  private mutating func noteStall(_ estimate: Estimate, at time: PacketTime) {
    let isLimited = estimate.limit == .receiveWindow
    guard let known = stall else {
      if estimate.growth == .slowStart && estimate.phase == .slowStart && isLimited {
        stall = WindowStall(time: time, until: time, window: estimate.window)
      }
      return
    }
    guard !known.isOver else { return }
    if estimate.growth != .slowStart || estimate.phase.isRecovery {
      stall?.isOver = true
    } else if estimate.window > known.window {
      stall = isLimited ? WindowStall(time: time, until: time, window: estimate.window) : nil
    } else if isLimited {
      stall?.until = max(known.until, time)
    }
  }
}
