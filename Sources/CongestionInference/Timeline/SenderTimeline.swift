/// The timeline of a sender: the captured segments of both directions in the order in which the sender processed them.
///
/// Far from the sender, acknowledgments are captured before they reach it and data after it left. A data segment's
/// TSecr identifies the newest acknowledgment that the sender had when it built the segment (RFC 7323, section 4.3);
/// without timestamps it had those before the peer's data that it acknowledges, and the order of the others follows
/// from the handshake's delay and the window. The capture time of an acknowledgment is used as its arrival time, so that
/// a segment's round trip is the time from the acknowledgment that released it to the one that covers it, independent of
/// queues on the data's path.
struct SenderTimeline {
  var analysis: SenderAnalysis
  /// Whether the capture was made at the sender, so that its order is the sender's.
  private var isNear = true
  private var data = ObservationQueue()
  private var acknowledgments = ObservationQueue()
  /// Upper bound of TSval in microseconds minus the sender's clock; `max` before it is known.
  private var clockOffset = Int64.max
  private var offsetAt: Int64 = 0
  private var lastAcknowledgmentAt: Int64 = 0
  private var lastSentAt: Int64 = 0
  /// TSval of the newest acknowledgment that was processed.
  private var lastValue: UInt32?
  /// TSval of the newest acknowledgment that data echoed and that carried data itself.
  private var dataValue: UInt32?
  /// TSval of the acknowledgment that was last processed, and how many with that TSval were processed.
  private var handledValue: UInt32?
  private var tickCount = 0
  /// The newest TSval of the sender.
  private var newestStamp: UInt32?
  /// When the first acknowledgment of the present tick arrived.
  private var tickBegan: Int64 = 0
  /// The position in `data` of the first segment that may end after SND.NXT.
  private var scanned = 0
  /// Delay from an acknowledgment's capture to its response's, from the handshake.
  private var responseDelay: Int64 = 0
  /// Whether the capture began in the middle of the connection.
  private var isMidstream = false
  /// Where the peer's data ends that the sender has, as far as it is processed.
  private var peerEnd = Int64.min

  /// The timeline of a sender at the capture.
  init(near analysis: consuming SenderAnalysis) { self.analysis = analysis }

  /// Places the sender far from the capture; called before the first segment.
  mutating func place(far responseDelay: Int64, isMidstream: Bool) {
    isNear = false
    analysis.sender.isFar = true
    self.isMidstream = isMidstream
    self.responseDelay = responseDelay
  }

  /// Adds a captured data segment.
  mutating func transmit(_ segment: SegmentObservation, _ emit: (WindowRecord) -> Void) {
    if isNear { return analysis.transmit(segment, emit) }
    data.append(segment)
    drain(before: segment.time - lookAhead, emit)
  }

  /// Adds a captured acknowledgment.
  mutating func acknowledge(_ segment: SegmentObservation, _ emit: (WindowRecord) -> Void) {
    if isNear { return analysis.acknowledge(segment, emit) }
    acknowledgments.append(segment)
    drain(before: segment.time - lookAhead, emit)
  }

  mutating func finish(_ emit: (WindowRecord) -> Void) {
    drain(before: .max, emit)
    while let segment = acknowledgments.popFirst() { process(segment, emit) }
    analysis.finish(emit)
  }

  private var lookAhead: Int64 {
    mutating get {
      let (roundTrips, least) = Calibration.Timeline.lookAhead
      return max(Int64(analysis.sender.roundTrip.smoothed) * roundTrips, least)
    }
  }

  private mutating func drain(before time: Int64, _ emit: (WindowRecord) -> Void) {
    while !data.isEmpty && (data[0].time < time || data.count > Calibration.Timeline.lookAheadLimit)
    {
      step(emit)
    }
    // Without data, acknowledgments count as arrived once they are old.
    while !acknowledgments.isEmpty
      && (acknowledgments.count > Calibration.Timeline.lookAheadLimit
        || data.isEmpty && acknowledgments[0].time < time - lookAhead)
    {
      if let segment = acknowledgments.popFirst() { process(segment, emit) }
    }
  }

  /// Processes the oldest data segment, after the acknowledgments that the sender had before it.
  private mutating func step(_ emit: (WindowRecord) -> Void) {
    var segment = data[0]
    if let stamp = segment.timestampValue {
      processAcknowledgments(echoedBy: segment, stamp, emit)
      segment.senderTime = sentTime(stamp, echo: segment.timestampEcho)
    } else {
      processAcknowledgments(neededFor: segment, emit)
      segment.senderTime = max(lastAcknowledgmentAt, lastSentAt)
      if lastAcknowledgmentAt == 0 { segment.senderTime = segment.time - responseDelay }
    }
    segment.isTimeUnknown = lastAcknowledgmentAt == 0 && isMidstream
    if isResumption(segment) {
      assumeFlightLost(behind: segment.sequence)
      analysis.noteTimeout(at: segment.captured)
    }
    if let time = segment.senderTime { lastSentAt = max(lastSentAt, time) }
    _ = data.popFirst()
    scanned = max(scanned - 1, 0)
    analysis.transmit(segment, emit)
    if let time = segment.senderTime { sendUnseen(at: time) }
  }

