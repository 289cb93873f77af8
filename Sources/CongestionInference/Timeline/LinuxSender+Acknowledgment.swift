/// Processing of acknowledgments (`net/ipv4/tcp_input.c`: `tcp_ack` and the functions that it calls).
extension LinuxSender {
  /// The results of processing an acknowledgment so far (`struct tcp_sacktag_state`).
  struct Progress {
    var before: Int64 = 0
    var deliveredBefore = 0
    var lostBefore = 0
    var inFlightBefore = 0
    var reorderedFrom: Int64 = .max
    var hasSackedData = false
    var originalReceived = false
    var hasDuplicate = false
    var isProbeDuplicate = false
    var retransmissionAcknowledged = false
    var dataAcknowledged = false
    var firstSackAt: Int64?
    var lastSackAt: Int64?
  }

  /// The sender's state as an effect; the caller fills in the results of the acknowledgment.
  mutating func effect(now: Int64) -> AcknowledgmentEffect {
    var effect = AcknowledgmentEffect()
    effect.now = now
    effect.lastSentAt = lastSentAt
    effect.departsSingly = departsSingly
    effect.acknowledged = acknowledged
    effect.next = next
    effect.outstanding = outstanding
    effect.inFlight = inFlight
    effect.state = state
    effect.smoothedRoundTrip = roundTrip.smoothed
    effect.minimumRoundTrip = roundTrip.minimum
    effect.segmentSize = segmentSize
    effect.deliveredTotal = deliveredTotal
    effect.lostTotal = lostTotal
    effect.reductionDelivered = reductionDelivered
    effect.reductionSent = reductionSent
    return effect
  }

  /// Processes an acknowledgment (`tcp_ack`).
  mutating func acknowledge(_ segment: SegmentObservation) {
    let now = segment.handledAt
    let value = segment.acknowledgment
    lastRoundTrip = nil
    acknowledgedAt = now
    if value > next {
      // The capture missed the data that this acknowledges; a number far ahead was never sent.
      guard value - next <= 1 << 24 else { return }
      next = value
    }
    var progress = Progress()
    progress.before = acknowledged
    (progress.deliveredBefore, progress.lostBefore) = (deliveredTotal, lostTotal)
    progress.inFlightBefore = inFlight
    rate.hasSample = false
    rate.sentEnd = .min
    let echo = segment.timestampValue == nil ? nil : segment.timestampEcho
    let hasEcho = isEcnCapable && segment.isCongestionEcho && !segment.isSynchronizing
    if hasEcho { counters.echoes += max(segment.congestionMarks, 1) }

    if value < acknowledged {
      guard segment.sack.count > 0 else { return }
      sackBlocks(segment, &progress, now: now)
      changeState(Signals(progress, echo: echo), now: now)
      return
    }

    let advances = value > acknowledged
    if advances { timeouts = 0 }
    let forwardBefore = forwardAcknowledged
    let outstandingBefore = outstanding
    let updatesWindow = updateWindow(segment, advances: advances)
    acknowledged = value
    if segment.sack.count > 0 { sackBlocks(segment, &progress, now: now) }
    let isNotDuplicate = segment.length > 0 || segment.isFinal || updatesWindow

    guard outstandingBefore > 0 else {
      if let end = probeEnd { processProbe(end, value, advances, isNotDuplicate, progress, now) }
      return
    }
    let acknowledgedCount = removeAcknowledged(
      &progress, forwardBefore: forwardBefore, advances: advances, echo: echo, now: now)
    updateReorderingWindow()
    if let end = probeEnd { processProbe(end, value, advances, isNotDuplicate, progress, now) }

    let isDuplicate = !advances && !isNotDuplicate && !progress.hasDuplicate
    let isPlain =
      (isNotDuplicate || progress.dataAcknowledged) && !progress.hasSackedData
      && !progress.hasDuplicate && !hasEcho && state == .open
    if !isPlain {
      var signals = Signals(progress, echo: echo)
      signals.advances = advances
      signals.duplicates = isDuplicate ? 1 : 0
      signals.hasEcho = hasEcho
      changeState(signals, now: now)
    }
    settleTimer(advances: advances, removesData: acknowledgedCount > 0, now: now)
    passToModels(progress, advances: advances, isDuplicate: isDuplicate, now: now)
  }

  /// Drops or confirms a suspected time-out, and starts the retransmission timer again after new acknowledgments.
  private mutating func settleTimer(advances: Bool, removesData: Bool, now: Int64) {
    if suspectedTimeout != nil {
      if advances { suspectedTimeout = nil } else { confirmTimeout(now: now) }
    }
    if advances && removesData { timerStart = now }
  }

