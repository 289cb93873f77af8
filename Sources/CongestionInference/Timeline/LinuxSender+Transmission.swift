import InternetTypes

/// The kind of a transmission, from the sender's view.
enum TransmissionKind: UInt8 {
  case new
  case fast
  case timeout
  case probe
  /// A retransmission for a reason that is not known.
  case other
  /// Not data.
  case none
}

extension LinuxSender {
  /// Processes a segment that the sender sends; returns its kind.
  mutating func transmit(_ segment: SegmentObservation) -> TransmissionKind {
    defer { noteWindow() }
    let (start, end) = (segment.sequence, segment.end)
    if let stamp = segment.timestampValue {
      lastStamp = stamp
      lastStampAt = segment.handledAt
    }
    guard end > start else { return .none }
    suspectedTimeout = nil
    if queue.isFull { giveUp(at: max(start, next)) }
    if end <= acknowledged { return start < acknowledged ? .other : .none }
    var kind = TransmissionKind.new
    if start < next { kind = retransmit(from: start, to: min(end, next), segment) }
    if end > next {
      if start > next {
        // The bytes between were sent, and lost before the capture or by it.
        counters.segments += Int(min(start - next, 1 << 30) - 1) / segmentSize + 1
        append(from: next, to: start, segment, isUnseen: true)
      }
      append(from: max(start, next), to: end, segment)
    }
    if segment.length > 0 {
      // A reordered segment was counted when it was missing.
      if kind != .none { counters.segments += (segment.length - 1) / segmentSize + 1 }
    } else if segment.isFinal {
      loneFinalEnd = end
    }
    lastSentAt = segment.handledAt
    return kind
  }

  /// Whether the receive window has no room for another full segment.
  func hasNoRoom() -> Bool {
    guard let receiveWindow else { return false }
    return acknowledged + Int64(receiveWindow) - next < Int64(segmentSize)
  }

  private mutating func noteWindow() {
    isWindowLimited = hasNoRoom()
  }

  /// Restarts sending after an idle time (`tcp_cwnd_restart`).
  mutating func restart(at now: Int64) {
    var fits = bank.fits
    let before = fits.estimates
    bank.handle(.restarted(idle: now - lastSentAt, timeout: roundTrip.timeout, now: now))
    var isReduced = false
    let models = SenderModelID.linuxLossBased
    for index in models.indices {
      let (old, new) = (before[models[index]].size, bank[models[index]].estimate.size)
      latestRestart[models[index]] = WindowChange(before: Int(old), after: Int(new))
      isReduced = isReduced || old != new
    }
    if isReduced { counters.restarts += 1 }
  }

  /// Appends new data to the queue.
  private mutating func append(
    from start: Int64, to end: Int64, _ segment: SegmentObservation, isUnseen: Bool = false
  ) {
    let now = segment.handledAt
    noteIgnoredLoss()
    if queue.isEmpty {
      if lastSentAt > 0 {
        // Linux checks for an idle time when the application writes and when the window changes, not when the persist
        // timer probes a window that is too small.
        if !isWindowLimited {
          restart(at: now)
        }
        bank.handle(
          .resumed(
            idle: now - lastSentAt, now: now,
            isApplicationLimited: rate.applicationLimitedUntil > 0))
      }
      rate.firstSentAt = now
      rate.deliveredAt = now
      timerStart = now
    }
    var position = start
    while position < end && !queue.isFull {
      let stop = min(end, position + Int64(segmentSize))
      var sent = SentSegment(start: position, end: stop, sentAt: now)
      sent.timestampValue = segment.timestampValue ?? 0
      if isUnseen || segment.packet == 0 { sent.marks.insert(.unseen) }
      if segment.isTimeUnknown { sent.marks.insert(.untimed) }
      stamp(&sent)
      queue.append(sent)
      if state.isReducing { reductionSent += 1 }
      position = stop
    }
    next = end
  }

  /// Stores the delivery counters in a segment that is sent (`tcp_rate_skb_sent`).
  private func stamp(_ sent: inout SentSegment) {
    sent.deliveredBefore = deliveredTotal
    sent.deliveredAt = rate.deliveredAt
    sent.flightBegan = rate.firstSentAt
    sent.isApplicationLimited = rate.applicationLimitedUntil > 0
  }

  /// Processes a segment below SND.NXT: a retransmission, or an original that was reordered.
  private mutating func retransmit(
    from start: Int64, to end: Int64, _ segment: SegmentObservation
  ) -> TransmissionKind {
    let now = segment.handledAt
    var index = queue.firstIndex(endingAfter: start)
    guard index < queue.count else { return .other }
    if isFar && isOriginal(index, segment) {
      queue[index].marks.remove(.unseen)
      queue[index].timestampValue = segment.timestampValue ?? 0
      return .none
    }
    var kind = reason(for: index, now: now)
    while index < queue.count && queue[index].start < end {
      if kind == .probe {
        queue[index].sentAt = now
        queue[index].timestampValue = segment.timestampValue ?? 0
        queue[index].marks.insert(.everRetransmitted)
        stamp(index)
      } else {
        retransmitSegment(index, now: now, stamp: segment.timestampValue)
      }
      index += 1
    }
    switch kind {
    case .probe:
      counters.probes += 1
      probeEnd = next
      isProbeRetransmission = true
    case .timeout: counters.timeoutRetransmissions += 1
    case .fast: counters.fastRetransmissions += 1
    default: if state == .loss { kind = .timeout }
    }
    return kind
  }

