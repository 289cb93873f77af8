import InternetTypes

/// Decisions: when the excess of a target becomes an alert, and when the alert is closed.
extension FloodDetector {
  /// Raises an alert for a target if its excess and its evidence suffice.
  mutating func consider(_ slot: Int, at time: Timestamp) {
    // Most have no suspects: no copy of them is needed.
    guard targets[slot].isSuspected else { return }
    let target = targets[slot]
    guard target.sum.suspectRecords >= Thresholds.leastRecords,
      let index = target.evidence
    else { return }
    let isOver: Bool =
      switch target.family {
      case .listener:
        target.silence.value >= Thresholds.silenceHeight
          || target.resets.value >= Thresholds.resetHeight
          || target.refusals.value >= Thresholds.resetHeight
      case .host, .network: target.silence.value >= Thresholds.spreadHeight
      case .responder: target.silence.value >= Thresholds.backscatterHeight
      case .receiver: target.silence.value >= Thresholds.reflectionHeight
      }
    guard isOver else { return }
    let judgement = SourceJudgement(evidence[index], target.sum)
    guard !isIncomplete(target, evidence[index], judgement) else { return }
    guard let finding = finding(target, evidence[index], judgement) else { return }
    let openAlert = OpenAlert(
      kind: finding.kind, severity: finding.severity, time: time, start: target.onset)
    targets[slot].openAlert = openAlert
    targets[slot].quietTicks = 0
    emit(alert(slot, openAlert, end: nil))
  }

  /// Whether the final ACKs may be missing from the capture only.
  ///
  /// In a capture of SYNs and SYN-ACKs only, no handshake is completed. Even then, a SYN without an MSS option is of no
  /// ordinary client (RFC 9293, section 3.7.1), and a SYN-ACK that is retransmitted was not acknowledged. Unanswered SYNs
  /// at a high rate from forged sources are of no ordinary client either. At the end of the input a server may just have
  /// failed: then attempts arrive at their usual rate.
  private func isIncomplete(
    _ target: Target, _ evidence: SourceEvidence, _ judgement: SourceJudgement
  ) -> Bool {
    if inputEnd != nil, target.openAlert == nil {
      let rate = Double(target.ratePeak)
      let usual = max(target.ordinaryAttemptRate, target.ordinaryCompletedRate)
      if rate < Thresholds.finalRate || rate < Thresholds.finalIncrease * usual { return true }
    }
    guard !hasSeenProgress, evidence.hasOrdinaryOptions else { return false }
    let isUnanswered = evidence.answered * 10 < evidence.records
    if isUnanswered, judgement.isForged, Double(target.ratePeak) >= Thresholds.finalRate {
      return false
    }
    switch target.family {
    case .listener, .host, .network: return target.sum.answersRepeated == 0
    case .responder, .receiver: return true
    }
  }

  /// Whether attempts that were reset at once are health checks of a server: from few hosts with an ordinary stack, and
  /// hardly any of them open at a time.
  private func isHealthCheck(
    _ target: Target, _ evidence: SourceEvidence, _ judgement: SourceJudgement
  ) -> Bool {
    target.sum.silent * 10 <= target.sum.reset && evidence.hasOrdinaryOptions
      && judgement.estimate <= Thresholds.checkingSources
      && target.halfOpenPeak <= Thresholds.checkingHalfOpen
  }

