/// Loss detection and the states of recovery (`net/ipv4/tcp_input.c`, `tcp_recovery.c`).
extension LinuxSender {
  /// Marks a segment, or its retransmission, as lost (`tcp_mark_skb_lost`).
  mutating func markLost(_ index: Int) {
    let marks = queue[index].marks
    if marks.contains(.sacked) { return }
    if marks.contains(.lost) {
      if marks.contains(.retransmitted) {
        queue[index].marks.remove(.retransmitted)
        retransOut -= 1
        lostTotal += 1
      }
    } else {
      queue[index].marks.insert(.lost)
      lostOut += 1
      lostTotal += 1
    }
  }

  /// The reordering window: how late a segment may be before it counts as lost (`tcp_rack_reo_wnd`).
  private var reorderingWindow: Int64 {
    if !hasReordering && (state >= .recovery || sackedOut >= reordering) { return 0 }
    let minimum = roundTrip.minimum == .max ? 0 : roundTrip.minimum
    return Int64(min((minimum >> 2) * rack.steps, roundTrip.smoothed))
  }

  /// Marks segments as lost that were sent before the newest delivered one and are late (`tcp_rack_detect_loss`).
  mutating func detectLoss(now: Int64) {
    guard rack.hasAdvanced else { return }
    rack.hasAdvanced = false
    let window = reorderingWindow
    // Without a reordering window no segment sent later can be late.
    for index in 0..<queue.count {
      let segment = queue[index]
      if segment.marks.contains(.sacked) { continue }
      if segment.marks.contains(.lost) && (lacksRack || !segment.marks.contains(.retransmitted)) {
        continue
      }
      guard Self.isSentAfter(rack.sentAt, rack.end, segment.sentAt, segment.end) else {
        if !segment.marks.contains(.everRetransmitted) { break }
        continue
      }
      if segment.sentAt + rack.roundTrip + window - now <= 0 { markLost(index) }
    }
  }

  /// Whether a segment was sent after another (`tcp_rack_sent_after`).
  static func isSentAfter(_ sent: Int64, _ end: Int64, _ otherSent: Int64, _ otherEnd: Int64)
    -> Bool
  {
    sent > otherSent || sent == otherSent && end > otherEnd
  }

  /// Without SACK, marks the first segment as lost at the third duplicate and at each partial acknowledgment
  /// (`tcp_newreno_mark_lost`).
  private mutating func markFirstLost(advances: Bool) {
    guard !queue.isEmpty,
      state < .recovery && sackedOut >= reordering || state == .recovery && advances
    else { return }
    if !queue[0].marks.contains(.lost) { markLost(0) }
  }

  /// Identifies lost segments (`tcp_identify_packet_loss`); returns whether a retransmission was lost.
  mutating func identifyLoss(now: Int64, advances: Bool) -> Bool {
    guard !queue.isEmpty else { return false }
    let before = retransOut
    if hasSack { detectLoss(now: now) } else { markFirstLost(advances: advances) }
    return retransOut < before
  }

  /// Begins a reduction (`tcp_init_cwnd_reduction`).
  private mutating func beginReduction(_ cause: ReductionCause) {
    reductionCause = cause
    counters.reductions += 1
    recoveryPoint = next
    probeEnd = nil
    reductionDelivered = 0
    reductionSent = 0
    bank.handle(.reductionBegan)
  }

  /// Enters fast recovery (`tcp_enter_recovery`).
  mutating func enterRecovery(now: Int64, hasEcho: Bool) {
    bank.handle(.thresholdForgotten)
    beginUndo()
    if !state.isReducing {
      if !hasEcho { bank.handle(.thresholdSaved(isReducing: false)) }
      beginReduction(.fastRetransmit)
    }
    enter(.recovery, now: now)
  }

  /// Reduces the window for an ECN mark (`tcp_enter_cwr`).
  mutating func enterReduced(now: Int64) {
    bank.handle(.thresholdForgotten)
    guard state < .reduced else { return }
    undoMarker = nil
    beginReduction(.congestionMark)
    enter(.reduced, now: now)
  }

  /// Processes a retransmission time-out (`tcp_enter_loss`).
  mutating func timeOut(now: Int64) {
    let isNew = state < .recovery
    if !hasSack { sackedOut = 0 }
    let isReneging = !queue.isEmpty && queue[0].marks.contains(.sacked)
    if isReneging {
      sackedOut = 0
      for index in 0..<queue.count { queue[index].marks.remove(.sacked) }
    }
    for index in 0..<queue.count {
      // Segments sent just now are not lost yet.
      if index > 0 && !isReneging && hasSack
        && queue[index].sentAt + rack.roundTrip - now > 0
      {
        continue
      }
      markLost(index)
    }
    let isFirst =
      state <= .disorder || recoveryPoint <= acknowledged || state == .loss && timeouts == 0
    bank.handle(
      .timedOut(
        SenderEvent.Timeout(
          isFirst: isFirst, inFlight: inFlight, outstanding: outstanding, next: next,
          isReducing: state.isReducing)))
    if isFirst {
      beginUndo()
      reductionCause = .timeout
      counters.reductions += 1
    }
    enter(.loss, now: now)
    recoveryPoint = next
    probeEnd = nil
    usesFRTO = isNew || timeouts > 0
    timeouts += 1
    timerStart = now
  }

