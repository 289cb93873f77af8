/// The congestion analysis of one data direction: the replayed sender, what the wire says about its window, and the
/// records that wait until both are known.
struct SenderAnalysis {
  let end: Side
  /// Whether records are handed out, not the verdict only.
  let wantsRecords: Bool
  var sender: LinuxSender

  /// Whether all that was sent in answer to the acknowledgments so far is known: not in the middle of acknowledgments that
  /// share a tick of the clock.
  var isOrderCertain = true
  /// Whether the latest acknowledgments shared a tick.
  var hasSharedTick = false

  // The burst that is leaving, and the response to the latest acknowledgment.
  var isBurstOpen = false
  var burstAt: Int64 = 0
  var acknowledgedAt: Int64 = 0
  var hasAcknowledgment = false
  var sentInResponse = 0
  var newInResponse = 0
  var isResponsePrompt = true
  var isResponseFull = true
  var hasProbeInResponse = false
  var windowRoom = 0
  /// Whether what the sender sends next was lost before the capture, so that when it is sent is not known.
  var expectsUnseen = false
  /// Responses in a row in which the sender filled some window at once.
  var promptStreak = 0
  var shortStreaks = (0, 0, 0)
  var streakMaximum = 0

  /// Whether the first flight was smaller than Linux's.
  var hasForeignStart = false

  // Pacing: full segments that left with no acknowledgment before them.
  var pacedCount = 0
  var promptCount = 0

  var pending = ContiguousArray<PendingRecord>()
  var resolvedCount = 0
  /// Whether Reno and CUBIC differ about a record that waits.
  var pendingDiffers = false
  /// The models of the RFCs that differ about a record that waits.
  var textbookDifferences: UInt16 = 0

  var evidenceCount = 0
  /// Whether the window is not known yet because the capture began in the middle.
  var isMidstream = false
  var verdict = CongestionVerdict()
  var firstFlight = 0
  var isFirstFlight = true
  /// Whether the first flight consists of full segments with more data behind them.
  var isFirstFlightFull = true
  var phaseAt: Int64 = 0
  var lastPhase = SenderPhase.slowStart
  var lastLimit = SendingLimit.unknown
  var maximumFlightSegments = 0
  /// Capture time of the event at work.
  var captureTime = PacketTime(rawValue: 0)
  /// Segments that the largest captured packet holds.
  var largestSegments = 0
  var notedReductions = 0
  var notedRestarts = 0
  /// Where the receive window ended the growth of slow start.
  var stall: WindowStall?
  /// New data segments, their bytes, and what of them left with nothing outstanding.
  var newSegments = 0
  var newBytes: Int64 = 0
  var reductions: ContiguousArray<NotedReduction> = []
  var hystartExit: (time: PacketTime, window: Int)?
  var plateau: (time: PacketTime, window: Int)?

  /// A time in slow start in which the receive window kept the congestion window from growing.
  struct WindowStall {
    var time: PacketTime
    var until: PacketTime
    var window: Int
    /// Whether slow start is over.
    var isOver = false
  }

  /// A reduction with the windows of Reno and of CUBIC.
  struct NotedReduction {
    var time: PacketTime
    var cause: ReductionCause
    var before: (Int, Int)
    var after: (Int, Int)
    /// The windows of the models of the RFCs.
    var textbook: [(before: Int, after: Int)]
  }

  init(end: Side, sender: LinuxSender, wantsRecords: Bool) {
    self.wantsRecords = wantsRecords
    self.end = end
    self.sender = sender
    verdict.timeInPhase = Array(repeating: 0, count: SenderPhase.allCases.count)
    verdict.timeLimited = Array(repeating: 0, count: SendingLimit.allCases.count)
  }

  /// The connection was open when the capture began: nothing is known of its window.
  mutating func beginInMidstream(acknowledged: Int64?) {
    isFirstFlight = false
    isMidstream = true
    sender.bank.textbook.drop()
    if let acknowledged, acknowledged < sender.next, sender.next - acknowledged < 1 << 30 {
      let start = sender.next
      sender.next = acknowledged
      sender.acknowledged = acknowledged
      sender.troubleEnd = acknowledged
      sender.highestReceivedEnd = acknowledged
      _ = start
    }
    func begin<A>(_ model: inout SenderModel<A>) {
      model.window.size = 2
      model.window.threshold = 2
    }
    begin(&sender.bank.reno)
    begin(&sender.bank.cubic)
  }

