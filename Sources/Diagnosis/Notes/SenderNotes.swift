import CongestionInference
import InternetTypes

/// A packet with its time, kept so that a finding can name it; 0 is no packet.
struct NotedPacket: Hashable {
  var packet: UInt64 = 0
  var time = Timestamp(rawValue: 0)

  /// Whether it names a packet.
  var isSet: Bool { packet != 0 }
}

/// A time at which the loss of segments was detected.
struct LossEpisode {
  var at: NotedPacket
  /// The queueing delay before it, in microseconds.
  var queueing: Int
  /// The longest usual queueing delay until then, in microseconds.
  var usual: Int
  /// Segments lost in it.
  var lost: Int
  /// Segments delivered before it.
  var delivered: Int
}

/// What the windows of one data sender show: where its time went, its round trips, its losses, with the packets that
/// show them.
struct SenderNotes {
  /// Loss episodes beyond this number are counted, not kept.
  static var episodeLimit: Int { 256 }

  private(set) var account = TimeAccount()
  /// The time since the last new data: it belongs to the transfer only if more data follows.
  private var pending = TimeAccount()
  private var last = WindowRecord()
  private var hasRecord = false
  /// The latest time of a record.
  private var clock = Timestamp(rawValue: 0)
  private(set) var first = NotedPacket()
  private(set) var latest = NotedPacket()
  /// The packet with a record before the latest one.
  private(set) var previous = NotedPacket()
  private var highest: Int64 = .min

  /// The longest silence under each limit: the packet before it and its nanoseconds.
  private(set) var silences = InlineArray<6, (packet: NotedPacket, duration: Int64)>(
    repeating: (NotedPacket(), 0))
  private var silence: (packet: NotedPacket, duration: Int64, limit: SendingLimit)?

  private(set) var delays = DelayHistogram()
  private(set) var roundTripMinimum: Int?
  /// The longest round trip: its microseconds and its packet.
  private(set) var roundTripMaximum = 0
  private(set) var roundTripMaximumAt = NotedPacket()
  private var recent = (current: 0, previous: 0, since: Timestamp(rawValue: 0))

  private(set) var episodes: [LossEpisode] = []
  private(set) var episodeCount = 0
  private(set) var stalls = AcknowledgmentStalls()
  private(set) var segmentSize = 0
  private(set) var segmentsSent = 0
  private(set) var segmentsDelivered = 0
  private(set) var bytesSent: Int64 = 0
  private(set) var newSegments = 0
  private(set) var firstMark = NotedPacket()
  private(set) var marks = 0
  private(set) var windowFull = NotedPacket()
  private(set) var windowFullBytes: (flight: Int64, window: Int) = (0, 0)
  /// The largest window that the receiver offered.
  private var windowMaximum = 0
  private(set) var leftSlowStart = false
  /// Times at which the retransmission timer expired, the first of them, and the longest silence before one.
  private(set) var timeouts: UInt64 = 0
  private(set) var firstTimeout = NotedPacket()
  private(set) var longestTimeout: Int64 = 0
  private(set) var largestFlight: Int64 = 0

  /// Processes the sender's next record.
  mutating func take(_ record: WindowRecord) {
    let noted = NotedPacket(packet: UInt64(max(record.packet, 0)), time: record.time)
    if !hasRecord {
      first = noted
      clock = record.time
      hasRecord = true
      highest = record.acknowledged
    } else {
      spend(until: record, noted)
    }
    noteRoundTrip(record, noted)
    noteLoss(record, noted)
    noteSegment(record)
    stalls.take(record)
    if record.congestionMarks > marks {
      if marks == 0 { firstMark = noted }
      marks = record.congestionMarks
    }
    windowMaximum = max(windowMaximum, record.receiveWindow ?? 0)
    if limit(record) == .receiveWindow, let window = record.receiveWindow,
      !windowFull.isSet || record.flight > windowFullBytes.flight
    {
      windowFull = noted
      windowFullBytes = (record.flight, window)
    }
    if record.growth != .slowStart { leftSlowStart = true }
    largestFlight = max(largestFlight, record.flight)
    segmentSize = record.segmentSize
    if noted.packet != latest.packet { previous = latest }
    latest = noted
    last = record
  }

  /// The account of all time until the connection's end; what follows the last new data is the ending.
  ///
  /// What lies between the handshake and the first record is the application's: nothing was sent.
  func accounted(from start: Timestamp, until end: Timestamp, connectTime: Int64?) -> TimeAccount {
    var result = account
    result[.ending] &+= pending.total &+ max(end.nanoseconds(since: clock), 0)
    let before = max(first.time.nanoseconds(since: start), 0)
    let silence = silenceBeforeData(from: start, connectTime: connectTime)
    result[.handshake] &+= before &- silence
    result[.application] &+= silence
    return result
  }

