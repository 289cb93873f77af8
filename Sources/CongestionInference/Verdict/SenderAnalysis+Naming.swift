import InternetTypes

/// The names of loss-based senders.
extension SenderAnalysis {
  /// Whether the sender is not Linux's TCP: its congestion control may be Reno's or CUBIC's although Linux's models
  /// differ from it in recovery.
  var isForeign: Bool {
    segmentSizes.hasNoOption || sender.lacksRack || hasForeignStart && !sender.hasSack
      || splitWrites >= Calibration.Agreement.splitWrites && segmentSizes.isBelowAnnounced
  }

  /// Names Reno or CUBIC if one of them fits clearly better, both if they do not differ.
  mutating func judgeLossBased(_ best: SenderModelID, _ result: inout CongestionVerdict) {
    typealias Limits = Calibration.Verdict
    let other: SenderModelID = best == .linuxReno ? .linuxCubic : .linuxReno
    let (penalty, otherPenalty) = (sender.bank[best].penalty, sender.bank[other].penalty)
    let least = min(penalty, otherPenalty)
    let distance = abs(penalty - otherPenalty)
    let rate = least / Double(max(evidenceCount, 1))
    let isDistinct = distance >= Calibration.Selection.linuxDistinct
    let share = sender.bank[best].agreement.share
    // Linux's own Reno and CUBIC are replayed exactly: what differs more is another algorithm of its.
    let limits =
      isForeign ? Limits.foreign : sender.isFar ? Limits.exactFar : Limits.exact
    if isDistinct && rate < limits.rate && share < limits.share && !isCircular {
      result.algorithm = best.traits.algorithm
      result.confidence =
        isForeign
        ? confidence(distance, rate: 0) * Limits.foreignConfidence
        : confidence(distance, rate: rate) * (1 - Limits.cost(share: share))
      result.evidence = [
        .fits(
          result.algorithm, penalty: least, other: other.traits.algorithm,
          otherPenalty: max(penalty, otherPenalty), samples: evidenceCount)
      ]
    } else if isDistinct && !isCircular, let names = namesByReductions() {
      result.algorithm = names[0]
      result.candidates = names
      result.confidence = Limits.reductionConfidence
      result.evidence = [.noLossBasedFits]
    } else if evidenceCount >= Limits.evidence {
      result.algorithm = .lossBased
      result.confidence = Limits.lossBasedConfidence
      result.evidence = [
        isCircular ? .orderFromModel : isDistinct ? .noLossBasedFits : .bothLossBasedFit
      ]
      if isCircular || !isDistinct { result.candidates = [.cubic, .reno] }
    } else {
      result.algorithm = .undetermined
      result.evidence = [.tooFewAcknowledgments(evidenceCount)]
    }
  }

  /// The algorithms whose reductions are those that the wire showed, if they are distinct: neither a half nor 0.7.
  private func namesByReductions() -> [AlgorithmName]? {
    typealias Limits = Calibration.Verdict
    let losses = factors(of: .fastRetransmit)
    guard losses.count >= Limits.reductions else { return nil }
    let quarters = (losses[losses.count / 4], losses[losses.count * 3 / 4])
    // BIC keeps 0.8 of the window (`tcp_bic.c`: 819/1024), Scalable TCP 7/8 (Kelly 2003).
    if Limits.bic.contains(quarters.0) && Limits.bic.contains(quarters.1) { return [.bic] }
    if Limits.scalable.contains(quarters.0) && Limits.scalable.contains(quarters.1) {
      return [.scalable]
    }
    return nil
  }

  /// The factors of the window in reductions with a cause, as the wire showed them, in increasing order.
  private func factors(of cause: ReductionCause) -> [Double] {
    var factors: [Double] = []
    for reduction in reductions where reduction.cause == cause {
      let change = reduction.changes[.observed]
      guard change.before >= Calibration.Verdict.factorWindow, change.after > 0 else { continue }
      factors.append(Double(change.after) / Double(change.before))
    }
    return factors.sorted()
  }

  /// Adds algorithms whose windows were the named one's under the conditions of this connection.
  mutating func addCandidates(to result: inout CongestionVerdict) {
    guard result.algorithm != .lossBased, result.algorithm != .undetermined,
      result.candidates.isEmpty
    else { return }
    result.candidates = [result.algorithm]
    guard result.algorithm == .reno || result.algorithm == .newReno else { return }
    // HighSpeed TCP is Reno up to a window of 38 (RFC 3649, section 5).
    if maximumFlightSegments <= 38 { result.candidates.append(.highspeed) }
    // Hybla is Reno at round trips of 25 ms and less (Caini and Firrincieli 2004).
    let roundTrip = sender.roundTrip.smoothed
    if roundTrip > 0 && roundTrip <= 25_000 { result.candidates.append(.hybla) }
    // H-TCP is Reno in the first second after a reduction (draft-leith-tcp-htcp-06, section 2.1).
    if epochsEnd(within: 1_000_000_000) { result.candidates.append(.htcp) }
    // Illinois in Linux is Reno below 15 segments (`win_thresh`).
    if maximumFlightSegments < 15 { result.candidates.append(.illinois) }
    // TCP-LP is Reno until one-way delays grow by some part (Kuzmanovic and Knightly 2006).
    result.candidates.append(.lp)
  }

  /// Whether all times between reductions, and from the last one to the end, are shorter than a limit in nanoseconds.
  private func epochsEnd(within limit: Int64) -> Bool {
    guard var last = reductions.first?.time else { return false }
    for reduction in reductions.dropFirst() {
      if reduction.time.nanoseconds(since: last) > limit { return false }
      last = reduction.time
    }
    return captureTime.nanoseconds(since: last) <= limit
  }
}
