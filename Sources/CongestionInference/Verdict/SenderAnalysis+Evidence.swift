/// Evidence of the window on the wire: bursts, responses to acknowledgments, reductions.
extension SenderAnalysis {
  /// Ends the present burst of new data.
  mutating func closeBurst() {
    guard isBurstOpen else { return }
    isBurstOpen = false
    sender.bank.validate(
      SentBurst(
        now: burstAt, acknowledged: sender.acknowledged, next: sender.next,
        outstanding: sender.outstanding, inFlight: sender.inFlight,
        timeout: sender.roundTrip.timeout, isOpen: sender.state == .open,
        hasBacklog: windowRoom < sender.segmentSize))
  }

  /// Compares the models with the segments sent since the latest acknowledgment.
  mutating func finishResponse() {
    guard hasAcknowledgment, isOrderCertain else { return }
    let inFlight = sender.inFlight
    let hasRoom = windowRoom >= 2 * sender.segmentSize
    let fills =
      newInResponse > 0 && isResponsePrompt && isResponseFull && hasRoom
      && !expectsUnseen
    promptStreak = fills ? promptStreak + 1 : 0
    if sentInResponse > 0 { evidenceCount += 1 } else if hasMore { noteSilence() }
    var response = SenderResponse()
    response.sent = sentInResponse
    response.hasNewData = newInResponse > 0
    response.fills = fills
    response.hasRoom = hasRoom
    let full = Int(sender.next - sender.acknowledged) / sender.segmentSize
    if full < sender.outstanding { response.spare = min(sender.outstanding - full, inFlight / 4) }
    response.isOffloaded = largestSegments > 1
    response.hasProbe = hasProbeInResponse
    response.sharesTick = hasSharedTick
    // An order of events taken from one model is no evidence about others, unless that model forbids it.
    if isCircular {
      let best = best
      if best.traits.isLinuxLossBased && inFlight <= sender.bank[best].size {
        response.orderedBy = best
      }
    }
    response.isMidstream = isMidstream
    response.keepsBackLost =
      sentInResponse > 0 && newInResponse == 0 && isResponsePrompt && sender.keepsBackLost
    response.isAfterTimeout = sender.state == .loss
    response.hasSack = sender.hasSack
    response.outstanding = sender.outstanding
    response.inFlight = inFlight
    sender.bank.compare(response)
    updateFollowing()
    if isMidstream
      && (promptStreak >= Calibration.Response.midstreamResponses || sender.state >= .recovery)
    {
      isMidstream = false
    }
  }

  /// Records a reduction that the latest event caused, and the end of slow start.
  @inline(__always)
  mutating func noteState() {
    if sender.counters.reductions != notedReductions || sender.counters.restarts != notedRestarts
      || sender.bank.exits != notedExits
    {
      noteChanges()
    }
  }

  private mutating func noteChanges() {
    if sender.counters.reductions != notedReductions {
      notedReductions = sender.counters.reductions
      completeReduction(sender.bank.observed.completedReduction)
      if reductions.count < CongestionVerdict.reductionLimit {
        reductions.append(
          NotedReduction(
            time: captureTime, cause: sender.reductionCause,
            changes: sender.bank.latestReductions()))
      }
    }
    if sender.counters.restarts != notedRestarts {
      notedRestarts = sender.counters.restarts
      if reductions.count < CongestionVerdict.reductionLimit {
        reductions.append(
          NotedReduction(time: captureTime, cause: .idle, changes: sender.latestRestart))
      }
    }
    if sender.bank.exits != notedExits { noteExits() }
  }

  /// Stores the window that followed the latest noted reduction: it shows only after it.
  mutating func completeReduction(_ change: WindowChange) {
    guard let index = reductions.lastIndex(where: { $0.cause != .idle }),
      !reductions[index].isComplete
    else { return }
    reductions[index].changes[.observed] = change
    reductions[index].isComplete = true
  }

  /// Records which models have left slow start without a loss.
  private mutating func noteExits() {
    notedExits = sender.bank.exits
    for model in SenderModelID.allCases {
      guard let cause = sender.bank[model].slowStartExit,
        !slowStartExits.contains(where: { $0.model == model })
      else { continue }
      let exit = SlowStartExit(time: captureTime, window: sender.bank[model].size, cause: cause)
      slowStartExits.append((model, exit))
    }
  }
}
