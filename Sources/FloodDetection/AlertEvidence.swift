import InternetTypes

/// Collects the evidence of an alert from the counts of its target and the sketches of its sources.
struct AlertEvidence {
  let target: Target
  let evidence: SourceEvidence
  let openAlert: OpenAlert

  /// The observations, in the order in which they are shown.
  var items: [FloodAlert.Evidence] {
    switch openAlert.kind {
    case .listenerNotAnswering: outage
    case .backscatter, .synAckReflection: answers
    case .synFlood, .portScan, .hostScan: attempts + commonProperties + server
    // These are detected without connection attempts.
    case .ackFlood, .udpFlood, .finScan, .nullScan, .xmasScan: []
    }
  }

  private var sum: Target.Counts { target.sum }

  private func share(_ count: some BinaryInteger, of total: some BinaryInteger)
    -> FloodAlert.Share
  {
    FloodAlert.Share(count: Int(clamping: count), total: Int(clamping: total))
  }

  private var otherCount: Int { Int(evidence.others.estimate.rounded()) }

  /// The outcomes of the attempts.
  private var attempts: [FloodAlert.Evidence] {
    var items: [FloodAlert.Evidence] = []
    let judged = max(sum.judged, sum.silent &+ sum.reset &+ sum.refused)
    if sum.silent > 0 { items.append(.silentAttempts(share(sum.silent, of: judged))) }
    if sum.reset > 0 { items.append(.resetBySource(share(sum.reset, of: judged))) }
    if sum.refused > 0 { items.append(.refusedByVictim(share(sum.refused, of: judged))) }
    if sum.retried > 0 { items.append(.retransmittingClients(Int(sum.retried))) }
    if target.family == .host { items.append(.distinctPorts(otherCount)) }
    if target.family == .network { items.append(.distinctHosts(otherCount)) }
    return items
  }

  /// Properties that the attempts have in common.
  private var commonProperties: [FloodAlert.Evidence] {
    guard evidence.records > 0 else { return [] }
    let distinct = min(Int(evidence.sources.estimate.rounded()), Int(evidence.records))
    var items: [FloodAlert.Evidence] = [
      .distinctSources(share(distinct, of: evidence.records))
    ]
    if let top = evidence.topNetworks.top(1).first, evidence.topNetworks.topShare >= 0.5 {
      items.append(
        .dominantNetwork(
          address: top.value.address, prefixLength: top.value.networkPrefixLength,
          share(top.certainCount, of: evidence.topNetworks.total)))
    }
    if let top = evidence.timesToLive.top(1).first, evidence.timesToLive.topShare >= 0.9 {
      items.append(
        .uniformTimeToLive(top.value, share(top.certainCount, of: evidence.timesToLive.total)))
    }
    if let top = evidence.windows.top(1).first, evidence.windows.topShare >= 0.9 {
      items.append(.uniformWindow(top.value, share(top.certainCount, of: evidence.windows.total)))
    }
    if let top = evidence.options.top(1).first, evidence.options.topShare >= 0.9,
      !top.value.contains(.incomplete)
    {
      items.append(.uniformOptions(top.value, share(top.certainCount, of: evidence.options.total)))
    }
    return items
  }

  /// The behaviour of the victim.
  private var server: [FloodAlert.Evidence] {
    var items: [FloodAlert.Evidence] = [.handshakesCompleted(Int(sum.completed))]
    let open = sum.silent &+ sum.retried
    guard target.total.answered > 0 && open > 0 else { return items }
    if Double(sum.ignored) > 0.3 * Double(open) {
      items.append(.unansweredAttempts(share(sum.ignored, of: open)))
    } else if sum.answersRepeated > 0 && Double(sum.answersRepeated) > 0.02 * Double(sum.answered) {
      items.append(.synAckRetransmissions(Int(sum.answersRepeated)))
    } else if sum.silent > 100 && openAlert.time - openAlert.start > .seconds(3) {
      items.append(.noSynAckRetransmissions)
    }
    return items
  }

  /// SYN-ACKs to which no SYN was seen.
  private var answers: [FloodAlert.Evidence] {
    let count = sum.silent &+ sum.reset
    var items: [FloodAlert.Evidence] = [
      .unsolicitedAnswers(Int(count)),
      openAlert.kind == .backscatter ? .answerReceivers(otherCount) : .answerSenders(otherCount),
    ]
    if sum.reset > 0 { items.append(.answersReset(share(sum.reset, of: count))) }
    return items
  }

  /// Clients that get no service.
  private var outage: [FloodAlert.Evidence] {
    var items: [FloodAlert.Evidence] = [
      .failedAttempts(Int(target.outageAttempts)),
      target.total.refused > target.total.retried ? .attemptsRefused : .attemptsUnanswered,
    ]
    if target.total.completed > 0 {
      items.append(.handshakesCompletedBefore(Int(target.total.completed)))
    }
    return items
  }
}
