import InternetTypes

/// Alerts: their queue, their values and their confidence.
extension FloodDetector {
  /// Queues an alert for `takeAlerts`.
  mutating func emit(_ alert: FloodAlert) {
    if alert.end == nil {
      if alert.severity == .alert { summary.alerts += 1 } else { summary.watches += 1 }
    }
    var alert = alert
    let latest = inputEnd.map { $0 + Thresholds.leastAge }
    alert.time = captureTime(latest.map { min($0, alert.time) } ?? alert.time)
    alert.start = captureTime(alert.start)
    // The last attempt began before the alert that it led to.
    alert.end = alert.end.map { max(captureTime($0), alert.time) }
    alerts.append(alert)
  }

  /// The alert value of a target's open alert, with its current counts.
  func alert(_ slot: Int, _ openAlert: OpenAlert, end: Timestamp?) -> FloodAlert {
    let target = targets[slot]
    if openAlert.kind == .listenerNotAnswering { return outageAlert(target, openAlert, end: end) }
    let evidence = target.evidence.map { self.evidence[$0] } ?? SourceEvidence()
    let judgement = SourceJudgement(evidence, target.sum)
    let isNetwork = target.family == .network
    let hasPort = target.family == .listener || target.family == .responder
    let sum = target.sum
    let isUnsolicited = target.family == .responder || target.family == .receiver
    let isOneSided =
      !isUnsolicited && sum.answered == 0 && sum.refused == 0 && target.total.answered == 0
      && (target.total.completed > 0 || sum.reset > 0)
    // An address that occurred once is of no interest among forged ones.
    let top = evidence.topSources.top(5).filter { $0.certainCount > 1 }.map {
      (
        address: $0.value.address,
        share: Double($0.certainCount) / Double(max(evidence.topSources.total, 1))
      )
    }
    // What is half open was attempted; some of it began in ticks before the suspicion.
    let attempts = max(Int(sum.attempts), Int(sum.judged), Int(clamping: target.halfOpenPeak))
    return FloodAlert(
      kind: openAlert.kind, severity: openAlert.severity, time: openAlert.time,
      start: openAlert.start,
      end: end,
      victim: FloodAlert.Victim(
        address: target.address.address,
        prefixLength: isNetwork ? target.address.networkPrefixLength : nil,
        port: hasPort ? target.port : nil),
      confidence: confidence(target, openAlert, judgement, isOneSided: isOneSided),
      sources: FloodAlert.Sources(
        kind: judgement.kind, estimate: judgement.estimate,
        top: top),
      synRatePeak: Double(target.ratePeak), syns: attempts,
      handshakesCompleted: Int(sum.completed), halfOpenPeak: Int(clamping: target.halfOpenPeak),
      isOneSided: isOneSided,
      evidence: AlertEvidence(target: target, evidence: evidence, openAlert: openAlert).items)
  }

  /// The alert that a listener does not serve its clients.
  private func outageAlert(_ target: Target, _ openAlert: OpenAlert, end: Timestamp?) -> FloodAlert
  {
    let attempts = Int(target.outageAttempts)
    return FloodAlert(
      kind: openAlert.kind, severity: openAlert.severity, time: openAlert.time,
      start: openAlert.start,
      end: end,
      victim: FloodAlert.Victim(address: target.address.address, port: target.port),
      confidence: min(60 + Double(attempts), 95) / 100,
      sources: FloodAlert.Sources(kind: .distributed, estimate: attempts, top: []),
      synRatePeak: Double(target.outagePeak), syns: attempts, handshakesCompleted: 0,
      halfOpenPeak: min(Int(clamping: target.halfOpen), attempts), isOneSided: false,
      evidence: AlertEvidence(target: target, evidence: SourceEvidence(), openAlert: openAlert)
        .items)
  }

  /// The confidence of an alert: from the share and number of failed attempts, the confidence about the sources, and
  /// whether both directions were captured.
  private func confidence(
    _ target: Target, _ openAlert: OpenAlert, _ judgement: SourceJudgement, isOneSided: Bool
  ) -> Double {
    let failed = Double(target.sum.silent) + Double(target.sum.reset) + Double(target.sum.refused)
    let share = failed / max(failed + Double(target.sum.completed), 1)
    let volume = min(failed / 200, 1)
    let value = 0.5 + 0.2 * share + 0.15 * volume + 0.14 * judgement.confidence
    return (min(isOneSided ? value * 0.75 : value, 0.99) * 100).rounded() / 100
  }
}