  /// Classifies a target's excess; nil if it is no finding.
  private func finding(
    _ target: Target, _ evidence: SourceEvidence, _ judgement: SourceJudgement
  ) -> (kind: FloodAlert.Kind, severity: FloodAlert.Severity)? {
    switch target.family {
    case .responder:
      // SYN-ACKs to a single host are no backscatter.
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

  /// Whether refused attempts come from everywhere, as forged ones do.
  ///
  /// Clients of a server that died come from few networks. True for attempts that are mostly not refused.
  private func isWideWhereRefused(
    _ evidence: SourceEvidence, _ judgement: SourceJudgement
  ) -> Bool {
    evidence.refused * 2 < evidence.records || judgement.isWide && judgement.kind == .spoofed
  }

  /// Whether the suspicious attempts to a listener are a flood.
  private func isFlood(
    _ target: Target, _ evidence: SourceEvidence, _ judgement: SourceJudgement
  ) -> Bool {
    let suspects = Double(target.recentSuspectCount)
    let isSilent = target.silence.value >= Thresholds.silenceHeight
    if isSilent {
      return judgement.kind != .single || suspects >= Thresholds.singleSourceRate
    }
    if target.resets.value >= Thresholds.resetHeight {
      if isHealthCheck(target, evidence, judgement) { return false }
      return (judgement.kind != .single && judgement.estimate > 4)
        || suspects >= Thresholds.singleResetRate
    }
    // Refused: the clients of a server that died arrive at their usual rate.
    guard judgement.isWide, judgement.kind == .spoofed else { return false }
    return target.ordinaryCompletedRate < 0.1
      || target.attemptRate > 3 * target.ordinaryAttemptRate + 20
  }

  /// Closes an alert whose attack has ended, or raises its severity.
  mutating func reconsider(_ slot: Int, at time: Timestamp) {
    let target = targets[slot]
    guard let openAlert = target.openAlert else { return }
    let noteworthy = max(2, Double(target.suspectPeak) * 0.05)
    targets[slot].quietTicks =
      Double(target.recentSuspectCount) < noteworthy ? target.quietTicks + 1 : 0
    if targets[slot].quietTicks >= Thresholds.quietTicks {
      close(slot)
    } else if openAlert.severity == .watch, openAlert.kind == .synFlood,
      let index = target.evidence,
      let finding = finding(target, evidence[index], SourceJudgement(evidence[index], target.sum)),
      finding.severity == .alert
    {
      let openAlert = OpenAlert(
        kind: .synFlood, severity: .alert, time: time, start: openAlert.start)
      targets[slot].openAlert = openAlert
      emit(alert(slot, openAlert, end: nil))
    }
  }

  /// Closes a target's alert.
  mutating func close(_ slot: Int) {
    guard let openAlert = targets[slot].openAlert else { return }
    emit(alert(slot, openAlert, end: targets[slot].lastSuspect))
    targets[slot].openAlert = nil
    targets[slot].silence.reset()
    targets[slot].resets.reset()
    targets[slot].refusals.reset()
    targets[slot].isSuspected = false
  }

  /// Raises or closes the alert that a listener does not serve its clients.
  mutating func considerOutage(_ slot: Int, at time: Timestamp) {
    // Most have no failures: no copy of them is needed.
    guard targets[slot].outageTicks > 0 || targets[slot].tick.failed > 0 else { return }
    let target = targets[slot]
    let tick = target.tick
    let failed = tick.failed
    let lastFailed = time - Thresholds.judgementAge
    if tick.completed > 0 || target.openAlert != nil {
      closeOutage(slot)
      targets[slot].outageTicks = 0
      targets[slot].outageAttempts = 0
      return
    }
    if failed == 0 {
      // No attempts any more.
      if target.outageTicks > 0, lastFailed - target.outageLatest > Thresholds.outageIdle {
        closeOutage(slot)
        targets[slot].outageTicks = 0
        targets[slot].outageAttempts = 0
      }
      return
    }
    if target.outageTicks == 0 {
      targets[slot].outageStart = lastFailed
      targets[slot].outagePeak = 0
    }
    targets[slot].outageTicks += 1
    targets[slot].outagePeak = max(targets[slot].outagePeak, target.recentAttemptCount)
    targets[slot].outageAttempts &+= failed
    targets[slot].outageLatest = lastFailed
    guard target.outage == nil, targets[slot].outageTicks >= 4, targets[slot].outageAttempts >= 5,
      lastFailed - targets[slot].outageStart >= .seconds(2),
      // Wait if this may be the start of a flood.
      target.silence.value < Thresholds.silenceHeight / 3
    else { return }
    let openAlert = OpenAlert(
      kind: .listenerNotAnswering, severity: .watch, time: time, start: targets[slot].outageStart)
    targets[slot].outage = openAlert
    emit(alert(slot, openAlert, end: nil))
  }

  /// Closes the alert that a listener does not serve its clients.
  mutating func closeOutage(_ slot: Int) {
    guard let openAlert = targets[slot].outage else { return }
    emit(alert(slot, openAlert, end: targets[slot].outageLatest))
    targets[slot].outage = nil
  }
}
