import InternetTypes

/// The analysis of a short data direction, without models.
///
/// Most connections end before their windows show an algorithm.
package struct ShortTransfer {
  /// Segments with data that the sender has sent.
  package private(set) var segmentsSent = 0
  private var initialWindow = 0
  private var isFirstFlight = true
  private var start: Int64 = 0
  private var end: Int64 = .min
  private var acknowledged: Int64 = .min
  /// Whether there was more than one segment outstanding at some time.
  private var hasFlight = false
  private var window: ReceiveWindow
  private var blocks = 0
  private var bytes: Int64 = 0
  private var waited: Int64 = 0
  private var answers: Int64 = 0
  private var sentAt: Timestamp?
  private var pauses: PauseCount
  private var cycles: CycleCount
  private var lastTime = Timestamp(rawValue: 0)

  /// A transfer that has not begun.
  ///
  /// - Parameters:
  ///   - windowScale: the shift of the receiver's window; nil if it is not known.
  ///   - roundTrip: the nanoseconds of a round trip of the whole path; nil if they are not known.
  ///   - isAtSender: whether the capture was taken nearer to the sender than to the receiver.
  package init(windowScale: Int?, roundTrip: Int64? = nil, isAtSender: Bool = false) {
    window = ReceiveWindow(scale: windowScale)
    pauses = PauseCount(roundTrip: roundTrip, isAtSender: isAtSender)
    cycles = CycleCount(roundTrip: roundTrip)
  }

  /// Processes a segment of the data's receiver.
  package mutating func receive(_ segment: SegmentObservation) {
    lastTime = max(lastTime, segment.captured)
    if segment.length > 0 {
      pauses.begin(at: segment.captured)
      cycles.interrupt()
    }
    guard segment.isAcknowledgment else { return }
    window.offer(segment)
    guard segmentsSent > 0 else { return }
    acknowledged = max(acknowledged, segment.acknowledgment)
    if acknowledged > start { isFirstFlight = false }
    if let time = sentAt, acknowledged >= end {
      waited &+= segment.captured.nanoseconds(since: time)
      answers += 1
      sentAt = nil
      pauses.begin(at: segment.captured)
      cycles.acknowledge(at: segment.captured)
    }
  }

  /// Processes a segment of the data's sender.
  package mutating func send(_ segment: SegmentObservation) {
    lastTime = max(lastTime, segment.captured)
    window.send(segment)
    guard segment.length > 0 else { return }
    if segmentsSent == 0 { start = segment.sequence }
    segmentsSent &+= 1
    if isFirstFlight { initialWindow &+= 1 }
    if end > acknowledged && acknowledged > .min || end > .min && isFirstFlight {
      hasFlight = true
    }
    let newEnd = segment.sequence &+ Int64(segment.length)
    if newEnd > end {
      // With nothing outstanding and an open window, only the application keeps data back.
      if blocks > 0 && acknowledged >= end && window.bytes != 0 {
        pauses.end(at: segment.captured)
      }
      cycles.send(at: segment.captured)
      blocks += 1
      bytes &+= Int64(segment.length)
    }
    end = max(end, newEnd)
    sentAt = segment.captured
  }

  /// Fills a verdict at the end of the connection.
  package func fill(_ verdict: inout CongestionVerdict) {
    verdict.isTooShort = true
    verdict.segmentsSent = segmentsSent
    verdict.initialWindow = initialWindow
    verdict.receiver = window.summary(at: lastTime)
    verdict.pauses = pauses.result
    if !hasFlight && cycles.isStopAndWait {
      let trip = answers > 0 ? max(waited / answers, 0) / 1000 : 0
      verdict.stopAndWait = StopAndWait(
        blocks: blocks, bytes: bytes, roundTrip: Int(clamping: trip))
    }
  }
}
