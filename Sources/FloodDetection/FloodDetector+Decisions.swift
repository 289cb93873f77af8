extension FloodDetector {
  /// Raises an alert for a target where there is enough to say so.
  mutating func consider(_ slot: Int, at time: Int64) {
    let target = targets[slot]
    guard target.isSuspected, target.sum.suspectRecords >= Thresholds.leastRecords,
      let index = target.evidence
    else { return }
    let isOver: Bool =
      switch target.family {
      case .listener:
        target.silence.value >= Thresholds.silenceHeight
          || target.resets.value >= Thresholds.resetHeight
          || target.refusals.value >= Thresholds.resetHeight
      case .host, .network: target.silence.value >= Thresholds.spreadHeight
      case .answerer: target.silence.value >= Thresholds.backscatterHeight
      case .receiver: target.silence.value >= Thresholds.reflectionHeight
      }
    guard isOver else { return }
    let judgement = SourceJudgement(evidence[index], target.sum)
    guard let finding = finding(target, evidence[index], judgement) else { return }
    let alarm = OpenAlert(
      kind: finding.kind, severity: finding.severity, time: time, start: target.onset)
    targets[slot].alarm = alarm
    targets[slot].quietTicks = 0
    emit(alert(slot, alarm, end: nil))
  }

  /// What a target's excess is, or nil when it is nothing to speak of.
  private func finding(
    _ target: Target, _ evidence: SourceEvidence, _ judgement: SourceJudgement
  ) -> (kind: FloodAlert.Kind, severity: FloodAlert.Severity)? {
    switch target.family {
    case .answerer:
      // One that answers a single host is that host's matter.
      return evidence.others.estimate >= 9 ? (.backscatter, .watch) : nil
    case .receiver:
      return (.synAckReflection, .alert)
    case .listener:
      guard isFlood(target, evidence, judgement) else { return nil }
    case .host:
      guard judgement.kind != .single, evidence.others.estimate >= 16,
        evidence.topOthers.topShare < 0.5, isWideWhereRefused(evidence, judgement)
      else { return nil }
    case .network:
      guard judgement.kind != .single, evidence.others.estimate >= 8,
        evidence.topOthers.topShare < 0.5, isWideWhereRefused(evidence, judgement)
      else { return nil }
    }
    let suspects = Double(target.recentSuspectCount)
    let completed = max(target.completedRate, target.ordinaryCompletedRate)
    if suspects >= Thresholds.alertShare * completed { return (.synFlood, .alert) }
    if suspects >= Thresholds.watchShare * completed { return (.synFlood, .watch) }
    return nil
  }

  /// Refused clients of a server that died come from where clients come from; forged ones from everywhere.
  private func isWideWhereRefused(
    _ evidence: SourceEvidence, _ judgement: SourceJudgement
  ) -> Bool {
    evidence.refused * 2 < evidence.records || judgement.isWide && judgement.kind == .spoofed
  }

  /// Whether the suspicious attempts at a listener are a flood.
  private func isFlood(
    _ target: Target, _ evidence: SourceEvidence, _ judgement: SourceJudgement
  ) -> Bool {
    let suspects = Double(target.recentSuspectCount)
    let isSilent = target.silence.value >= Thresholds.silenceHeight
    if isSilent {
      return judgement.kind != .single || suspects >= Thresholds.singleSourceRate
    }
    if target.resets.value >= Thresholds.resetHeight {
      return (judgement.kind != .single && judgement.estimate > 4)
        || suspects >= Thresholds.singleResetRate
    }
    // Refused: where there was a server before, its clients come on as they did.
    guard judgement.isWide, judgement.kind == .spoofed else { return false }
    return target.ordinaryCompletedRate < 0.1
      || target.attemptRate > 3 * target.ordinaryAttemptRate + 20
  }

  /// Closes an alert whose attack is over, or makes more of it.
  mutating func reconsider(_ slot: Int, at time: Int64) {
    let target = targets[slot]
    guard let alarm = target.alarm else { return }
    let noteworthy = max(2, Double(target.suspectPeak) * 0.05)
    targets[slot].quietTicks =
      Double(target.recentSuspectCount) < noteworthy ? target.quietTicks + 1 : 0
    if targets[slot].quietTicks >= Thresholds.quietTicks {
      close(slot)
    } else if alarm.severity == .watch, alarm.kind == .synFlood, let index = target.evidence,
      let finding = finding(target, evidence[index], SourceJudgement(evidence[index], target.sum)),
      finding.severity == .alert
    {
      let alarm = OpenAlert(
        kind: .synFlood, severity: .alert, time: time, start: alarm.start)
      targets[slot].alarm = alarm
      emit(alert(slot, alarm, end: nil))
    }
  }

  /// Closes a target's alert.
  mutating func close(_ slot: Int) {
    guard let alarm = targets[slot].alarm else { return }
    emit(alert(slot, alarm, end: targets[slot].lastSuspect))
    targets[slot].alarm = nil
    targets[slot].silence.reset()
    targets[slot].resets.reset()
    targets[slot].refusals.reset()
    targets[slot].isSuspected = false
  }

  /// Looks whether a listener serves anybody who waits for it.
  mutating func considerDeafness(_ slot: Int, at time: Int64) {
    let target = targets[slot]
    let tick = target.tick
    let failed = tick.retried &+ tick.refused &+ tick.unreachable
    let lastFailed = time - Thresholds.judgementAge
    if tick.completed > 0 || target.alarm != nil {
      closeDeafness(slot)
      targets[slot].deafTicks = 0
      targets[slot].deafAttempts = 0
      return
    }
    if failed == 0 {
      // Nobody asks any more.
      if target.deafTicks > 0, lastFailed - target.deafLast > Thresholds.deafIdle {
        closeDeafness(slot)
        targets[slot].deafTicks = 0
        targets[slot].deafAttempts = 0
      }
      return
    }
    if target.deafTicks == 0 { targets[slot].deafOnset = lastFailed }
    targets[slot].deafTicks += 1
    targets[slot].deafAttempts &+= failed
    targets[slot].deafLast = lastFailed
    guard target.deafness == nil, targets[slot].deafTicks >= 4, targets[slot].deafAttempts >= 5,
      lastFailed - targets[slot].deafOnset >= 2_000_000_000,
      // What looks like the beginning of a flood is waited for.
      target.silence.value < Thresholds.silenceHeight / 3
    else { return }
    let alarm = OpenAlert(
      kind: .listenerNotAnswering, severity: .watch, time: time, start: targets[slot].deafOnset)
    targets[slot].deafness = alarm
    emit(alert(slot, alarm, end: nil))
  }

  /// Closes the finding that a listener does not answer.
  mutating func closeDeafness(_ slot: Int) {
    guard let alarm = targets[slot].deafness else { return }
    emit(alert(slot, alarm, end: targets[slot].deafLast))
    targets[slot].deafness = nil
  }
}