  /// Passes the results of an acknowledgment to the models (`tcp_cong_control`).
  private mutating func passToModels(
    _ progress: Progress, advances: Bool, isDuplicate: Bool, now: Int64
  ) {
    let delivered = deliveredTotal - progress.deliveredBefore
    if state.isReducing && delivered > 0 {
      reductionDelivered = min(reductionDelivered + delivered, 1 << 30)
    }
    var effect = effect(now: now)
    effect.inFlightBefore = progress.inFlightBefore
    effect.delivered = delivered
    effect.lost = lostTotal - progress.lostBefore
    effect.advances = advances
    effect.advancedSegments =
      (Int(acknowledged - progress.before) + segmentSize - 1) / segmentSize
    effect.isDuplicate = isDuplicate
    effect.hasSack = hasSack
    effect.mayGrow =
      progress.dataAcknowledged || reordering > 3 && progress.hasSackedData
    effect.roundTrip = lastRoundTrip ?? -1
    finishSample(&effect)
    bank.acknowledge(effect)
  }

  /// Updates SND.WND as RFC 9293 (section 3.10.7.4) says; returns whether it did (`tcp_ack_update_window`).
  mutating func updateWindow(
    _ segment: SegmentObservation, advances: Bool
  ) -> Bool {
    let raw = segment.rawWindow
    guard
      advances || segment.sequence > windowSequence
        || segment.sequence == windowSequence && (raw > rawWindow || raw == 0)
    else { return false }
    windowSequence = segment.sequence
    if raw != rawWindow {
      if isWindowLimited && queue.isEmpty && lastSentAt > 0 {
        restart(at: segment.handledAt)
      }
      rawWindow = raw
      if let windowScale { receiveWindow = raw << windowScale }
    }
    return true
  }

  /// Adds a delivered segment to the delivery rate's sample (`tcp_rate_skb_delivered`).
  mutating func sample(_ index: Int) {
    let segment = queue[index]
    guard segment.deliveredAt != Int64.min else { return }
    if !rate.hasSample
      || Self.isSentAfter(segment.sentAt, segment.end, rate.firstSentAt, rate.sentEnd)
    {
      rate.hasSample = true
      rate.priorDelivered = segment.deliveredBefore
      rate.priorAt = segment.deliveredAt
      rate.isApplicationLimited = segment.isApplicationLimited
      rate.sentEnd = segment.end
      rate.firstSentAt = segment.sentAt
      rate.sendInterval = segment.sentAt - segment.flightBegan
    }
    if segment.marks.contains(.sacked) { queue[index].deliveredAt = Int64.min }
  }

  /// Ends the delivery rate's sample of an acknowledgment (`tcp_rate_gen`).
  mutating func finishSample(_ effect: inout AcknowledgmentEffect) {
    if rate.applicationLimitedUntil > 0 && deliveredTotal > rate.applicationLimitedUntil {
      rate.applicationLimitedUntil = 0
    }
    if effect.delivered > 0 { rate.deliveredAt = effect.now }
    guard rate.hasSample else { return }
    let interval = max(rate.sendInterval, effect.now - rate.priorAt)
    effect.sampleDeliveredBefore = rate.priorDelivered
    effect.isSampleApplicationLimited = rate.isApplicationLimited
    effect.sampleDelivered = deliveredTotal - rate.priorDelivered
    effect.sampleInterval = interval < Int64(min(roundTrip.minimum, 1 << 40)) ? -1 : interval
  }

  /// Adapts RACK's reordering window to reported duplicates (`tcp_rack_update_reo_wnd`).
  mutating func updateReorderingWindow() {
    guard rate.hasSample, rate.priorDelivered > 0 else { return }
    if rate.priorDelivered < rack.lastDelivered { rack.hasSeenDuplicate = false }
    if rack.hasSeenDuplicate {
      rack.steps = min(255, rack.steps + 1)
      rack.hasSeenDuplicate = false
      rack.lastDelivered = deliveredTotal
      rack.persistence = 16
    } else if rack.persistence == 0 {
      rack.steps = 1
    }
  }

