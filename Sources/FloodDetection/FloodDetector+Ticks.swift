import InternetTypes

/// Ticks: the regular evaluation of targets, rates and cumulative sums.
extension FloodDetector {
  /// Ends the ticks up to `time`.
  mutating func passTime(to time: Timestamp) {
    if now == nil {
      origin = time
      tickEnd = time + Thresholds.tick
      return
    }
    while tickEnd <= time {
      if isSettled {
        recentSYNs = InlineArray(repeating: 0)
        // Nothing changes until `time`: skip whole ticks.
        let ticks = (time - tickEnd).rawValue / Thresholds.tick.rawValue
        tickEnd = tickEnd + Thresholds.tick * ticks
      }
      endTick()
    }
  }

  /// Whether ticks without packets would change nothing.
  private var isSettled: Bool {
    targets.busySlots.isEmpty && openScans.isEmpty && !volumes.isBusy
      && attempts.reviewedHead == attempts.head
      && sampling.isSettled
  }

  /// Ends the current tick: judges the attempts that are old enough, and evaluates every active target.
  private mutating func endTick() {
    let time = tickEnd
    now = time
    // After the end of the input only those attempts are judged that were old enough then.
    let judged = min(time - Thresholds.judgementAge, inputEnd ?? time)
    while let position = attempts.nextToJudge(before: tableTime(judged)) {
      judge(position)
    }
    while let position = attempts.nextToReview(before: tableTime(time - Thresholds.reviewAge)) {
      review(position)
    }
    while let position = attempts.nextToExpire(before: tableTime(time - Thresholds.halfOpenAge)) {
      expire(position)
    }
    var index = 0
    while index < targets.busySlots.count {
      let slot = targets.busySlots[index]
      endTick(of: slot, at: time)
      if targets[slot].isIdle { targets.setIdle(at: index) } else { index += 1 }
    }
    closeScans(at: time)
    endVolumeTick(at: time)
    evidence.beginTick()
    sampling.endTick()
    summary.samplingPeak = max(summary.samplingPeak, 1 << sampling.mostShift)
    noteRate()
    (recentSYNs[2], recentSYNs[1], recentSYNs[0]) = (recentSYNs[1], recentSYNs[0], tickSYNs)
    tickSYNs = 0
    tickEnd = time + Thresholds.tick
  }

  /// Ends a target's tick.
  private mutating func endTick(of slot: Int, at time: Timestamp) {
    targets[slot].settleRates()
    if targets[slot].openAlert == nil {
      consider(slot, at: time)
    } else {
      reconsider(slot, at: time)
    }
    if targets[slot].family == .listener { considerOutage(slot, at: time) }
    targets[slot].beginTick()
    if targets[slot].openAlert == nil && targets[slot].pressure == 0 {
      if let index = targets[slot].evidence {
        evidence.release(index)
        targets[slot].evidence = nil
      }
      targets[slot].isSuspected = false
    }
  }

  /// Advances the clock after the end of the input, so that pending attempts are judged.
  ///
  /// The youngest are left out: the capture may have ended before their answers.
  mutating func judgeRest(at time: Timestamp) {
    inputEnd = time - Thresholds.leastAge
    passTime(to: time + Thresholds.judgementAge + Thresholds.tick)
    now = time
  }

  /// Closes all open alerts.
  mutating func closeEverything(at time: Timestamp) {
    for slot in targets.slots {
      close(slot)
      closeOutage(slot)
    }
    closeScans(at: time, all: true)
  }
}

extension Target {
  /// Adds this tick's counts to the rates and the sums.
  mutating func settleRates() {
    let seconds = Thresholds.tickSeconds
    let fast = 0.125
    let slow = 0.0083
    let attempts = Double(tick.attempts) / seconds
    let completed = Double(tick.completed) / seconds
    attemptRate += fast * (attempts - attemptRate)
    completedRate += fast * (completed - completedRate)
    ordinaryCompletedRate += slow * (completed - ordinaryCompletedRate)
    if pressure < 4 { ordinaryAttemptRate += slow * (attempts - ordinaryAttemptRate) }
    let suspects = Double(tick.silent) + Double(tick.reset) + Double(tick.refused)
    suspectRate += fast * (suspects / seconds - suspectRate)
    recentAttempts[3] = recentAttempts[2]
    recentAttempts[2] = recentAttempts[1]
    recentAttempts[1] = recentAttempts[0]
    recentAttempts[0] = tick.attempts
    recentSuspects[3] = recentSuspects[2]
    recentSuspects[2] = recentSuspects[1]
    recentSuspects[1] = recentSuspects[0]
    recentSuspects[0] = tick.silent &+ tick.reset &+ tick.refused
    ratePeak = max(ratePeak, recentAttemptCount)
    suspectPeak = max(suspectPeak, recentSuspectCount)
    if isSuspected { sum.add(tick) }
    total.add(tick)
    settleSums()
  }

  /// Attempts of the last second.
  var recentAttemptCount: UInt32 {
    recentAttempts[0] &+ recentAttempts[1] &+ recentAttempts[2] &+ recentAttempts[3]
  }

  /// Suspicious attempts of the last second.
  var recentSuspectCount: UInt32 {
    recentSuspects[0] &+ recentSuspects[1] &+ recentSuspects[2] &+ recentSuspects[3]
  }

  /// Adds this tick's suspicious attempts to the cumulative sums.
  private mutating func settleSums() {
    let seconds = Thresholds.tickSeconds
    let judged = Double(tick.judged)
    let silent = Double(tick.silent)
    // Up to 1.5 times the usual number is expected.
    let usual = 1.5 * ordinarySilentShare * judged
    switch family {
    case .listener:
      silence.add(observed: silent, expected: usual + Thresholds.silenceFloor * seconds)
      resets.add(
        observed: silent + Double(tick.reset), expected: usual + Thresholds.resetFloor * seconds)
      refusals.add(observed: Double(tick.refused), expected: Thresholds.resetFloor * seconds)
    case .host, .network:
      silence.add(
        observed: silent + Double(tick.reset) + Double(tick.refused),
        expected: usual + Thresholds.spreadFloor * seconds)
    case .responder:
      silence.add(
        observed: silent + Double(tick.reset), expected: Thresholds.backscatterFloor * seconds)
    case .receiver:
      silence.add(
        observed: silent + Double(tick.reset), expected: Thresholds.reflectionFloor * seconds)
    }
    if judged > 0 && silence.value < 5 && openAlert == nil {
      let weight = min(0.01 * judged, 0.2)
      ordinarySilentShare += weight * (silent / judged - ordinarySilentShare)
      ordinarySilentShare = min(max(ordinarySilentShare, 0.01), 0.3)
    }
  }

  /// Begins a new tick.
  mutating func beginTick() { tick = Counts() }
}