  /// Chooses between `open` and `disorder` after an acknowledgment without loss (`tcp_try_keep_open`).
  private mutating func keepOpen(now: Int64) {
    let target: SenderState =
      sackedOut > 0 || lostOut > 0 || hasAnyRetransmission ? .disorder : .open
    if state != target {
      enter(target, now: now)
      recoveryPoint = next
    }
  }

  /// Processes an acknowledgment outside of recovery: reduces the window for an ECN echo, else keeps open
  /// (`tcp_try_to_open`).
  private mutating func tryToOpen(hasEcho: Bool, now: Int64) {
    if !hasAnyRetransmission { retransmissionStamp = nil }
    if hasEcho { enterReduced(now: now) }
    if state != .reduced { keepOpen(now: now) }
  }

  /// Ends a reduction (`tcp_end_cwnd_reduction`).
  private mutating func endReduction() {
    if state == .reduced || undoMarker != nil { bank.handle(.reductionEnded) }
  }

  /// Reduces the window once, after a tail loss probe repaired a loss (`tcp_process_tlp_ack`).
  mutating func repairByProbe(now: Int64) {
    beginReduction(.fastRetransmit)
    enter(.reduced, now: now)
    endReduction()
    keepOpen(now: now)
  }

  /// The signs of loss or repair in an acknowledgment, besides the advance of SND.UNA.
  struct Signals {
    var before: Int64 = 0
    var advances = false
    var duplicates = 0
    var hasSackedData = false
    var originalReceived = false
    var hasEcho = false
    var echo: UInt32?

    init() {}

    /// The results of an acknowledgment so far.
    init(_ progress: Progress, echo: UInt32?) {
      before = progress.before
      hasSackedData = progress.hasSackedData
      originalReceived = progress.originalReceived
      self.echo = echo
    }
  }

  /// Updates the sender's state after an acknowledgment (`tcp_fastretrans_alert`).
  mutating func changeState(_ signals: Signals, now: Int64) {
    if outstanding == 0 && sackedOut > 0 { sackedOut = 0 }
    if signals.hasEcho { bank.handle(.thresholdForgotten) }
    if state == .open {
      retransmissionStamp = nil
    } else if acknowledged >= recoveryPoint {
      switch state {
      case .reduced:
        if acknowledged != recoveryPoint {
          endReduction()
          enter(.open, now: now)
        }
      case .recovery:
        if !hasSack { sackedOut = 0 }
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
      if signals.advances { sackedOut = 0 }
      addDuplicates(signals.duplicates)
    }
    if state <= .disorder { _ = tryUndoDuplicates() }
    _ = identifyLoss(now: now, advances: signals.advances)
    guard lostOut > 0 else {
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
      if retransOut > 0 { return }
      if !hasAnyRetransmission { retransmissionStamp = nil }
      undoReduction(unmarks: true)
      keepOpen(now: now)
    }
    if tryUndoDuplicates() { tryToOpen(hasEcho: signals.hasEcho, now: now) }
    _ = identifyLoss(now: now, advances: signals.advances)
    if state != .recovery {
      guard lostOut > 0 else { return }
      enterRecovery(now: now, hasEcho: signals.hasEcho)
    }
  }

  /// Processes an acknowledgment after a time-out (`tcp_process_loss`, RFC 5682).
  private mutating func processLoss(_ signals: Signals, now: Int64) {
    let isRecovered = acknowledged >= recoveryPoint
    if signals.advances && tryUndoLoss(isSpurious: false, echo: signals.echo, now: now) { return }
    if usesFRTO {
      if signals.originalReceived && tryUndoLoss(isSpurious: true, echo: nil, now: now) { return }
      if next > recoveryPoint {
        if signals.hasSackedData || signals.duplicates > 0 { usesFRTO = false }
      } else if signals.advances && !isRecovered {
        recoveryPoint = next
        // The sender may send new data before it retransmits; the wire shows which it does.
        return
      }
    }
    if isRecovered {
      _ = tryUndoRecovery(echo: signals.echo, now: now)
      return
    }
    if !hasSack {
      if next > recoveryPoint && signals.duplicates > 0 {
        addDuplicates(signals.duplicates)
      } else if signals.advances {
        sackedOut = 0
      }
    }
  }

  /// Without SACK, counts a duplicate acknowledgment as a received segment (`tcp_add_reno_sack`).
  private mutating func addDuplicates(_ count: Int) {
    guard count > 0 else { return }
    let before = sackedOut
    sackedOut += count
    limitDuplicates(0)
    let delivered = sackedOut - before
    if delivered > 0 { deliveredTotal += delivered }
  }

  /// Limits the count of duplicates to the outstanding segments (`tcp_check_reno_reordering`).
  private mutating func limitDuplicates(_ extra: Int) {
    let holes = min(max(lostOut, 1), outstanding)
    if sackedOut + holes > outstanding {
      sackedOut = max(outstanding - holes, 0)
      reordering = min(outstanding + extra, 300)
      hasReordering = true
    }
  }

  /// Without SACK, subtracts acknowledged segments from the duplicates (`tcp_remove_reno_sacks`).
  mutating func removeDuplicates(_ count: Int) {
    guard count > 0 else { return }
    deliveredTotal += max(count - sackedOut, 1)
    sackedOut = count - 1 >= sackedOut ? 0 : sackedOut - (count - 1)
    limitDuplicates(count)
  }

  /// Measures reordering: a segment was received after one that was sent later (`tcp_check_sack_reordering`).
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
