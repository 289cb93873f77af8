public import InternetTypes

/// One round trip of a data sender: a flight of segments, from the acknowledgment that released it to the one that
/// covers it.
///
/// Windows and counts are segments, durations microseconds.
public struct RoundTripRecord: Sendable {
  /// The time of its start.
  public var time = Timestamp(rawValue: 0)
  /// The time from its start to its end; nil if the connection ends before.
  public var duration: Int64?
  /// The packet that begins it, by its position in the input.
  public var packet = 0
  /// The connection's index.
  public var connection: UInt64 = 0
  /// The endpoint that sends the data.
  public var sender = Side.client
  /// Its number, from 1.
  public var number = 0
  /// The congestion window at its start; 0 in an empty record only.
  public var window = 0
  /// The growth of the window until its end; negative if it shrank.
  public var growth = 0
  /// How the window is known.
  public var windowClass = WindowClass.unknown
  /// The slow-start threshold; nil if none is set.
  public var threshold: Int?
  /// The window that the receiver offers at its start, in bytes; nil while it is not known.
  public var receiveWindow: Int?
  /// Payload of a full segment, in bytes.
  public var segmentSize = 0
  /// Segments of the flight, retransmissions included.
  public var sent = 0
  /// Segments that the receiver reported in this time.
  public var acknowledged = 0
  /// Segments that the sender marked lost in this time.
  public var lost = 0
  /// Acknowledgments with ECN echo in this time.
  public var congestionMarks = 0
  /// Mean of the round-trip times that were measured in this time; nil without one.
  public var roundTrip: Int?
  /// Smallest round-trip time of the connection so far; nil before the first sample.
  public var roundTripMinimum: Int?
  /// How the window grows; nil for BBR.
  public var windowGrowth: WindowGrowth?
  /// The phase of the sender.
  public var phase = SenderPhase.slowStart
  /// The limit that stopped the sender for the longest part of this time.
  public var limit = SendingLimit.unknown

  /// A round trip with unknown values.
  public init() {}

  /// The mean round-trip time less the smallest one: queueing and other delays on the path; nil without a measurement.
  public var queueingDelay: Int? {
    guard let roundTrip, let roundTripMinimum else { return nil }
    return max(roundTrip - roundTripMinimum, 0)
  }

  /// The mean round-trip time divided by the smallest one; nil without a measurement.
  public var roundTripInflation: Double? {
    guard let roundTrip, let roundTripMinimum else { return nil }
    return Double(roundTrip) / Double(roundTripMinimum)
  }
}

/// Divides the windows of one data sender into round trips.
///
/// A flight is the data sent before the first acknowledgment of a part of it. It ends, and the next one begins, when
/// all of it is acknowledged, or when the sender detects a loss: a window that doubles each round trip shows as 10, 20,
/// 40.
public struct RoundTripSequence: Sendable {
  private var round = RoundTripRecord()
  private var count = 0
  /// The sequence number whose acknowledgment ends the flight.
  private var flightEnd: Int64 = 0
  /// Whether segments that are sent still belong to the flight.
  private var isFlightOpen = true
  /// Whether nothing was outstanding when the round trip began, and nothing was sent since.
  private var isWaiting = true
  private var acknowledged: Int64 = .min
  private var isRecovering = false
  private var hasTimedOut = false

  // The sums at the beginning of the flight and of the round trip.
  private var sentBefore = 0
  private var deliveredBefore = 0
  private var lostBefore = 0
  private var marksBefore = 0
  private var sampleSum = 0
  private var sampleCount = 0
  private var timeLimited = InlineArray<6, Int64>(repeating: 0)
  private var lastTime: Int64 = 0
  private var lastLimit = SendingLimit.unknown
  private var last = WindowRecord()

  /// A sequence before its first record.
  public init() {}