  /// Whether the order of events was taken from the models themselves, so that it cannot speak for one of them.
  var isCircular: Bool { sender.isFar && !sender.hasTimestamps }

  // Judgements of the models are `mutating` though they change nothing: otherwise all of this, three KB, is copied for each.

  /// Whether a model of the RFCs explains what Linux's do not.
  private mutating func isTextbook() -> Bool {
    // One reduction at least, or a long growth, and no sender that paces.
    guard evidenceCount >= 8,
      sender.counters.reductions > 0 && !sender.hasSack || evidenceCount >= 200,
      !isCircular, !isMidstream, pacingShare < 0.3, let lead = sender.bank.textbook.lead
    else { return false }
    if sender.hasSack && sender.bank.bbr.misfit < lead.misfit + 1 { return false }
    var linux = min(sender.bank.reno.misfit, sender.bank.cubic.misfit)
    // Linux offers SACK and begins with ten segments: who does neither is another, and as good a fit is enough.
    if hasForeignStart && !sender.hasSack && lead.misfit <= linux + 0.1 { return true }
    if hasForeignStart && !sender.isFar { linux += 1 }
    return lead.misfit + 1.5 < linux && lead.misfit < linux / 4
      && lead.misfit < 1 + Double(evidenceCount) / 50
  }

  /// The model that fits best: 0 Reno, 1 CUBIC, 2 BBR as Linux has them, 3 the best one of the RFCs.
  var best: Int {
    mutating get {
      if isTextbook() { return 3 }
      let lossMisfit = min(sender.bank.reno.misfit, sender.bank.cubic.misfit)
      let share = pacingShare
      // Neither threshold nor growth of Reno and CUBIC fits, or the sender's clock is not the acknowledgments'. Where no
      // pacing shows, a loss that was misread must not pass for a sender that paces.
      if evidenceCount >= (share > 0.05 ? 60 : 200) && lossMisfit > 4
        && sender.bank.bbr.misfit < lossMisfit * (share > 0.5 ? 1 : 0.3)
        && lossMisfit > Double(evidenceCount) * (share > 0.3 ? 0.02 : share > 0.05 ? 0.05 : 0.1)
      {
        return 2
      }
      return sender.bank.reno.misfit < sender.bank.cubic.misfit - 0.2 ? 0 : 1
    }
  }

  /// Records that may wait for evidence.
  static var pendingLimit: Int { 1024 }

  /// Whether models differ about records that wait, and the wire has not decided between them.
  var isAmbiguous: Bool {
    mutating get {
      if best == 3 { return sender.bank.textbook.isTied(among: textbookDifferences) }
      return pendingDiffers && best < 2
        && abs(sender.bank.reno.misfit - sender.bank.cubic.misfit) < 1
    }
  }

  var pacingShare: Double {
    Double(pacedCount) / Double(max(pacedCount + promptCount, 1))
  }

  // MARK: - Events, in the sender's order

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

  /// A window that the sender had at least, by the models that may be right.
  var safeWindow: Int {
    mutating get {
      best < 2 && abs(sender.bank.reno.misfit - sender.bank.cubic.misfit) < 0.2
        ? min(sender.bank.reno.window.size, sender.bank.cubic.window.size) : bestWindow
    }
  }

  var bestWindow: Int {
    mutating get {
      switch best {
      case 0: sender.bank.reno.window.size
      case 1: sender.bank.cubic.window.size
      case 3: sender.bank.textbook.lead?.size ?? 1
      default: sender.bank.bbr.window.size
      }
    }
  }

  // MARK: - The window on the wire

  mutating func closeBurst() {
    guard isBurstOpen else { return }
    isBurstOpen = false
    let (now, una, next) = (burstAt, sender.acknowledged, sender.next)
    let (outstanding, inFlight) = (sender.outstanding, sender.inFlight)
    let (timeout, isOpen) = (sender.roundTrip.timeout, sender.state == .open)
    let hasBacklog = windowRoom < sender.segmentSize
    func close<A>(_ model: inout SenderModel<A>) {
      model.sent(
        now: now, acknowledged: una, next: next, outstanding: outstanding, inFlight: inFlight,
        timeout: timeout, isOpen: isOpen, hasBacklog: hasBacklog)
    }
    close(&sender.bank.reno)
    close(&sender.bank.cubic)
    close(&sender.bank.bbr)
  }