  /// Processes the acknowledgments that the sender had when it built a segment with a timestamp.
  private mutating func processAcknowledgments(
    echoedBy segment: SegmentObservation, _ stamp: UInt32, _ emit: (WindowRecord) -> Void
  ) {
    let echo = segment.timestampEcho
    // A sender that misses data still echoes the segment before the gap, and one with unacknowledged data echoes the
    // first of them (RFC 7323, section 4.3).
    let isMissing = segment.sack.count > 0
    let earliest = clockOffset == .max ? Int64.min : Int64(stamp) * 1000 - clockOffset
    while !acknowledgments.isEmpty, let value = acknowledgments[0].timestampValue,
      acknowledgments[0].time <= segment.time
    {
      let age = Int32(bitPattern: echo &- value)
      if age < 0 {
        guard isMissing || dataValue == echo,
          acknowledgments[0].time + responseDelay <= segment.time, !isAllowed(segment)
        else { return }
      }
      // Of several acknowledgments of one tick the first had arrived; the sender's clock and the window decide on the
      // others.
      if age == 0 && value == lastValue
        && acknowledgments[0].time + Calibration.Timeline.jitter > earliest
        && (isAllowed(segment)
          || earliest != .min
            && acknowledgments[0].time > earliest + Calibration.Timeline.laterTick)
      {
        return
      }
      if age >= 0 { dataValue = acknowledgments[0].length > 0 ? value : nil }
      if value != lastValue { tickBegan = acknowledgments[0].time }
      lastValue = value
      // Data that waited for this acknowledgment was sent when it arrived, which may be later than its capture: it may
      // have been queued on the path.
      let isAwaited =
        age == 0 && earliest > acknowledgments[0].time + Calibration.Timeline.tick
        && !isAllowed(segment)
      if let next = acknowledgments.popFirst() {
        process(next, notBefore: isAwaited ? earliest + Calibration.Timeline.halfTick : .min, emit)
      }
    }
  }

  /// Processes the acknowledgments without which the sender could not send a segment without a timestamp.
  private mutating func processAcknowledgments(
    neededFor segment: SegmentObservation, _ emit: (WindowRecord) -> Void
  ) {
    for _ in 0..<arrivedCount(before: segment) {
      if let next = acknowledgments.popFirst() { process(next, emit) }
    }
    while !acknowledgments.isEmpty
      && acknowledgments[0].time + responseDelay <= segment.time && !isAllowed(segment)
    {
      if let next = acknowledgments.popFirst() { process(next, emit) }
    }
  }

  /// How many waiting acknowledgments had arrived, since the segment acknowledges data that the last of them carries.
  private func arrivedCount(before segment: SegmentObservation) -> Int {
    guard segment.isAcknowledgment else { return 0 }
    var (count, end) = (0, peerEnd)
    for index in 0..<min(acknowledgments.count, Calibration.Timeline.arrivalLimit) {
      let other = acknowledgments[index]
      if other.time > segment.time || other.length > 0 && other.end > segment.acknowledgment {
        break
      }
      // Data that came before may be acknowledged by its first copy.
      if other.length > 0, other.end > end { (count, end) = (index + 1, other.end) }
    }
    return count
  }

  /// Whether a segment that seems new is the first retransmission after a time-out whose flight was lost before the
  /// capture: it is full and comes alone after a long silence, although the window would allow more.
  private mutating func isResumption(_ segment: SegmentObservation) -> Bool {
    guard analysis.sender.queue.isEmpty, data.count > 1, !segment.isPush,
      let stamp = segment.timestampValue, let last = analysis.sender.lastStamp, let lastValue,
      segment.sequence == analysis.sender.next, analysis.sender.state < .recovery,
      segment.length >= analysis.sender.segmentSize,
      data[1].timestampValue != nil, data[1].sequence >= segment.end, analysis.safeWindow > 2,
      let window = analysis.sender.receiveWindow, window >= 2 * analysis.sender.segmentSize
    else { return false }
    let silence = Int64(Int32(bitPattern: stamp &- last)) * 1000
    return Calibration.Timeline.hasExpired(silence, timeout: analysis.sender.roundTrip.timeout)
      && LinuxSender.isBefore(lastValue, data[1].timestampEcho)
  }

