import InternetTypes

/// The window records: one for each captured packet that the sender processed.
extension SenderAnalysis {
  /// Adds a pending record of the present state.
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

  /// Adds the round trip and the counts so far.
  private mutating func note(_ segment: SegmentObservation, in record: inout PendingRecord) {
    if segment.sender == end {
      record.tally.segmentEnd = segment.end
    } else {
      record.tally.roundTripSample = Int32(clamping: sender.lastRoundTrip ?? -1)
    }
    let minimum = sender.roundTrip.minimum
    record.tally.roundTripMinimum = minimum == .max ? 0 : Int32(clamping: minimum)
    record.tally.sent = sender.counters.segments
    record.tally.delivered = sender.deliveredTotal
    // A FIN without data takes a sequence number, but is no data segment.
    if let finalEnd = sender.loneFinalEnd, sender.acknowledged >= finalEnd {
      record.tally.delivered = max(sender.deliveredTotal - 1, 0)
    }
    record.tally.lost = sender.lostTotal
    record.tally.congestionMarks = sender.counters.echoes
  }

  /// Fills the pending records with the present windows of the models.
  mutating func resolve() {
    guard resolvedCount < pending.count else { return }
    // A local copy of the table, because each call on the bank would copy all models.
    var fits = sender.bank.fits
    let estimates = fits.estimates
    differences.insert(&fits)
    let inFlight = Int32(truncatingIfNeeded: sender.inFlight)
    let isSilent = sender.bank.observed.isSilent
    let bounds = sender.bank.observed.bounds
    if hasSilentRecords && !isSilent { resolveSilence() }
    hasSilentRecords = isSilent
    while resolvedCount < pending.count {
      pending[resolvedCount].estimates = estimates
      pending[resolvedCount].observedLow = Int32(clamping: bounds.low)
      pending[resolvedCount].observedHigh = Int32(clamping: bounds.high)
      pending[resolvedCount].isSilent = isSilent
      pending[resolvedCount].hasMore = hasMore
      pending[resolvedCount].isQueued = isQueuedAtHost
      pending[resolvedCount].settledPipe = inFlight
      pending[resolvedCount].settledNext = sender.next
      resolvedCount += 1
    }
  }

  /// Gives the records of a silence the window that the sender has after it; where everything was acknowledged
  /// meanwhile, the sender had no more to send.
  private mutating func resolveSilence() {
    guard sender.bank.observed.isTold else { return }
    let window = sender.bank[.observed].estimate.size
    var index = resolvedCount - 1
    while index >= 0 && pending[index].isSilent {
      pending[index].estimates[.observed].size = window
      pending[index].observedLow = window
      pending[index].observedHigh = max(
        window, min(pending[index].observedHigh, pending[index].settledPipe))
      index -= 1
    }
  }

  /// Emits the resolved records, with the window of the best model.
  mutating func flush(_ emit: (WindowRecord) -> Void) {
    guard !pending.isEmpty else { return }
    let best = best
    var view = RecordView(best: best, end: end, isMidstream: isMidstream)
    view.largestSegments = largestSegments
    view.modelPhase = sender.bank[best].phase
    if best.traits.isLinuxLossBased {
      let models = SenderModelID.linuxLossBased
      for index in models.indices where models[index] != best {
        view.isUndecided =
          view.isUndecided
          || isWithin(Calibration.Selection.linuxDistinct, models[index], of: best)
      }
    }
    for index in 0..<resolvedCount {
      let estimate = view.estimate(pending[index])
      account(estimate, at: pending[index].time)
      if wantsRecords { emit(view.record(pending[index], estimate)) }
    }
    pending.removeAll(keepingCapacity: true)
    resolvedCount = 0
    differences.removeAll()
  }

  /// Adds the time since the previous record to that record's phase and limit.
  private mutating func account(_ estimate: RecordView.Estimate, at time: PacketTime) {
    noteStall(estimate, at: time)
    let now = time.rawValue / 1000
    if phaseAt > 0 && now > phaseAt {
      verdict.timeInPhase[Int(lastPhase.rawValue)] += now - phaseAt
      verdict.timeLimited[Int(lastLimit.rawValue)] += now - phaseAt
    }
    phaseAt = max(phaseAt, now)
    lastPhase = estimate.phase
    lastLimit = estimate.limit
  }

  /// Adds the time from the last record to the connection's end, so that phases and limits add up to its time.
  mutating func account(until end: PacketTime) {
    let now = end.rawValue / 1000
    guard phaseAt > 0 && now > phaseAt else { return }
    verdict.timeInPhase[Int(lastPhase.rawValue)] += now - phaseAt
    verdict.timeLimited[Int(lastLimit.rawValue)] += now - phaseAt
    phaseAt = now
  }

  /// Records whether the receive window keeps the congestion window from growing in slow start.
  private mutating func noteStall(_ estimate: RecordView.Estimate, at time: PacketTime) {
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