  /// The time between the handshake and the first record, in nanoseconds; 0 if the handshake was not captured.
  func silenceBeforeData(from start: Timestamp, connectTime: Int64?) -> Int64 {
    let before = max(first.time.nanoseconds(since: start), 0)
    return before &- min(before, connectTime ?? before)
  }

  /// Whether data was left when the records ended.
  var isDataOutstanding: Bool { last.next > last.acknowledged }

  // MARK: Time

  private mutating func spend(until record: WindowRecord, _ noted: NotedPacket) {
    // At a capture far from the sender its records are not in the order of time.
    let elapsed = max(record.time.nanoseconds(since: clock), 0)
    clock = max(clock, record.time)
    var limit = limit(last)
    var cause = TimeCause(last, limit: limit)
    let smoothed = Int64(last.smoothedRoundTrip ?? 0) &* 1000
    if record.phase == .lossRecovery && last.phase != .lossRecovery && record.segmentEnd != nil {
      // The silence before the first retransmission was the timer's.
      (cause, limit) = (.timeout, .congestionWindow)
      timeouts += 1
      longestTimeout = max(longestTimeout, elapsed)
      if !firstTimeout.isSet { firstTimeout = noted }
    } else if cause == .host, smoothed > 0, elapsed > 2 &* smoothed {
      // A sender whose windows have room sends within a round trip, if it has more.
      (cause, limit) = (.application, .application)
    }
    pending[cause] &+= elapsed
    if elapsed > (silence?.duration ?? 0) { silence = (latest, elapsed, limit) }
    guard isNewData(record) else { return }
    // New data: what was before it held the transfer back.
    account.absorb(&pending)
    if let silence {
      let index = Int(silence.limit.rawValue)
      if silence.duration > silences[index].duration {
        silences[index] = (silence.packet, silence.duration)
      }
    }
    silence = nil
  }

  /// The limit of a record.
  ///
  /// A window with room for less than a segment holds a sender only if half of it is in flight (RFC 1122, section
  /// 4.2.3.4), or if the receiver has shrunk it: on a loopback a segment is larger than the window.
  private func limit(_ record: WindowRecord) -> SendingLimit {
    guard record.limit == .receiveWindow, let window = record.receiveWindow else {
      return record.limit
    }
    let isHeld = record.flight &* 2 >= Int64(window) || window &* 2 < windowMaximum
    return isHeld ? .receiveWindow : .application
  }

  /// Whether a record is of a segment with new data; a FIN alone carries none.
  private func isNewData(_ record: WindowRecord) -> Bool {
    guard let end = record.segmentEnd, end > highest else { return false }
    return !hasRecord || record.segmentsSent > segmentsSent
  }

  private mutating func noteSegment(_ record: WindowRecord) {
    let isNew = isNewData(record)
    segmentsSent = record.segmentsSent
    segmentsDelivered = record.segmentsDelivered
    guard isNew, let end = record.segmentEnd else { return }
    bytesSent &+= highest == .min ? 0 : end &- highest
    highest = end
    newSegments += 1
  }

  // MARK: Round trips and losses

  private mutating func noteRoundTrip(_ record: WindowRecord, _ noted: NotedPacket) {
    roundTripMinimum = record.roundTripMinimum ?? roundTripMinimum
    guard let sample = record.roundTripSample, let minimum = roundTripMinimum, minimum > 0 else {
      return
    }
    let delay = max(sample - minimum, 0)
    delays.add(delay)
    if sample > roundTripMaximum {
      roundTripMaximum = sample
      roundTripMaximumAt = noted
    }
    // The largest delay of the present and the previous half round trip.
    if record.time.nanoseconds(since: recent.since) > Int64(sample) &* 500 {
      recent = (delay, recent.current, record.time)
    } else {
      recent.current = max(recent.current, delay)
    }
  }

  private mutating func noteLoss(_ record: WindowRecord, _ noted: NotedPacket) {
    let lost = record.segmentsLost - last.segmentsLost
    // What a time-out marks lost is a finding of its own.
    guard hasRecord, lost > 0, record.phase != .lossRecovery else { return }
    let spacing = Int64(max(record.smoothedRoundTrip ?? 0, 1000)) &* 1000
    if let known = episodes.last, episodeCount == episodes.count,
      noted.time.nanoseconds(since: known.at.time) < spacing
    {
      episodes[episodes.count - 1].lost += lost
      return
    }
    episodeCount += 1
    guard episodes.count < Self.episodeLimit else { return }
    episodes.append(
      LossEpisode(
        at: noted, queueing: max(recent.current, recent.previous),
        usual: delays.quantile(Calibration.Queue.quantile),
        lost: lost, delivered: record.segmentsDelivered))
  }
}