  /// Holds the models against what the sender sent since the latest acknowledgment.
  mutating func finishResponse() {
    guard hasAcknowledgment, isOrderCertain else { return }
    let inFlight = sender.inFlight
    let fills =
      newInResponse > 0 && isResponsePrompt && isResponseFull && windowRoom >= sender.segmentSize
      && !expectsUnseen
    if fills {
      promptStreak += 1
      streakMaximum = promptStreak == 1 ? inFlight : max(streakMaximum, inFlight)
    } else {
      promptStreak = 0
    }
    let sent = sentInResponse
    if sent > 0 { evidenceCount += 1 }
    let isProbe = hasProbeInResponse
    let isShared = hasSharedTick
    // An order that follows from one model says nothing of the others, unless it was impossible.
    let ordering = isCircular && best < 2 && inFlight <= bestWindow ? best : nil
    func compare<A>(_ model: inout SenderModel<A>, at place: Int, _ streak: inout Int) {
      if let ordering, place < 2, place != ordering {
        streak = 0
        return
      }
      let size = model.window.size
      if sent > 0 && inFlight > size && !isProbe {
        if !isMidstream { model.charge(inFlight - size, of: inFlight) }
        if isMidstream && !A.controlsWindow { model.window.threshold = inFlight }
        model.correct(to: inFlight)
        streak = 0
      } else if fills && inFlight + (isShared ? 6 + size >> 4 : 0) < size && !A.controlsWindow {
        streak += 1
        if streak >= 4 {
          model.charge(size - inFlight, of: size)
          model.correct(to: inFlight)
          streak = 0
        }
      } else {
        streak = 0
        if fills { model.confirm() }
      }
    }
    compare(&sender.bank.reno, at: 0, &shortStreaks.0)
    compare(&sender.bank.cubic, at: 1, &shortStreaks.1)
    compare(&sender.bank.bbr, at: 2, &shortStreaks.2)
    if !sender.bank.textbook.isDropped && !isProbe {
      sender.bank.textbook.take(
        .responded(
          TextbookResponse(
            hasNewData: newInResponse > 0, fills: fills, isAfterTimeout: sender.state == .loss,
            hasSack: sender.hasSack, outstanding: sender.outstanding, inFlight: inFlight)))
    }
    if isMidstream && (promptStreak >= 32 || sender.state >= .recovery) { isMidstream = false }
  }

  /// Notes a reduction that the latest event brought, and the end of slow start.
  mutating func noteState() {
    if sender.counters.reductions != notedReductions {
      notedReductions = sender.counters.reductions
      if reductions.count < CongestionVerdict.reductionLimit {
        reductions.append(
          NotedReduction(
            time: captureTime, cause: sender.reductionCause,
            before: (sender.bank.reno.windowBefore, sender.bank.cubic.windowBefore),
            after: (sender.bank.reno.window.threshold, sender.bank.cubic.window.threshold),
            textbook: sender.bank.textbook.latestReductions()))
      }
    }
    if sender.counters.restarts != notedRestarts {
      notedRestarts = sender.counters.restarts
      if reductions.count < CongestionVerdict.reductionLimit {
        reductions.append(
          NotedReduction(
            time: captureTime, cause: .idle, before: sender.restart.before,
            after: sender.restart.after, textbook: []))
      }
    }
    if hystartExit == nil && sender.bank.cubic.algorithm.exitCount > 0 {
      hystartExit = (captureTime, sender.bank.cubic.window.size)
    }
    if plateau == nil && sender.bank.bbr.algorithm.isPipeFull {
      plateau = (captureTime, sender.bank.bbr.window.size)
    }
  }

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
    // The minimum is a microsecond at least, also where the capture shows none.
    result.roundTripMaximum = max(sender.roundTrip.maximum, result.roundTripMinimum)
    if result.roundTripMinimum > 0 {
      result.roundTripInflation =
        Double(result.roundTripMaximum) / Double(result.roundTripMinimum)
    }
    if maximumFlightSegments == 1 && newSegments >= StopAndWait.fewestBlocks {
      result.stopAndWait = StopAndWait(
        blocks: newSegments, bytes: newBytes, roundTrip: sender.roundTrip.smoothed)
    }
    judge(&result)
    return result
  }
}
