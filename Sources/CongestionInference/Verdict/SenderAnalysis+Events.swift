import InternetTypes

/// What happens at the sender, in its order.
extension SenderAnalysis {
  /// An acknowledgment reaches the sender.
  mutating func acknowledge(_ segment: SegmentObservation, _ emit: (WindowRecord) -> Void) {
    captureTime = segment.captured
    closeBurst()
    finishResponse()
    resolve()
    if !isAmbiguous || !wantsRecords || pending.count >= Self.pendingLimit { flush(emit) }
    if isFirstFlight && segment.acknowledgment > sender.acknowledged { takeInitialWindow() }
    sender.acknowledge(segment)
    if segment.isCongestionEcho { verdict.congestionMarks = sender.counters.echoes }
    acknowledgedAt = segment.handledAt
    hasAcknowledgment = true
    if isOrderCertain {
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

  /// The sender sends a segment.
  mutating func transmit(_ segment: SegmentObservation, _ emit: (WindowRecord) -> Void) {
    let now = segment.handledAt
    captureTime = segment.captured
    largestSegments = max(
      largestSegments, (segment.length + sender.segmentSize - 1) / sender.segmentSize)
    if isBurstOpen && now - burstAt > 300 { closeBurst() }
    let isRetransmission = segment.sequence < sender.next
    if isRetransmission || sender.queue.isEmpty {
      closeBurst()
      resolve()
    }
    let wasEmpty = sender.queue.isEmpty
    let gap = now - sender.lastSentAt
    let inFlightBefore = sender.inFlight
    let kind = sender.transmit(segment)
    noteState()
    if kind != .none {
      if segment.length > 0 { verdict.segmentsSent += 1 }
      sentInResponse += 1
      if isFirstFlight {
        firstFlight = sender.outstanding
        if segment.length < sender.segmentSize || segment.isPush { isFirstFlightFull = false }
      }
      // A FIN behind the last data does not wait for its acknowledgment, and is none.
      if segment.length > 0 {
        maximumFlightSegments = max(maximumFlightSegments, sender.outstanding)
      }
    }
    if kind == .new {
      if segment.length > 0 {
        newSegments &+= 1
        newBytes &+= Int64(segment.length)
      }
      newInResponse += 1
      burstAt = now
      isBurstOpen = true
      let isFull = segment.length >= sender.segmentSize
      if !isFull { isResponseFull = false }
      if now - acknowledgedAt > 1000 { isResponsePrompt = false }
      if isFull && !wasEmpty && sender.deliveredTotal > 10 && !segment.isPush {
        if now - acknowledgedAt > 250 && gap > 150 {
          pacedCount += 1
        } else if now - acknowledgedAt <= 250 {
          promptCount += 1
        }
      }
      if now - acknowledgedAt > Int64(sender.roundTrip.smoothed) * 2 && inFlightBefore > 0
        && gap > Int64(sender.roundTrip.smoothed) * 2 && sender.hasSack && sender.state == .open
        && inFlightBefore >= bestWindow
      {
        sender.probeEnd = sender.next
        sender.isProbeResent = false
        hasProbeInResponse = true
      }
    } else if kind == .probe {
      hasProbeInResponse = true
    }
    measureRoom()
    append(segment, kind)
    if !hasAcknowledgment { flushEarly(emit) }
  }

  /// The sender sent something that was lost before the capture.
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

  mutating func measureRoom() {
    if let window = sender.receiveWindow {
      windowRoom = Int(sender.acknowledged) + window - Int(sender.next)
    } else {
      windowRoom = .max
    }
  }

  /// Nothing comes any more.
  mutating func finish(_ emit: (WindowRecord) -> Void) {
    closeBurst()
    finishResponse()
    resolve()
    flush(emit)
  }

  /// A sender that had more to send and stopped below Linux's initial window has a smaller one.
  mutating func takeInitialWindow() {
    let size = sender.outstanding
    guard isFirstFlightFull, size > 0, windowRoom >= sender.segmentSize else { return }
    sender.bank.textbook.take(.began(segments: size))
    hasForeignStart = size < 10
    let isCertain = !sender.isFar || sender.hasTimestamps && !sender.hasSack
    guard isCertain, size < 10 else { return }
    sender.bank.reno.window.size = size
    sender.bank.cubic.window.size = size
    sender.bank.bbr.window.size = size
  }

  mutating func flushEarly(_ emit: (WindowRecord) -> Void) {
    if pending.count > 64 {
      resolve()
      flush(emit)
    }
  }
}
