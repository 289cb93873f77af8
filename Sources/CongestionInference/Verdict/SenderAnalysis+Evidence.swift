/// What the wire says of the window: bursts, responses to acknowledgments, reductions.
extension SenderAnalysis {
  mutating func closeBurst() {
    guard isBurstOpen else { return }
    isBurstOpen = false
    let (now, una, next) = (burstAt, sender.acknowledged, sender.next)
    let (outstanding, inFlight) = (sender.outstanding, sender.inFlight)
    let (timeout, isOpen) = (sender.roundTrip.timeout, sender.state == .open)
    let hasBacklog = windowRoom < sender.segmentSize
    func close<A>(_ model: inout SenderModel<A>) {
      model.sent(
        now: now, acknowledged: una, next: next, outstanding: outstanding, inFlight: inFlight,
        timeout: timeout, isOpen: isOpen, hasBacklog: hasBacklog)
    }
    close(&sender.bank.reno)
    close(&sender.bank.cubic)
    close(&sender.bank.bbr)
  }

  /// Holds the models against what the sender sent since the latest acknowledgment.
  mutating func finishResponse() {
    guard hasAcknowledgment, isOrderCertain else { return }
    let inFlight = sender.inFlight
    let fills =
      newInResponse > 0 && isResponsePrompt && isResponseFull && windowRoom >= sender.segmentSize
      && !expectsUnseen
    if fills {
      promptStreak += 1
      streakMaximum = promptStreak == 1 ? inFlight : max(streakMaximum, inFlight)
    } else {
      promptStreak = 0
    }
    let sent = sentInResponse
    if sent > 0 { evidenceCount += 1 }
    let isProbe = hasProbeInResponse
    let isShared = hasSharedTick
    // An order that follows from one model says nothing of the others, unless it was impossible.
    let ordering = isCircular && best < 2 && inFlight <= bestWindow ? best : nil
    func compare<A>(_ model: inout SenderModel<A>, at place: Int, _ streak: inout Int) {
      if let ordering, place < 2, place != ordering {
        streak = 0
        return
      }
      let size = model.window.size
      if sent > 0 && inFlight > size && !isProbe {
        if !isMidstream { model.charge(inFlight - size, of: inFlight) }
        if isMidstream && !A.controlsWindow { model.window.threshold = inFlight }
        model.correct(to: inFlight)
        streak = 0
      } else if fills && inFlight + (isShared ? 6 + size >> 4 : 0) < size && !A.controlsWindow {
        streak += 1
        if streak >= 4 {
          model.charge(size - inFlight, of: size)
          model.correct(to: inFlight)
          streak = 0
        }
      } else {
        streak = 0
        if fills { model.confirm() }
      }
    }
    compare(&sender.bank.reno, at: 0, &shortStreaks.0)
    compare(&sender.bank.cubic, at: 1, &shortStreaks.1)
    compare(&sender.bank.bbr, at: 2, &shortStreaks.2)
    if !sender.bank.textbook.isDropped && !isProbe {
      sender.bank.textbook.take(
        .responded(
          TextbookResponse(
            hasNewData: newInResponse > 0, fills: fills, isAfterTimeout: sender.state == .loss,
            hasSack: sender.hasSack, outstanding: sender.outstanding, inFlight: inFlight)))
    }
    if isMidstream && (promptStreak >= 32 || sender.state >= .recovery) { isMidstream = false }
  }

  /// Notes a reduction that the latest event brought, and the end of slow start.
  mutating func noteState() {
    if sender.counters.reductions != notedReductions {
      notedReductions = sender.counters.reductions
      if reductions.count < CongestionVerdict.reductionLimit {
        reductions.append(
          NotedReduction(
            time: captureTime, cause: sender.reductionCause,
            before: (sender.bank.reno.windowBefore, sender.bank.cubic.windowBefore),
            after: (sender.bank.reno.window.threshold, sender.bank.cubic.window.threshold),
            textbook: sender.bank.textbook.latestReductions()))
      }
    }
    if sender.counters.restarts != notedRestarts {
      notedRestarts = sender.counters.restarts
      if reductions.count < CongestionVerdict.reductionLimit {
        reductions.append(
          NotedReduction(
            time: captureTime, cause: .idle, before: sender.restart.before,
            after: sender.restart.after, textbook: []))
      }
    }
    if hystartExit == nil && sender.bank.cubic.algorithm.exitCount > 0 {
      hystartExit = (captureTime, sender.bank.cubic.window.size)
    }
    if plateau == nil && sender.bank.bbr.algorithm.isPipeFull {
      plateau = (captureTime, sender.bank.bbr.window.size)
    }
  }
}