  /// Processes the sender's next window record; returns the round trip that it ends, if any.
  public mutating func take(_ record: WindowRecord) -> RoundTripRecord? {
    var ended: RoundTripRecord?
    let advances = record.acknowledged > acknowledged
    let timedOut = record.phase == .lossRecovery
    let recovers =
      timedOut || record.phase == .fastRecovery || record.phase == .reduced
    let hasTrouble = recovers && !isRecovering || timedOut && !hasTimedOut
    if count == 0 {
      begin(record)
    } else {
      noteLimit(record)
      note(record)
      if hasTrouble || !isWaiting && advances && record.acknowledged >= flightEnd {
        ended = end(record)
        if timedOut && record.segmentEnd != nil {
          // Segments sent after the flight are lost with it.
          round.sent = max(last.segmentsSent - sentBefore, 0)
          ended?.sent = round.sent
        } else if isRecovering && !timedOut {
          // Retransmissions that repaired the losses are not part of the flight after the reduction.
          let repairs = max(record.segmentsSent - sentBefore - round.sent - record.pipe, 0)
          round.sent += repairs
          ended?.sent += repairs
        }
        begin(record)
        // The round trip of a reduction starts with the window before it.
        if hasTrouble && !timedOut && last.window > 0 { round.window = last.window }
        if let empty = ended, empty.sent == 0, empty.acknowledged == 0, empty.lost == 0 {
          // Only a FIN or a probe was sent and acknowledged.
          ended = nil
          count -= 1
          round.number = count
        }
      }
    }
    (isRecovering, hasTimedOut) = (recovers, timedOut)
    if let segmentEnd = record.segmentEnd {
      if isWaiting { start(record) }
      if isFlightOpen {
        flightEnd = max(flightEnd, timedOut ? segmentEnd : record.next)
        round.sent = max(record.segmentsSent - sentBefore, 0)
      }
    } else if advances && !isWaiting && record.packet != round.packet && isFlightOpen {
      isFlightOpen = false
    }
    acknowledged = max(acknowledged, record.acknowledged)
    last = record
    return ended
  }

  /// Ends the sequence; returns the last round trip, unless nothing was sent in it.
  public mutating func finish() -> RoundTripRecord? {
    guard count > 0, round.sent > 0 || last.segmentsDelivered > deliveredBefore else { return nil }
    var ended = end(last)
    if last.acknowledged < flightEnd { ended.duration = nil }
    count = 0
    return ended
  }

  /// Begins a round trip with the record of an acknowledgment, or of the first segment.
  private mutating func begin(_ record: WindowRecord) {
    // Segments sent after the last flight belong to this one.
    sentBefore = count == 0 ? 0 : sentBefore + round.sent
    count += 1
    round = RoundTripRecord()
    round.number = count
    round.connection = record.connection
    round.sender = record.sender
    round.sent = max(record.segmentsSent - sentBefore, 0)
    deliveredBefore = count == 1 ? 0 : record.segmentsDelivered
    lostBefore = count == 1 ? 0 : record.segmentsLost
    marksBefore = count == 1 ? 0 : record.congestionMarks
    (sampleSum, sampleCount) = (0, 0)
    timeLimited = InlineArray(repeating: 0)
    lastTime = record.time.rawValue
    lastLimit = record.limit
    isFlightOpen = record.phase != .fastRecovery && record.phase != .reduced
    isWaiting = record.next <= record.acknowledged
    flightEnd = record.phase == .lossRecovery ? record.acknowledged + 1 : record.next
    describe(record)
  }

  /// Starts a round trip at the first segment after a pause.
  private mutating func start(_ record: WindowRecord) {
    isWaiting = false
    timeLimited = InlineArray(repeating: 0)
    lastTime = record.time.rawValue
    describe(record)
  }

  private mutating func describe(_ record: WindowRecord) {
    round.time = record.time
    round.packet = record.packet
    round.window = record.window
    round.windowClass = record.windowClass
    round.threshold = record.threshold
    round.receiveWindow = record.receiveWindow
    round.segmentSize = record.segmentSize
    round.roundTripMinimum = record.roundTripMinimum
    round.windowGrowth = record.growth
    round.phase = record.phase
    round.limit = record.limit
  }

  private mutating func note(_ record: WindowRecord) {
    if let sample = record.roundTripSample {
      sampleSum &+= min(sample, 1 << 40)
      sampleCount += 1
    }
    round.roundTripMinimum = record.roundTripMinimum
  }

  private mutating func noteLimit(_ record: WindowRecord) {
    let now = record.time.rawValue
    timeLimited[Int(lastLimit.rawValue)] &+= max(now &- lastTime, 0)
    lastTime = max(lastTime, now)
    lastLimit = record.limit
  }

  /// The round trip that `record` ends.
  private func end(_ record: WindowRecord) -> RoundTripRecord {
    var ended = round
    ended.duration = max(record.time.nanoseconds(since: round.time), 0) / 1000
    ended.growth = record.window - round.window
    ended.acknowledged = max(record.segmentsDelivered - deliveredBefore, 0)
    ended.lost = max(record.segmentsLost - lostBefore, 0)
    ended.congestionMarks = max(record.congestionMarks - marksBefore, 0)
    // Times of the same microsecond measure nothing.
    if sampleSum > 0 { ended.roundTrip = sampleSum / sampleCount }
    var longest = timeLimited[Int(round.limit.rawValue)]
    for limit in SendingLimit.allCases where timeLimited[Int(limit.rawValue)] > longest {
      longest = timeLimited[Int(limit.rawValue)]
      ended.limit = limit
    }
    return ended
  }
}