  /// Whether a segment that fills a gap, or that came before, is an original that was reordered or duplicated on the
  /// path.
  private mutating func isOriginal(_ index: Int, _ segment: SegmentObservation) -> Bool {
    guard let stamp = segment.timestampValue else {
      return queue[index].marks.contains(.unseen) && !queue[index].marks.contains(.lost)
        && segment.handledAt - queue[index].sentAt < Int64(roundTrip.smoothed) / 2
    }
    guard queue[index].marks.contains(.unseen) else {
      return stamp == queue[index].timestampValue
    }
    // A segment captured behind it bounds when it was sent.
    var later = index + 1
    while later < queue.count && queue[later].marks.contains(.unseen) { later += 1 }
    return later < queue.count && !Self.isBefore(queue[later].timestampValue, stamp)
  }

  /// Stores the delivery counters in a segment that is retransmitted.
  private mutating func stamp(_ index: Int) {
    var sent = queue[index]
    stamp(&sent)
    queue[index] = sent
  }

  /// Marks a segment as retransmitted (`__tcp_retransmit_skb`).
  private mutating func retransmitSegment(_ index: Int, now: Int64, stamp value: UInt32?) {
    let marks = queue[index].marks
    if marks.contains(.sacked) { return }
    if !marks.contains(.retransmitted) {
      queue[index].marks.insert([.retransmitted, .everRetransmitted])
      retransOut += 1
    }
    queue[index].sentAt = now
    queue[index].timestampValue = value ?? 0
    stamp(index)
    if retransmissionStamp == nil { retransmissionStamp = value ?? 0 }
    if undoRetransmissions < 0 { undoRetransmissions = 0 }
    undoRetransmissions += 1
    if state.isReducing { reductionSent += 1 }
    if index == 0 { timerStart = now }
  }

  /// Determines why a segment is retransmitted, and makes the change of state that belongs to it.
  private mutating func reason(for index: Int, now: Int64) -> TransmissionKind {
    let marks = queue[index].marks
    if index == 0 && state == .recovery {
      if isStandardTimeout(now) {
        timeOut(now: now)
        return .timeout
      }
      suspectTimeout(now)
    }
    if marks.contains(.lost) && !marks.contains(.retransmitted) {
      if index == 0 && state != .recovery && state != .loss && hasExpired(now) {
        timeOut(now: now)
        return .timeout
      }
      return state == .loss ? .timeout : .fast
    }
    let isLast = index == queue.count - 1
    if isLast && hasSack && probeEnd == nil && (state == .open || state == .reduced)
      && !marks.contains(.sacked)
    {
      if roundTrip.smoothed == 0 || now - max(timerStart, lastSentAt) >= Int64(roundTrip.smoothed) {
        return .probe
      }
    }
    if index == 0 && hasExpired(now) {
      timeOut(now: now)
      return .timeout
    }
    if hasSack && sackedOut > 0 && state != .loss {
      // The reordering timer expired (`tcp_rack_reo_timeout`).
      let before = inFlight
      let lostBefore = lostTotal
      rack.hasAdvanced = true
      detectLoss(now: now + Calibration.Timeline.reorderingSlack)
      if inFlight != before && state != .recovery {
        enterRecovery(now: now, hasEcho: false)
        var effect = effect(now: now)
        effect.delivered = 1
        effect.lost = lostTotal - lostBefore
        bank.reduceProportionally(effect)
        reductionDelivered += 1
      }
    }
    if !queue[index].marks.contains(.lost) || queue[index].marks.contains(.retransmitted) {
      // The replay missed the loss.
      markLost(index)
      if state < .recovery {
        enterRecovery(now: now, hasEcho: false)
      }
    }
    return state == .loss ? .timeout : .fast
  }

  /// Whether the segment at a sequence number is lost and not retransmitted yet.
  mutating func isRetransmissionDue(_ sequence: Int64) -> Bool {
    let index = queue.firstIndex(endingAfter: sequence)
    guard index < queue.count else { return true }
    let marks = queue[index].marks
    return marks.contains(.lost) && !marks.contains(.retransmitted)
  }

  /// Counts new data that a sender with RACK would not have sent: the first segment's retransmission is lost.
  private mutating func noteIgnoredLoss() {
    guard hasSack, !isFar, !lacksRack, state == .recovery, !queue.isEmpty else { return }
    let marks = queue[0].marks
    guard marks.contains([.lost, .everRetransmitted]), !marks.contains(.retransmitted) else {
      return
    }
    ignoredLosses += 1
    guard ignoredLosses >= Calibration.Timeline.ignoredLosses else { return }
    lacksRack = true
    // The sender counts them as in flight.
    for index in 0..<queue.count
    where queue[index].marks.contains([.lost, .everRetransmitted])
      && !queue[index].marks.contains(.retransmitted)
    {
      queue[index].marks.insert(.retransmitted)
      retransOut += 1
    }
  }

  /// Whether the retransmission timer can have expired.
  private mutating func hasExpired(_ now: Int64) -> Bool {
    Calibration.Timeline.hasExpired(now - timerStart, timeout: timeout)
  }
}
