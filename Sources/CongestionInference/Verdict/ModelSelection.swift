/// Selects the model that explains a sender.
///
/// These properties are `mutating` only to avoid a copy of the whole analysis, about 3 KB, for each call.
extension SenderAnalysis {
  /// Whether the order of events was taken from the models themselves, so that it is no evidence for one of them.
  var isCircular: Bool { sender.isFar && !sender.hasTimestamps }

  /// The share of full segments that left with no acknowledgment before them.
  var pacingShare: Double {
    Double(pacedCount) / Double(max(pacedCount + promptCount, 1))
  }

  /// Whether what looks paced left a queue of the sender's own host.
  var isQueuedAtHost: Bool {
    pacedCount > 0 && queuedCount > pacedCount / 2
  }

  /// The model that fits best, or the wire if it contradicts even that one.
  var best: SenderModelID {
    mutating get { followsWire ? .observed : explanation }
  }

  /// Decides whether records follow the wire, because it contradicts the best model repeatedly.
  mutating func updateFollowing() {
    let explanation = explanation
    guard !explanation.traits.steersWindow else {
      followsWire = false
      return
    }
    let recent = sender.bank[explanation].agreement.recent
    let (enter, leave) = Calibration.Agreement.following
    followsWire =
      segmentSizes.isBelowAnnounced && splitWrites >= Calibration.Agreement.splitWrites
      || recent > (followsWire ? leave : enter)
  }

  /// The model that explains the sender best.
  var explanation: SenderModelID {
    mutating get {
      if let lead = sender.bank.rfcLead, explainsMoreThanLinux(lead) { return lead }
      return paces() ? .linuxBBR : sender.bank.lossBasedLead
    }
  }

  /// The window of the model that fits best, in segments.
  var bestWindow: Int {
    mutating get { sender.bank[best].size }
  }

  /// A lower bound of the window: the smallest one of the models that are still possible.
  var safeWindow: Int {
    mutating get {
      let best = explanation
      var window = sender.bank[best].size
      guard best.traits.isLinuxLossBased else { return window }
      let models = SenderModelID.linuxLossBased
      for index in models.indices
      where isWithin(Calibration.Selection.linuxTie, models[index], of: best) {
        window = min(window, sender.bank[models[index]].size)
      }
      return window
    }
  }

  /// Whether models differ about pending records, and the wire has not decided between them.
  var isAmbiguous: Bool {
    mutating get {
      let best = best
      if best == .observed { return sender.bank.observed.isSilent }
      if best.traits.stack == .rfc {
        let models = SenderModelID.rfc
        let limit = sender.bank[best].penalty + Calibration.Selection.rfcTie
        for index in models.indices
        where differences.contains(best, models[index])
          && sender.bank[models[index]].penalty <= limit
        {
          return true
        }
        return false
      }
      guard best.traits.isLinuxLossBased else { return false }
      let models = SenderModelID.linuxLossBased
      for index in models.indices
      where differences.contains(best, models[index])
        && isWithin(Calibration.Selection.linuxDistinct, models[index], of: best)
      {
        return true
      }
      return false
    }
  }

  /// Whether the penalties of two models differ by less than some points.
  mutating func isWithin(_ points: Double, _ model: SenderModelID, of best: SenderModelID) -> Bool {
    abs(sender.bank[model].penalty - sender.bank[best].penalty) < points
  }

  /// Whether the best model of the RFCs explains the sender better than Linux's models.
  private mutating func explainsMoreThanLinux(_ lead: SenderModelID) -> Bool {
    typealias Limits = Calibration.Selection
    // Requires a reduction or long growth, and a sender that does not pace.
    guard evidenceCount >= Limits.rfcEvidence,
      sender.counters.reductions > 0 && !sender.hasSack || evidenceCount >= Limits.rfcLongEvidence,
      !isCircular, !isMidstream, pacingShare < Limits.rfcPacingShare
    else { return false }
    let penalty = sender.bank[lead].penalty
    if sender.hasSack && sender.bank[.linuxBBR].penalty < penalty + Limits.rfcBeforeBBR {
      return false
    }
    var linux = sender.bank.lossBasedPenalty
    // Linux offers SACK and starts with ten segments: for a sender that does neither, an equal fit is enough.
    if hasForeignStart && !sender.hasSack && penalty <= linux + Limits.rfcTie { return true }
    if hasForeignStart && !sender.isFar { linux += Limits.foreignStart }
    return penalty + Limits.rfcLead < linux && penalty < linux / Limits.rfcFactor
      && penalty
        < Limits.rfcPenalty + Double(evidenceCount) / Calibration.Penalty.responsesPerPoint
  }

  /// Whether neither threshold nor growth of Reno and CUBIC fits, or the sender's clock is not the acknowledgments'.
  private mutating func paces() -> Bool {
    typealias Limits = Calibration.Selection
    let penalty = sender.bank.lossBasedPenalty
    let share = pacingShare
    let (some, many, most) = Limits.pacing
    let evidence = share > some ? Limits.bbrEvidence.pacing : Limits.bbrEvidence.silent
    // The path hides what was paced. Linux's senders fill segments as announced.
    let least = sender.isFar && !segmentSizes.isBelowAnnounced ? Limits.farPacing : some
    guard share > least, !isQueuedAtHost, evidenceCount >= evidence, penalty > Limits.bbrPenalty
    else { return false }
    let factor = share > most ? Limits.bbrFactor.most : Limits.bbrFactor.fewer
    let rate =
      share > many
      ? Limits.bbrRate.many : share > some ? Limits.bbrRate.some : Limits.bbrRate.none
    return sender.bank[.linuxBBR].penalty < penalty * factor
      && penalty > Double(evidenceCount) * rate
  }
}

/// Pairs of models whose windows differ, one bit each.
struct ModelDifferences {
  private var pairs: UInt64 = 0

  func contains(_ first: SenderModelID, _ second: SenderModelID) -> Bool {
    pairs >> UInt64(first.rawValue &* 8 &+ second.rawValue) & 1 == 1
  }

  mutating func removeAll() { pairs = 0 }

  /// Adds the pairs of one stack that differ; `inout` only to avoid copies of the table.
  mutating func insert(_ fits: inout ModelTable<ModelFit>) {
    let linux = SenderModelID.linuxLossBased
    compare(linux[0], fits[linux[0]].estimate.size, linux[1], fits[linux[1]].estimate.size)
    let rfc = SenderModelID.rfc
    var sizes = InlineArray<4, Int32>(repeating: 0)
    var areAlike = true
    for index in rfc.indices {
      sizes[index] = fits[rfc[index]].estimate.size
      if sizes[index] != sizes[0] { areAlike = false }
    }
    if areAlike { return }
    for first in rfc.indices {
      for second in 0..<first { compare(rfc[first], sizes[first], rfc[second], sizes[second]) }
    }
  }

  /// Adds a pair if its windows differ.
  private mutating func compare(
    _ first: SenderModelID, _ size: Int32, _ second: SenderModelID, _ otherSize: Int32
  ) {
    guard size != otherSize else { return }
    pairs |= 1 << UInt64(first.rawValue &* 8 &+ second.rawValue)
    pairs |= 1 << UInt64(second.rawValue &* 8 &+ first.rawValue)
  }
}
