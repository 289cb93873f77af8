extension LinuxSender {
  /// Marks a segment as lost, or its retransmission as lost too.
  mutating func markLost(_ index: Int) {
    let marks = queue[index].marks
    if marks.contains(.received) { return }
    if marks.contains(.lost) {
      if marks.contains(.resent) {
        queue[index].marks.remove(.resent)
        resent -= 1
        lostTotal += 1
      }
    } else {
      queue[index].marks.insert(.lost)
      lost += 1
      lostTotal += 1
    }
  }

  /// How long a segment may be late before it counts as lost.
  private var reorderingWindow: Int64 {
    if !hasReordering && (state >= .recovery || received >= reordering) { return 0 }
    let minimum = roundTrip.minimum == .max ? 0 : roundTrip.minimum
    return Int64(min((minimum >> 2) * rack.steps, roundTrip.smoothed))
  }

  /// Marks what was sent before the newest delivered segment, and is late, as lost.
  mutating func detectLoss(now: Int64) {
    guard rack.hasAdvanced else { return }
    rack.hasAdvanced = false
    let window = reorderingWindow
    // With no reordering window nothing that was sent later can be late.
    for index in 0..<queue.count {
      let segment = queue[index]
      if segment.marks.contains(.received) { continue }
      if segment.marks.contains(.lost) && !segment.marks.contains(.resent) { continue }
      guard Self.isSentAfter(rack.sentAt, rack.end, segment.sentAt, segment.end) else {
        if !segment.marks.contains(.everResent) { break }
        continue
      }
      if segment.sentAt + rack.roundTrip + window - now <= 0 { markLost(index) }
    }
  }

  static func isSentAfter(_ sent: Int64, _ end: Int64, _ otherSent: Int64, _ otherEnd: Int64)
    -> Bool
  {
    sent > otherSent || sent == otherSent && end > otherEnd
  }

  /// Non-SACK: the first segment is lost at the third duplicate and at each partial acknowledgment.
  private mutating func markFirstLost(advances: Bool) {
    guard !queue.isEmpty,
      state < .recovery && received >= reordering || state == .recovery && advances
    else { return }
    if !queue[0].marks.contains(.lost) { markLost(0) }
  }

  mutating func identifyLoss(now: Int64, advances: Bool) -> Bool {
    guard !queue.isEmpty else { return false }
    let before = resent
    if hasSack { detectLoss(now: now) } else { markFirstLost(advances: advances) }
    return resent < before
  }

  private mutating func beginUndo() {
    undoMarker = acknowledged
    undoResent = resent
    if probeEnd != nil && isProbeResent { undoResent += 1 }
    if undoResent == 0 { undoResent = -1 }
  }

  private mutating func beginReduction(_ cause: ReductionCause) {
    reductionCause = cause
    counters.reductions += 1
    troubleEnd = next
    probeEnd = nil
    reductionDelivered = 0
    reductionSent = 0
    bank.reduce()
  }

  mutating func enterRecovery(now: Int64, hasEcho: Bool) {
    bank.forgetThreshold()
    beginUndo()
    if !state.isReducing {
      if !hasEcho { bank.rememberThreshold(isReducing: false) }
      beginReduction(.fastRetransmit)
    }
    enter(.recovery, now: now)
  }

  mutating func enterReduced(now: Int64) {
    bank.forgetThreshold()
    guard state < .reduced else { return }
    undoMarker = nil
    beginReduction(.congestionMark)
    enter(.reduced, now: now)
  }

  /// The retransmission timer ran out.
  mutating func timeOut(now: Int64) {
    let isNew = state < .recovery
    if !hasSack { received = 0 }
    let isReneging = !queue.isEmpty && queue[0].marks.contains(.received)
    if isReneging {
      received = 0
      for index in 0..<queue.count { queue[index].marks.remove(.received) }
    }
    for index in 0..<queue.count {
      // What was sent a moment ago is not lost yet.
      if index > 0 && !isReneging && hasSack
        && queue[index].sentAt + rack.roundTrip - now > 0
      {
        continue
      }
      markLost(index)
    }
    let isFirst =
      state <= .disorder || troubleEnd <= acknowledged || state == .loss && timeouts == 0
    bank.timeOut(isFirst: isFirst, inFlight: inFlight, isReducing: state.isReducing)
    bank.textbook.take(.timedOut(outstanding: outstanding, next: next, isFirst: isFirst))
    if isFirst {
      beginUndo()
      reductionCause = .timeout
      counters.reductions += 1
    }
    enter(.loss, now: now)
    troubleEnd = next
    probeEnd = nil
    isCheckingTimeout = isNew || timeouts > 0
    timeouts += 1
    timerStart = now
  }

  func mayUndo(echo: UInt32?) -> Bool {
    guard undoMarker != nil else { return false }
    return undoResent == 0 || isDelayed(echo: echo)
  }

  /// Whether an original, not its retransmission, was what arrived.
  private func isDelayed(echo: UInt32?) -> Bool {
    guard let firstResentStamp else { return hasSack || acknowledged < troubleEnd }
    guard hasTimestamps, let echo, echo != 0 else { return false }
    return Self.isBefore(echo, firstResentStamp)
  }

  private mutating func undoReduction(unmarks: Bool) {
    if unmarks {
      for index in 0..<queue.count { queue[index].marks.remove(.lost) }
      lost = 0
    }
    bank.undo()
    undoMarker = nil
    rack.hasAdvanced = true
    counters.undos += 1
  }

  private mutating func keepOpen(now: Int64) {
    let target: SenderState = received > 0 || lost > 0 || hasAnyResent ? .disorder : .open
    if state != target {
      enter(target, now: now)
      troubleEnd = next
    }
  }

  private mutating func tryToOpen(hasEcho: Bool, now: Int64) {
    if !hasAnyResent { firstResentStamp = nil }
    if hasEcho { enterReduced(now: now) }
    if state != .reduced { keepOpen(now: now) }
  }

  private mutating func endReduction() {
    if state == .reduced || undoMarker != nil { bank.endReduction() }
  }

  private mutating func tryUndoRecovery(echo: UInt32?, now: Int64) -> Bool {
    if mayUndo(echo: echo) { undoReduction(unmarks: false) }
    if acknowledged == troubleEnd && !hasSack {
      if !hasAnyResent { firstResentStamp = nil }
      return true
    }
    enter(.open, now: now)
    return false
  }

  private mutating func tryUndoDuplicates() -> Bool {
    guard undoMarker != nil, undoResent == 0 else { return false }
    rack.persistence = min(16, rack.persistence + 1)
    undoReduction(unmarks: false)
    return true
  }

  private mutating func tryUndoLoss(isSpurious: Bool, echo: UInt32?, now: Int64) -> Bool {
    guard isSpurious || mayUndo(echo: echo) else { return false }
    undoReduction(unmarks: true)
    timeouts = 0
    if acknowledged == troubleEnd && !hasSack { return true }
    if isSpurious || hasSack { enter(.open, now: now) }
    return true
  }

  /// A tail loss probe brought what was lost: one reduction at once.
  mutating func repairByProbe(now: Int64) {
    beginReduction(.fastRetransmit)
    enter(.reduced, now: now)
    endReduction()
    keepOpen(now: now)
  }

  /// What an acknowledgment that is not plain progress means.
  struct Signals {
    var before: Int64 = 0
    var advances = false
    var duplicates = 0
    var hasSackedData = false
    var originalReceived = false
    var hasEcho = false
    var echo: UInt32?
  }

  /// The sender's state after an acknowledgment (Linux: `tcp_fastretrans_alert`).
  mutating func changeState(_ signals: Signals, now: Int64) {
    if outstanding == 0 && received > 0 { received = 0 }
    if signals.hasEcho { bank.forgetThreshold() }
    if state == .open {
      firstResentStamp = nil
    } else if acknowledged >= troubleEnd {
      switch state {
      case .reduced:
        if acknowledged != troubleEnd {
          endReduction()
          enter(.open, now: now)
        }
      case .recovery:
        if !hasSack { received = 0 }
        if tryUndoRecovery(echo: signals.echo, now: now) { return }
        endReduction()
      default: break
      }
    }
    if state == .recovery {
      inRecovery(signals, now: now)
      return
    }
    if state == .loss {
      processLoss(signals, now: now)
      let lostAgain = identifyLoss(now: now, advances: signals.advances)
      if !(state == .open || lostAgain) { return }
    }
    if !hasSack {
      if signals.advances { received = 0 }
      addDuplicates(signals.duplicates)
    }
    if state <= .disorder { _ = tryUndoDuplicates() }
    _ = identifyLoss(now: now, advances: signals.advances)
    guard lost > 0 else {
      tryToOpen(hasEcho: signals.hasEcho, now: now)
      return
    }
    enterRecovery(now: now, hasEcho: signals.hasEcho)
  }

  private mutating func inRecovery(_ signals: Signals, now: Int64) {
    if !signals.advances {
      if !hasSack { addDuplicates(signals.duplicates) }
    } else if undoMarker != nil && isDelayed(echo: signals.echo) {
      checkReordering(from: signals.before)
      if resent > 0 { return }
      if !hasAnyResent { firstResentStamp = nil }
      undoReduction(unmarks: true)
      keepOpen(now: now)
    }
    if tryUndoDuplicates() { tryToOpen(hasEcho: signals.hasEcho, now: now) }
    _ = identifyLoss(now: now, advances: signals.advances)
    if state != .recovery {
      guard lost > 0 else { return }
      enterRecovery(now: now, hasEcho: signals.hasEcho)
    }
  }

  private mutating func processLoss(_ signals: Signals, now: Int64) {
    let isRecovered = acknowledged >= troubleEnd
    if signals.advances && tryUndoLoss(isSpurious: false, echo: signals.echo, now: now) { return }
    if isCheckingTimeout {
      if signals.originalReceived && tryUndoLoss(isSpurious: true, echo: nil, now: now) { return }
      if next > troubleEnd {
        if signals.hasSackedData || signals.duplicates > 0 { isCheckingTimeout = false }
      } else if signals.advances && !isRecovered {
        troubleEnd = next
        // New data is tried before old data is sent again; which of both is seen on the wire.
        return
      }
    }
    if isRecovered {
      _ = tryUndoRecovery(echo: signals.echo, now: now)
      return
    }
    if !hasSack {
      if next > troubleEnd && signals.duplicates > 0 {
        addDuplicates(signals.duplicates)
      } else if signals.advances {
        received = 0
      }
    }
  }

  /// Non-SACK: a duplicate acknowledgment stands for a segment that was received.
  private mutating func addDuplicates(_ count: Int) {
    guard count > 0 else { return }
    let before = received
    received += count
    limitDuplicates(0)
    let delivered = received - before
    if delivered > 0 { deliveredTotal += delivered }
  }

  private mutating func limitDuplicates(_ extra: Int) {
    let holes = min(max(lost, 1), outstanding)
    if received + holes > outstanding {
      received = max(outstanding - holes, 0)
      reordering = min(outstanding + extra, 300)
      hasReordering = true
    }
  }

  /// Non-SACK: acknowledged segments use up duplicates.
  mutating func removeDuplicates(_ count: Int) {
    guard count > 0 else { return }
    deliveredTotal += max(count - received, 1)
    received = count - 1 >= received ? 0 : received - (count - 1)
    limitDuplicates(count)
  }

  /// A segment was received after one that was sent later.
  mutating func checkReordering(from low: Int64) {
    let forward = forwardAcknowledged
    guard low < forward else { return }
    let distance = Int(min(forward - low, 1 << 30))
    if distance > reordering * segmentSize {
      reordering = min((distance + segmentSize - 1) / segmentSize, 300)
    }
    hasReordering = true
  }
}
