import InternetTypes

extension FloodDetector {
  /// Hands an alert out.
  mutating func emit(_ alert: FloodAlert) {
    if alert.end == nil {
      if alert.severity == .alert { summary.alerts += 1 } else { summary.watches += 1 }
    }
    alerts.append(alert)
  }

  /// A time as packets state it.
  func timestamp(_ time: Int64) -> Timestamp {
    Timestamp(seconds: time / 1_000_000_000, nanoseconds: time % 1_000_000_000)
  }

  /// A share in per cent.
  func percent(_ share: Double) -> String { "\(Int((min(max(share, 0), 1) * 100).rounded())) %" }

  /// An open alert of a target, as it is now.
  func alert(_ slot: Int, _ alarm: OpenAlert, end: Int64?) -> FloodAlert {
    let target = targets[slot]
    if alarm.kind == .listenerNotAnswering { return deafnessAlert(target, alarm, end: end) }
    let evidence = target.evidence.map { self.evidence[$0] } ?? SourceEvidence()
    let judgement = SourceJudgement(evidence, target.sum)
    let isNetwork = target.family == .network
    let hasPort = target.family == .listener || target.family == .answerer
    let sum = target.sum
    let isUnsolicited = target.family == .answerer || target.family == .receiver
    let isOneSided =
      !isUnsolicited && sum.answered == 0 && sum.refused == 0 && target.total.answered == 0
      && (target.total.completed > 0 || sum.reset > 0)
    // Among forged addresses those that came up once mean nothing.
    let top = evidence.topSources.top(5).filter { $0.count - $0.error > 1 }.map {
      (
        address: $0.value.address,
        share: Double($0.count - $0.error) / Double(max(evidence.topSources.total, 1))
      )
    }
    return FloodAlert(
      kind: alarm.kind, severity: alarm.severity, time: timestamp(alarm.time),
      start: timestamp(alarm.start), end: end.map(timestamp),
      victim: FloodAlert.Victim(
        address: target.address.address,
        prefixLength: isNetwork ? target.address.networkPrefixLength : nil,
        port: hasPort ? target.port : nil),
      confidence: confidence(target, alarm, judgement, isOneSided: isOneSided),
      sources: FloodAlert.Sources(
        kind: judgement.kind, estimate: judgement.estimate,
        top: top),
      synRatePeak: Double(target.ratePeak), syns: Int(max(sum.attempts, sum.judged)),
      handshakesCompleted: Int(sum.completed), halfOpenPeak: Int(clamping: target.halfOpenPeak),
      isOneSided: isOneSided,
      evidence: AlertWording(target: target, evidence: evidence, alarm: alarm).lines)
  }

  /// The finding that a listener does not answer.
  private func deafnessAlert(_ target: Target, _ alarm: OpenAlert, end: Int64?) -> FloodAlert {
    let attempts = Int(target.deafAttempts)
    return FloodAlert(
      kind: alarm.kind, severity: alarm.severity, time: timestamp(alarm.time),
      start: timestamp(alarm.start), end: end.map(timestamp),
      victim: FloodAlert.Victim(address: target.address.address, port: target.port),
      confidence: min(60 + Double(attempts), 95) / 100,
      sources: FloodAlert.Sources(kind: .distributed, estimate: attempts, top: []),
      synRatePeak: Double(target.recentAttemptCount), syns: attempts, handshakesCompleted: 0,
      halfOpenPeak: Int(clamping: target.halfOpen), isOneSided: false,
      evidence: AlertWording(target: target, evidence: SourceEvidence(), alarm: alarm).lines)
  }

  /// How sure an alert is: by how far the excess is above what is needed, how clear the sources are, and whether both
  /// directions were captured.
  private func confidence(
    _ target: Target, _ alarm: OpenAlert, _ judgement: SourceJudgement, isOneSided: Bool
  ) -> Double {
    let failed = Double(target.sum.silent) + Double(target.sum.reset) + Double(target.sum.refused)
    let share = failed / max(failed + Double(target.sum.completed), 1)
    let volume = min(failed / 200, 1)
    let value = 0.5 + 0.2 * share + 0.15 * volume + 0.14 * judgement.confidence
    return (min(isOneSided ? value * 0.75 : value, 0.99) * 100).rounded() / 100
  }
}
