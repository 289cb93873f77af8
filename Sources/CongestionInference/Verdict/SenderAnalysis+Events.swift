import InternetTypes

/// Events of the sender, received and sent segments, in the sender's order.
extension SenderAnalysis {
  /// Processes an acknowledgment that reaches the sender.
  mutating func acknowledge(_ segment: SegmentObservation, _ emit: (WindowRecord) -> Void) {
    captureTime = segment.captured
    closeBurst()
    finishResponse()
    resolve()
    if !isAmbiguous || !wantsRecords || pending.count >= Calibration.Record.pendingLimit {
      flush(emit)
    }
    if isFirstFlight && segment.acknowledgment > sender.acknowledged { takeInitialWindow() }
    sender.acknowledge(segment)
    if segment.isCongestionEcho { verdict.congestionMarks = sender.counters.echoes }
    acknowledgedAt = segment.handledAt
    hasAcknowledgment = true
    if isOrderCertain {
      wasHeldBack = windowRoom < 2 * sender.segmentSize || promptStreak > 0
      sentInResponse = 0
      newInResponse = 0
      isResponsePrompt = true
      isResponseFull = true
      hasProbeInResponse = false
    }
    if sender.acknowledged > sender.next - 1 || sender.deliveredTotal > 0 { isFirstFlight = false }
    noteState()
    append(segment, .none)
  }

  /// Processes a segment that the sender sends.
  mutating func transmit(_ segment: SegmentObservation, _ emit: (WindowRecord) -> Void) {
    let now = segment.handledAt
    captureTime = segment.captured
    if segment.length > 0 && segment.sequence >= sender.next { noteSize(of: segment) }
    largestSegments = max(
      largestSegments, (segment.length + sender.segmentSize - 1) / sender.segmentSize)
    if isBurstOpen && now - burstAt > Calibration.Burst.gap { closeBurst() }
    let isRetransmission = segment.sequence < sender.next
    if isRetransmission || sender.queue.isEmpty {
      closeBurst()
      resolve()
    }
    noteHostQueue(of: segment)
    let wasEmpty = sender.queue.isEmpty
    let gap = now - sender.lastSentAt
    let inFlightBefore = sender.inFlight
    let kind = sender.transmit(segment)
    noteState()
    if kind != .none { countSent(segment) }
    if kind == .new {
      noteNew(segment, after: gap, followsUnacknowledged: !wasEmpty, inFlight: inFlightBefore)
    } else if kind == .probe {
      hasProbeInResponse = true
    } else if now - acknowledgedAt > Calibration.Response.prompt {
      isResponsePrompt = false
    }
    measureRoom()
    append(segment, kind, endsPause: wasEmpty)
    if !hasAcknowledgment { flushEarly(emit) }
  }

  /// Counts a segment that was sent, new or again.
  private mutating func countSent(_ segment: SegmentObservation) {
    if segment.length > 0 { verdict.segmentsSent += 1 }
    sentInResponse += 1
    if isFirstFlight {
      firstFlight = sender.outstanding
      if segment.length < sender.segmentSize || segment.isPush { isFirstFlightFull = false }
    }
    // A FIN after the last data is no data segment, and does not wait for the data's acknowledgment.
    if segment.length > 0 {
      maximumFlightSegments = max(maximumFlightSegments, sender.outstanding)
    }
  }

  /// Notes a segment of new data: what it says about the sender's backlog, its pacing, and probes of a silent path.
  ///
  /// - Parameters:
  ///   - segment: The segment.
  ///   - gap: The time since the segment before it, in microseconds.
  ///   - followsUnacknowledged: Whether earlier data was not yet acknowledged.
  ///   - inFlight: How many segments were in flight before it.
  private mutating func noteNew(
    _ segment: SegmentObservation, after gap: Int64, followsUnacknowledged: Bool, inFlight: Int
  ) {
    let now = segment.handledAt
    if segment.length > 0 {
      newSegments &+= 1
      newBytes &+= Int64(segment.length)
      newDataAt = max(newDataAt, captureTime.rawValue / 1000)
    }
    hasFinished = segment.isFinal
    silentResponses = 0
    let isFull = segment.length >= sender.segmentSize
    noteBacklog(of: segment, whileInFlight: followsUnacknowledged)
    if isFull && wasHeldBack && newInResponse > 0 && !isResponseFull { splitWrites &+= 1 }
    newInResponse += 1
    burstAt = now
    isBurstOpen = true
    // A short segment followed by more data ends a write, not the response.
    isResponseFull = isFull
    if now - acknowledgedAt > Calibration.Response.prompt { isResponsePrompt = false }
    if isFull && followsUnacknowledged && sender.deliveredTotal > Calibration.Burst.pacingFrom
      && !segment.isPush
    {
      notePacing(of: segment, gap: gap)
    }
    let silence = Int64(sender.roundTrip.smoothed) * Calibration.Response.probeSilence
    if now - acknowledgedAt > silence && inFlight > 0 && gap > silence && sender.hasSack
      && sender.state == .open && inFlight >= bestWindow
    {
      sender.probeEnd = sender.next
      sender.isProbeRetransmission = false
      hasProbeInResponse = true
    }
  }