  /// Removes acknowledged segments and measures round trips (`tcp_clean_rtx_queue`); returns how many segments.
  mutating func removeAcknowledged(
    _ progress: inout Progress, forwardBefore: Int64, advances: Bool, echo: UInt32?, now: Int64
  ) -> Int {
    var count = 0
    var firstAt: Int64?
    var lastAt: Int64 = 0
    var reordered = Int64.max
    let priorSacked = sackedOut
    let deliveredBefore = deliveredTotal
    while !queue.isEmpty {
      let segment = queue[0]
      guard segment.end <= acknowledged else {
        if segment.start < acknowledged { queue[0].start = acknowledged }
        break
      }
      if segment.marks.contains(.everRetransmitted) {
        if segment.marks.contains(.retransmitted) { retransOut -= 1 }
        progress.retransmissionAcknowledged = true
      } else if !segment.marks.contains(.sacked) {
        if !segment.marks.contains(.untimed) {
          lastAt = segment.sentAt
          if firstAt == nil { firstAt = segment.sentAt }
        }
        reordered = min(reordered, segment.start)
        if segment.end <= recoveryPoint { progress.originalReceived = true }
      }
      countDelivered(segment, echo: echo, now: now)
      sample(0)
      queue.removeFirst()
      count += 1
    }
    progress.dataAcknowledged = count > 0
    var (longest, newest): (Int64, Int64) = (-1, -1)
    if let firstAt, !progress.retransmissionAcknowledged {
      longest = now - firstAt
      newest = now - lastAt
    }
    var sackTrip: Int64 = -1
    if let first = progress.firstSackAt, let last = progress.lastSackAt {
      sackTrip = now - first
      newest = now - last
    }
    let mayBeDelayed =
      count == 1 && priorSacked == 0 && acknowledged - progress.before < Int64(segmentSize)
      && deliveredTotal == deliveredBefore + 1 && !progress.hasSackedData
      && !progress.hasDuplicate
    measure(longest, newest, sackTrip, mayBeDelayed, now: now, advances: count > 0, echo: echo)
    if count > 0 {
      if !hasSack {
        removeDuplicates(count)
        if progress.retransmissionAcknowledged { progress.originalReceived = false }
      } else if reordered < forwardBefore {
        checkReorderingPast(reordered, forwardBefore)
      }
    }
    var effect = effect(now: now)
    effect.roundTrip = lastRoundTrip ?? -1
    bank.observe(effect)
    return count
  }

  /// Counts an acknowledged segment as delivered, unless a SACK block reported it before.
  private mutating func countDelivered(_ segment: SentSegment, echo: UInt32?, now: Int64) {
    if segment.marks.contains(.sacked) {
      sackedOut -= 1
    } else if hasSack {
      deliveredTotal += 1
      let isSpurious =
        segment.marks.contains(.everRetransmitted) && hasTimestamps && echo != nil
        && Self.isBefore(echo ?? 0, segment.timestampValue)
      if !isSpurious { advanceRack(segment, now: now) }
    }
    if segment.marks.contains(.lost) { lostOut -= 1 }
  }

  mutating func checkReorderingPast(_ low: Int64, _ forward: Int64) {
    let current = forwardAcknowledged
    guard low < current else { return }
    checkReordering(from: low)
  }

  /// Measures the round trip of an acknowledgment (`tcp_ack_update_rtt`); negative numbers mean no sample.
  mutating func measure(
    _ longest: Int64, _ newest: Int64, _ sackTrip: Int64, _ mayBeDelayed: Bool, now: Int64,
    advances: Bool, echo: UInt32?
  ) {
    var longest = longest < 0 ? sackTrip : longest
    var newest = newest
    if longest < 0, advances, hasTimestamps, let echo, let trip = echoTrip(echo, now: now) {
      longest = trip
      newest = trip
    }
    lastRoundTrip = newest >= 0 ? Int(newest) : nil
    guard longest >= 0 else { return }
    if newest >= 0 && !(mayBeDelayed && newest > Int64(min(roundTrip.minimum, 1 << 40))) {
      roundTrip.updateMinimum(Int(newest), at: now)
    }
    roundTrip.add(Int(min(longest, 1 << 32)), acknowledged: acknowledged, next: next)
  }

  /// The round trip from an echoed timestamp (`tcp_rtt_tsopt_us`); the sender's clock ticks every millisecond.
  func echoTrip(_ echo: UInt32, now: Int64) -> Int64? {
    guard let stamp = lastStamp else { return nil }
    let clock = stamp &+ UInt32(truncatingIfNeeded: (now - lastStampAt) / 1000)
    let ticks = Int32(bitPattern: clock &- echo)
    guard ticks >= 0, ticks < 1 << 20 else { return nil }
    return Int64(max(ticks, 1)) * 1000
  }

  /// Processes an acknowledgment while a tail loss probe is outstanding (`tcp_process_tlp_ack`).
  mutating func processProbe(
    _ end: Int64, _ value: Int64, _ advances: Bool, _ isNotDuplicate: Bool,
    _ progress: Progress, _ now: Int64
  ) {
    guard value >= end else { return }
    if !isProbeRetransmission || progress.isProbeDuplicate {
      probeEnd = nil
    } else if value > end {
      // The probe repaired a loss.
      repairByProbe(now: now)
    } else if !advances && !isNotDuplicate && !progress.hasSackedData {
      probeEnd = nil
    }
  }
}
