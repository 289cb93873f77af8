import InternetTypes

/// The verdict about a sender, at the end of its connection.
extension SenderAnalysis {
  /// The verdict at the end.
  mutating func finalVerdict() -> CongestionVerdict {
    var result = verdict
    result.sender = end
    result.segmentSize = sender.segmentSize
    result.initialWindow = firstFlight
    result.fastRetransmissions = sender.counters.fastRetransmissions
    result.timeoutRetransmissions = sender.counters.timeoutRetransmissions
    result.tailLossProbes = sender.counters.probes
    result.spuriousRetransmissions = sender.counters.spurious
    result.roundTripMinimum = sender.roundTrip.minimum == .max ? 0 : sender.roundTrip.minimum
    // The minimum is at least a microsecond, even if the capture shows less.
    result.roundTripMaximum = max(sender.roundTrip.maximum, result.roundTripMinimum)
    if result.roundTripMinimum > 0 {
      result.roundTripInflation =
        Double(result.roundTripMaximum) / Double(result.roundTripMinimum)
    }
    if maximumFlightSegments == 1 && newSegments >= Calibration.StopAndWait.segments {
      result.stopAndWait = StopAndWait(
        blocks: newSegments, bytes: newBytes, roundTrip: sender.roundTrip.smoothed)
    }
    judge(&result)
    return result
  }

  /// Names the algorithm, with the evidence for it.
  private mutating func judge(_ result: inout CongestionVerdict) {
    completeReduction(sender.bank.observed.latestReduction)
    let best = explanation
    let linux = sender.bank.lossBasedPenalty
    let penalty = sender.bank[best].penalty
    let samples = evidenceCount
    let rate = penalty / Double(max(samples, 1))
    if best.traits.stack == .rfc {
      result.algorithm = best.traits.algorithm
      let foreign = hasForeignStart ? Calibration.Verdict.foreignStart : 0
      result.confidence = confidence(linux - penalty + foreign, rate: rate)
      result.evidence = [
        .fitsRFC(result.algorithm, penalty: penalty, linuxPenalty: linux, samples: samples)
      ]
      if hasForeignStart { result.evidence.append(.foreignInitialWindow(segments: firstFlight)) }
      result.evidence += sender.bank.evidence(of: best)
    } else if best.traits.steersWindow {
      result.algorithm = best.traits.algorithm
      result.confidence = confidence(linux - penalty, rate: 0)
      result.evidence = [
        .onlyBBRFits(lossBasedPenalty: linux, penalty: penalty, samples: samples),
        .paced(share: pacingShare),
      ]
    } else {
      judgeLossBased(best, &result)
    }
    addCandidates(to: &result)
    addReductions(of: best, to: &result)
    addSlowStartExit(of: best, to: &result)
  }

  /// Lists the reductions with the windows of the best model.
  private mutating func addReductions(
    of best: SenderModelID, to result: inout CongestionVerdict
  ) {
    guard !best.traits.steersWindow else {
      result.reductionCount = notedReductions
      return
    }
    // A model that does not explain the sender says nothing about its reductions; the wire does.
    let isReplayed = result.algorithm == best.traits.algorithm
    // The models of the RFCs record no idle reductions; those of Linux's default are listed.
    let idle = best.traits.stack == .rfc ? SenderModelID.linuxLossBased[0] : best
    result.reductions = reductions.compactMap { noted in
      var change = noted.changes[noted.cause == .idle ? idle : isReplayed ? best : .observed]
      if noted.cause == .idle && change.before <= change.after { return nil }
      // A model that did not detect the loss has no window for it; the wire has.
      if change.before <= 0 || change.after <= 0 { change = noted.changes[.observed] }
      return WindowReduction(
        time: noted.time, cause: noted.cause, before: Int(change.before), after: Int(change.after))
    }
    result.reductionCount =
      notedReductions + notedRestarts - (reductions.count - result.reductions.count)
    let factors = result.reductions.filter {
      $0.before >= Calibration.Verdict.factorWindow && $0.cause != .timeout && $0.cause != .idle
    }
    .map { Double($0.after) / Double($0.before) }.sorted()
    if !factors.isEmpty && result.algorithm != .lossBased && result.algorithm != .undetermined {
      result.evidence.append(
        .reductions(count: factors.count, factor: factors[factors.count / 2]))
    }
  }

  /// Records how the first slow start ended: by the receive window, by the model's own rule, or by the first loss.
  private mutating func addSlowStartExit(
    of best: SenderModelID, to result: inout CongestionVerdict
  ) {
    let steersWindow = best.traits.steersWindow
    let exit = slowStartExits.first { $0.model == best }?.exit
    let loss = result.reductions.first { $0.cause != .idle }
    let stall = steersWindow ? nil : lastingStall
    if let stall, loss.map({ stall.time < $0.time && $0.before <= stall.window + 1 }) ?? true,
      exit.map({ stall.time < $0.time }) ?? true
    {
      result.slowStartExit = SlowStartExit(
        time: stall.time, window: stall.window, cause: .receiveWindow)
    } else if let exit, loss.map({ exit.time < $0.time }) ?? true {
      result.slowStartExit = exit
      if exit.cause == .hystart && result.algorithm == .cubic { result.evidence.append(.hystart) }
    } else if let loss {
      result.slowStartExit = SlowStartExit(
        time: loss.time, window: loss.before,
        cause: loss.cause == .congestionMark ? .congestionMark : .loss)
    }
  }

  /// The stall of slow start by the receive window, if it lasted for more than one round trip.
  private var lastingStall: WindowStall? {
    let roundTrip = max(Int64(sender.roundTrip.smoothed), 1) &* 1000
    return stall.flatMap {
      $0.until.nanoseconds(since: $0.time) >= Calibration.Verdict.stallRoundTrips &* roundTrip
        ? $0 : nil
    }
  }

  /// The confidence, from the distance to the second best model and the best one's points per acknowledgment.
  func confidence(_ distance: Double, rate: Double) -> Double {
    typealias Limits = Calibration.Verdict
    let distance = max(distance, 0)
    return min(Limits.mostConfidence, distance / (distance + Limits.halfConfidence))
      * max(Limits.misfitCost.least, 1 - rate * Limits.misfitCost.factor)
  }
}