  /// Notes that the sender sent nothing after an acknowledgment; after several, although its windows had room, it had
  /// no more to send.
  mutating func noteSilence() {
    guard sender.state == .open, largestSegments <= 1, !isQueuedAtHost, !followsWire,
      windowRoom >= sender.segmentSize
    else { return }
    let best = explanation
    let size = sender.bank[best].size
    // Linux defers up to a third of its window to fill a larger frame.
    guard best.traits.isLinuxLossBased,
      sender.inFlight + 1 < size - size / Calibration.Record.offloadShare
    else { return }
    silentResponses += 1
    if silentResponses >= Calibration.Record.silentResponses { hasMore = false }
  }

  /// Updates the estimated size of full segments by the segment's length.
  private mutating func noteSize(of segment: SegmentObservation) {
    var isCut = false
    if let window = sender.receiveWindow {
      isCut = segment.end + Int64(sender.segmentSize) > sender.acknowledged + Int64(window)
    }
    if segmentSizes.note(segment.length, isPush: segment.isPush, isCut: isCut) {
      sender.segmentSize = max(segmentSizes.size, LinuxSender.smallestSegment)
    }
  }

  /// Notes whether the sender had more to send after a segment: a short one ends a write; a full one with PSH does,
  /// too, unless the sender also sets PSH in the middle of a write, as at the end of each buffer.
  private mutating func noteBacklog(of segment: SegmentObservation, whileInFlight: Bool) {
    if endsBuffer && whileInFlight { continuedBuffers += 1 }
    let isFull =
      segment.length > 0 && !segment.isFinal && segment.length % sender.segmentSize == 0
    endsBuffer = isFull && segment.isPush
    hasMore = isFull && (!segment.isPush || continuedBuffers >= Calibration.Record.buffers)
  }

  /// Counts a full segment by what released it: an acknowledgment, the one before, or a timer.
  private mutating func notePacing(of segment: SegmentObservation, gap: Int64) {
    if segment.handledAt - acknowledgedAt <= Calibration.Burst.released {
      promptCount += 1
    } else if gap > Calibration.Burst.pacedGap {
      pacedCount += 1
      if hostQueue > Calibration.Burst.hostQueue { queuedCount += 1 }
    } else {
      followingCount += 1
    }
    if pacedCount >= Calibration.BBR.departures {
      // Linux counts on two whatever its skbs hold (`bbr_min_tso_segs`).
      sender.departsSingly =
        followingCount < pacedCount / Calibration.BBR.singleShare
        && (sender.lacksRack || segmentSizes.hasNoOption)
    }
  }

  /// Measures how long a segment waited between its timestamp and the capture, beyond the least such time: in a queue
  /// of the sender's own host.
  private mutating func noteHostQueue(of segment: SegmentObservation) {
    guard !sender.isFar, let stamp = segment.timestampValue else { return }
    if firstStamp == nil { firstStamp = (stamp, segment.time) }
    guard let first = firstStamp else { return }
    let elapsed = segment.time - first.time
    let ticks = Int64(Int32(bitPattern: stamp &- first.stamp)) * 1000
    let lag = elapsed - ticks
    leastLag = min(leastLag, lag)
    // Only a timestamp clock of milliseconds is used.
    let isMilliseconds = abs(lag) < max(elapsed / 8, 100_000)
    hostQueue = isMilliseconds ? lag - leastLag : 0
  }

  /// Processes a segment that the sender sent and that was lost before the capture.
  mutating func transmitUnseen(to end: Int64, at now: Int64) {
    var segment = SegmentObservation()
    segment.sequence = sender.next
    segment.length = Int(min(end - sender.next, Int64(sender.segmentSize)))
    segment.senderTime = now
    if sender.queue.isEmpty {
      closeBurst()
      resolve()
    }
    guard sender.transmit(segment) == .new else { return }
    sentInResponse += 1
    newInResponse += 1
    burstAt = now
    isBurstOpen = true
    measureRoom()
  }

  /// Measures how many more bytes the receive window allows.
  mutating func measureRoom() {
    if let window = sender.receiveWindow {
      windowRoom = Int(sender.acknowledged) + window - Int(sender.next)
    } else {
      windowRoom = .max
    }
  }

  /// Ends the analysis.
  mutating func finish(_ emit: (WindowRecord) -> Void) {
    closeBurst()
    finishResponse()
    resolve()
    flush(emit)
  }

  /// Uses the first flight as the initial window, if the sender had more to send.
  mutating func takeInitialWindow() {
    let size = sender.outstanding
    guard isFirstFlightFull, size > 0, windowRoom >= sender.segmentSize else { return }
    hasForeignStart = size < LinuxModel<LinuxReno>.initialWindow
    let isExact = !sender.isFar || sender.hasTimestamps && !sender.hasSack
    sender.bank.handle(.firstFlightEnded(segments: size, isExact: isExact))
  }

  /// Emits records before the first acknowledgment if too many are pending.
  mutating func flushEarly(_ emit: (WindowRecord) -> Void) {
    if pending.count > Calibration.Record.earlyPendingLimit {
      resolve()
      flush(emit)
    }
  }
}
