import InternetTypes

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
  private mutating func note(_ segment: SegmentObservation, in record: inout PendingRecord) {
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
    let bbr = PendingWindow(sender.bank.bbr.window, sender.bank.bbr.uncertainty)
    let textbook = sender.bank.textbook.windows
    if !sender.bank.textbook.isDropped { textbookDifferences |= sender.bank.textbook.differences }
    let inFlight = Int32(truncatingIfNeeded: sender.inFlight)
    if reno.size != cubic.size { pendingDiffers = true }
    while resolvedCount < pending.count {
      pending[resolvedCount].reno = reno
      pending[resolvedCount].cubic = cubic
      pending[resolvedCount].bbr = bbr
      pending[resolvedCount].textbook = textbook
      pending[resolvedCount].settledPipe = inFlight
      pending[resolvedCount].settledNext = sender.next
      resolvedCount += 1
    }
  }

  mutating func flush(_ emit: (WindowRecord) -> Void) {
    guard !pending.isEmpty else { return }
    let best = best
    var view = RecordView(best: best, end: end, isMidstream: isMidstream)
    view.largestSegments = largestSegments
    view.place = sender.bank.textbook.lead?.index ?? 0
    view.isTahoe = best == 3 && sender.bank.textbook.lead?.name == .tahoe
    view.mode = sender.bank.bbr.algorithm.mode
    view.isUndecided = view.best < 2 && abs(sender.bank.reno.misfit - sender.bank.cubic.misfit) < 1
    for index in 0..<resolvedCount {
      let estimate = view.estimate(pending[index])
      account(estimate, at: pending[index].time)
      if wantsRecords { emit(view.record(pending[index], estimate)) }
    }
    pending.removeAll(keepingCapacity: true)
    resolvedCount = 0
    pendingDiffers = false
    textbookDifferences = 0
  }

  private mutating func account(_ estimate: RecordView.Estimate, at time: PacketTime) {
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