  /// Assumes that a window of segments was sent after the latest acknowledgment and lost.
  private mutating func assumeFlightLost(behind start: Int64) {
    let count = min(analysis.safeWindow, SendQueue.capacityLimit / 2)
    let end = start + Int64(count * analysis.sender.segmentSize)
    while analysis.sender.next < end && analysis.sender.inFlight < count {
      let before = analysis.sender.next
      analysis.transmitUnseen(to: end, at: lastAcknowledgmentAt)
      if analysis.sender.next == before { return }
    }
  }

  /// Whether the window of the best model allows a segment now.
  private mutating func isAllowed(_ segment: SegmentObservation) -> Bool {
    let best = analysis.sender.bank[analysis.explanation].size
    if analysis.sender.queue.isEmpty { return true }
    if segment.end > analysis.sender.next {
      if let window = analysis.sender.receiveWindow,
        segment.end > analysis.sender.acknowledged + Int64(window)
      {
        return false
      }
      return analysis.sender.inFlight < best
    }
    guard segment.timestampValue == nil else { return analysis.sender.inFlight < best }
    // Without timestamps only the loss shows when a retransmission was sent.
    return analysis.sender.isRetransmissionDue(segment.sequence)
  }

  /// When a segment was sent, from the capture times of acknowledgments.
  private mutating func sentTime(_ stamp: UInt32, echo: UInt32) -> Int64 {
    let value = Int64(stamp) * 1000
    let arrived = lastAcknowledgmentAt
    guard arrived > 0 else {
      let time = data[0].time - responseDelay
      if clockOffset == .max && !isMidstream && data.count > 1 && data[1].timestampValue == stamp {
        // The first segment is not queued behind others: its delay is the handshake's plus its serialization time,
        // which the next segment shows.
        clockOffset = value + 1000 - time + max(data[1].time - data[0].time, 0)
        offsetAt = time
      }
      return max(time, lastSentAt)
    }
    // The clocks may drift apart by 50 parts in a million.
    if clockOffset < Int64.max {
      clockOffset += max(0, (arrived - offsetAt) / Calibration.Timeline.drift)
      if arrived - offsetAt >= Calibration.Timeline.drift { offsetAt = arrived }
    } else {
      offsetAt = arrived
    }
    let candidate = value + 1000 - tickBegan
    // A segment that was delayed does not set the clock.
    let isRecent = echo == lastValue && newestStamp.map { !LinuxSender.isBefore(stamp, $0) } ?? true
    if isRecent { newestStamp = stamp }
    if isRecent, candidate < clockOffset || candidate - clockOffset > 1 << 41 {
      clockOffset = candidate
    }
    let earliest = value - clockOffset
    // The clock's tick and jitter of the path are no pause of the sender.
    if earliest <= arrived + Calibration.Timeline.tick { return max(arrived, lastSentAt) }
    var time = earliest
    if !acknowledgments.isEmpty { time = min(time, acknowledgments[0].time - 1) }
    return max(time, arrived, lastSentAt)
  }

  private mutating func process(
    _ segment: SegmentObservation, notBefore: Int64 = .min, _ emit: (WindowRecord) -> Void
  ) {
    var segment = segment
    if lastAcknowledgmentAt == 0 && isMidstream { lastSentAt = 0 }
    let time = max(segment.time, notBefore, lastSentAt, lastAcknowledgmentAt)
    segment.senderTime = time
    if segment.length > 0 { peerEnd = max(peerEnd, segment.end) }
    lastAcknowledgmentAt = time
    let beginsTick = segment.timestampValue == nil || segment.timestampValue != handledValue
    handledValue = segment.timestampValue
    tickCount = beginsTick ? 1 : tickCount + 1
    analysis.isOrderCertain = beginsTick
    analysis.acknowledge(segment, emit)
    analysis.hasSharedTick = tickCount > 1
    sendUnseen(at: time)
  }

  /// Treats a gap that the window allows as sent, and lost before the capture.
  private mutating func sendUnseen(at time: Int64) {
    while scanned < data.count && data[scanned].end <= analysis.sender.next { scanned += 1 }
    guard scanned < data.count else { return }
    let start = data[scanned].sequence
    defer { analysis.expectsUnseen = analysis.sender.next < start }
    guard analysis.sender.state < .recovery else { return }
    while analysis.sender.next < start && start - analysis.sender.next < 1 << 26
      && analysis.sender.inFlight < analysis.safeWindow && !analysis.sender.queue.isFull
    {
      let before = analysis.sender.next
      analysis.transmitUnseen(to: start, at: time)
      if analysis.sender.next == before { break }
    }
  }
}
