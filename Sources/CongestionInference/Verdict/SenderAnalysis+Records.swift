import InternetTypes

/// The window records: one for each captured packet that the sender processed.
extension SenderAnalysis {
  /// Adds a pending record of the present state; `endsPause` if nothing was in flight before the segment.
  ///
  /// For a verdict alone, records of data between acknowledgments are left out: they change neither phase nor limit
  /// unless they end a pause.
  mutating func append(
    _ segment: SegmentObservation, _ kind: TransmissionKind, endsPause: Bool = false
  ) {
    if !wantsRecords && (kind == .new || kind == .fast) && hasAcknowledgment && !endsPause {
      return
    }
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
    let isHeld = sender.bank.observed.isHeld
    let keepsBackLost = sender.keepsBackLost
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
      pending[resolvedCount].isHeld = isHeld
      pending[resolvedCount].keepsBackLost = keepsBackLost
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
    // Linux offers SACK unless it is told not to.
    view.isForeign = isForeign || segmentSizes.isBelowAnnounced || !sender.hasSack
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
      account(estimate, pending[index].keepsBackLost, at: pending[index].time)
      if wantsRecords { emit(view.record(pending[index], estimate)) }
    }
    pending.removeAll(keepingCapacity: true)
    resolvedCount = 0
    differences.removeAll()
  }
}
