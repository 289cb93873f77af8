import InternetTypes
import PacketDissection

/// The data that one endpoint of an SCTP association sends, and what the other acknowledges of it.
struct SCTPStream {
  /// Reports that a chunk is missing before it is sent again at once (RFC 9260, section 7.2.4).
  private static var missesBeforeFast: UInt8 { 3 }
  /// What is sent again after less than this was not for a time-out, which takes a second unless it was set lower.
  private static var shortestTimeout: Int64 { 200_000_000 }

  private var ring = ChunkRing()
  /// The highest number captured, and the first of the direction.
  private var highest: UInt32 = 0
  private var first: UInt32 = 0
  private var hasNumbers = false
  /// The highest number before which nothing is missing at the receiver, by its acknowledgments.
  private var cumulative: UInt32 = 0
  private var hasCumulative = false
  /// Bytes that were captured and not acknowledged.
  private(set) var outstanding: UInt64 = 0
  /// Whether a message's first fragment was captured, and all after it up to the highest number.
  private var isMessageOpen = false
  /// Whether the window offered last is zero.
  private var isWindowZero = false

  /// What a data chunk is.
  enum Verdict {
    case new
    /// New, behind numbers that were not captured.
    case behindGap(UInt32)
    case outOfOrder
    case sentAgain(SegmentEvent.Kind)
  }

  /// Begins with the number that an INIT or INIT ACK states; a restart begins again.
  mutating func begin(at number: UInt32, budget: inout Int) {
    ring.removeAll(to: &budget)
    (first, highest, cumulative) = (number, number &- 1, number &- 1)
    (hasNumbers, hasCumulative) = (true, true)
    outstanding = 0
    isMessageOpen = false
  }

  /// Gives back what it holds.
  mutating func end(budget: inout Int) { ring.removeAll(to: &budget) }

  // MARK: Data

  /// Takes a chunk of data.
  mutating func take(
    _ data: SCTPData, size: Int, isInterleaved: Bool, at moment: PacketMoment,
    _ counts: inout SCTPEndpointSummary, _ detail: inout SegmentEvent.Detail, budget: inout Int
  ) -> Verdict {
    let number = data.sequence
    if isInterleaved { counts.interleavedChunks &+= 1 }
    if !hasNumbers {
      hasNumbers = true
      (first, highest) = (number, number &- 1)
    }
    counts.dataChunks &+= 1
    counts.dataBytes &+= UInt64(size)
    if counts.firstData == nil { counts.firstData = moment.time }
    counts.lastData = moment.time
    if let kind = data.payloadProtocol,
      counts.payloadProtocols.count < SCTPEndpointSummary.payloadProtocolLimit,
      !counts.payloadProtocols.contains(kind)
    {
      counts.payloadProtocols.append(kind)
    }
    let distance = Int32(bitPattern: number &- highest)
    if distance > 0 {
      highest = number
      // The first one stays within half of the numbers.
      if highest &- first > 1 << 30 { first = highest &- 1 << 30 }
      enter(data, size: size, at: moment, &counts, budget: &budget)
      isMessageOpen = data.isBeginning || isMessageOpen && distance == 1
      if data.isEnding {
        if isMessageOpen || isInterleaved { counts.messages &+= 1 }
        isMessageOpen = false
      }
      guard distance > 1 else { return .new }
      let skipped = UInt32(bitPattern: distance &- 1)
      counts.missedChunks &+= UInt64(skipped)
      return .behindGap(skipped)
    }
    if isInterleaved, data.isEnding, ring[number]?.flags.contains(.isSeen) != true {
      counts.messages &+= 1
    }
    return takeOld(
      data, size: size, isInterleaved: isInterleaved, at: moment, &counts, &detail,
      budget: &budget)
  }

  /// Takes a chunk that is not beyond the highest number.
  private mutating func takeOld(
    _ data: SCTPData, size: Int, isInterleaved: Bool, at moment: PacketMoment,
    _ counts: inout SCTPEndpointSummary, _ detail: inout SegmentEvent.Detail, budget: inout Int
  ) -> Verdict {
    let number = data.sequence
    detail.roundTripNanoseconds = counts.roundTrip.minimum
    let isBeforeFirst = Int32(bitPattern: number &- first) < 0
    let isAcknowledged =
      hasCumulative && Int32(bitPattern: number &- cumulative) <= 0
      || ring[number]?.flags.contains(.isAcknowledged) == true
    guard var record = ring[number], record.flags.contains(.isSeen) else {
      let misses = ring[number]?.misses ?? 0
      let isInWindow = Int64(highest &- number) < Int64(ring.capacity)
      if isInWindow && !isBeforeFirst {
        counts.missedChunks &-= counts.missedChunks > 0 ? 1 : 0
        enter(data, size: size, at: moment, &counts, budget: &budget)
        if !isInterleaved { completeMessage(around: data, &counts) }
      }
      if misses >= Self.missesBeforeFast {
        // Its first transmission was lost before the capture point.
        detail.reason = "sack"
        return sentAgain(.fastRetransmission, size, &counts)
      }
      if isAcknowledged && !isBeforeFirst {
        detail.reason = "acknowledged"
        return sentAgain(.spuriousRetransmission, size, &counts)
      }
      guard isInWindow || isBeforeFirst else { return sentAgain(.retransmission, size, &counts) }
      counts.outOfOrderChunks &+= 1
      return .outOfOrder
    }
    let lag = moment.time.nanoseconds(since: record.time)
    detail.lagNanoseconds = lag >= 0 ? lag : nil
    detail.original = record.packet
    let isFast = record.misses >= Self.missesBeforeFast
    record.time = moment.time
    record.misses = 0
    record.flags.insert(.isSentAgain)
    ring[number] = record
    if isAcknowledged {
      detail.reason = "acknowledged"
      return sentAgain(.spuriousRetransmission, size, &counts)
    }
    if isFast {
      detail.reason = "sack"
      return sentAgain(.fastRetransmission, size, &counts)
    }
    let (doubled, isDoubled) = (counts.roundTrip.minimum ?? 0).multipliedReportingOverflow(by: 2)
    if lag >= max(Self.shortestTimeout, isDoubled ? .max : doubled) {
      detail.reason = "lag"
      return sentAgain(.timeoutRetransmission, size, &counts)
    }
    return sentAgain(.retransmission, size, &counts)
  }

  private func sentAgain(
    _ kind: SegmentEvent.Kind, _ size: Int, _ counts: inout SCTPEndpointSummary
  ) -> Verdict {
    counts.retransmittedChunks &+= 1
    counts.retransmittedBytes &+= UInt64(size)
    switch kind {
    case .fastRetransmission: counts.fastChunks &+= 1
    case .timeoutRetransmission: counts.timeoutChunks &+= 1
    case .spuriousRetransmission: counts.spuriousChunks &+= 1
    default: break
    }
    return .sentAgain(kind)
  }

  /// Remembers a chunk that is captured for the first time.
  private mutating func enter(
    _ data: SCTPData, size: Int, at moment: PacketMoment, _ counts: inout SCTPEndpointSummary,
    budget: inout Int
  ) {
    if ring.capacity == 0 { ring.grow(from: &budget) }
    while ring.capacity < ChunkRing.largest, let record = ring.displaced(by: data.sequence),
      !isSettled(record)
    {
      let capacity = ring.capacity
      ring.grow(from: &budget)
      if ring.capacity == capacity { break }
    }
    if let record = ring.displaced(by: data.sequence), !isSettled(record) {
      outstanding &-= min(outstanding, UInt64(record.size))
    }
    var flags: ChunkRecord.Flags = .isSeen
    if data.isBeginning { flags.insert(.isBeginning) }
    if data.isEnding { flags.insert(.isEnding) }
    let isKnown =
      ring[data.sequence]?.flags.contains(.isAcknowledged) == true
      || hasCumulative && Int32(bitPattern: data.sequence &- cumulative) <= 0
    if isKnown { flags.insert(.isAcknowledged) }
    guard ring.capacity > 0 else { return }
    ring[data.sequence] = ChunkRecord(
      time: moment.time, packet: moment.packet, number: data.sequence,
      size: UInt16(clamping: size), flags: flags)
    guard !isKnown else { return }
    outstanding &+= UInt64(UInt16(clamping: size))
    counts.outstandingMaximum = max(counts.outstandingMaximum, outstanding)
  }

  /// Whether nothing of a record is outstanding.
  private func isSettled(_ record: ChunkRecord) -> Bool {
    record.flags.contains(.isAcknowledged) || !record.flags.contains(.isSeen)
  }

  // MARK: Messages

  /// Counts the message that a chunk which fills a gap completes: its fragments have numbers in a row.
  private mutating func completeMessage(
    around data: SCTPData, _ counts: inout SCTPEndpointSummary
  ) {
    var (start, end) = (data.sequence, data.sequence)
    for _ in 0..<ring.capacity {
      guard let record = ring[start], record.flags.contains(.isSeen) else { return }
      if record.flags.contains(.isBeginning) { break }
      start &-= 1
    }
    for _ in 0..<ring.capacity {
      guard let record = ring[end], record.flags.contains(.isSeen) else { return }
      if record.flags.contains(.isEnding) {
        counts.messages &+= 1
        return
      }
      if end == highest {
        isMessageOpen = true
        return
      }
      end &+= 1
    }
  }

  // MARK: Acknowledgments

  /// What an acknowledgment shows.
  struct Answer {
    /// Whether it acknowledges more than the ones before without a gap.
    var isProgress = false
    /// The first number that was sent again although it had arrived, and the packet that it was in first.
    var needless: (number: UInt32, packet: UInt64)?
    /// Whether the window is zero for the first time.
    var isNewZeroWindow = false
  }

  /// Takes an acknowledgment that the receiver sent.
  mutating func take(
    _ sack: SCTPSelectiveAcknowledgment, in frame: Span<UInt8>, at time: PacketTime,
    _ counts: inout SCTPEndpointSummary
  ) -> Answer {
    var answer = Answer()
    answer.isProgress = advance(to: sack.cumulative, at: time, &counts)
    takeGaps(of: sack, in: frame, isProgress: answer.isProgress)
    for index in 0..<min(Int(sack.duplicateCount), 64) {
      guard let number = sack.duplicate(index, in: frame) else { break }
      if let record = ring[number], record.flags.contains(.isSentAgain), answer.needless == nil {
        answer.needless = (number, record.packet)
      }
    }
    if sack.receiverWindow == 0 {
      answer.isNewZeroWindow = !isWindowZero
      isWindowZero = true
    } else {
      isWindowZero = false
    }
    return answer
  }

  /// Takes a cumulative acknowledgment; returns whether it goes on.
  mutating func advance(
    to number: UInt32, at time: PacketTime, _ counts: inout SCTPEndpointSummary
  ) -> Bool {
    guard hasCumulative else {
      // What lies before the first acknowledgment captured is of no interest, but for what was captured before it.
      cumulative = hasNumbers ? first &- 1 : number
      hasCumulative = true
      if Int32(bitPattern: number &- cumulative) < 0 { cumulative = number }
      return advance(to: number, at: time, &counts)
    }
    let distance = Int32(bitPattern: number &- cumulative)
    guard distance > 0 else { return false }
    if let record = ring[number], !isSettled(record), !record.flags.contains(.isSentAgain) {
      counts.roundTrip.add(time.nanoseconds(since: record.time))
    }
    // Only what is remembered can be settled.
    for step in 0..<min(Int(distance), ring.capacity) {
      settle(number &- UInt32(truncatingIfNeeded: step))
    }
    cumulative = number
    return true
  }

  /// Notes that a chunk arrived; returns whether that is news.
  @discardableResult
  private mutating func settle(_ number: UInt32) -> Bool {
    guard var record = ring[number], !isSettled(record) else { return false }
    record.flags.insert(.isAcknowledged)
    ring[number] = record
    outstanding &-= min(outstanding, UInt64(record.size))
    return true
  }

  /// Takes the blocks behind gaps: what lies in them arrived, what lies between is missing.
  private mutating func takeGaps(
    of sack: SCTPSelectiveAcknowledgment, in frame: Span<UInt8>, isProgress: Bool
  ) {
    guard hasNumbers, sack.gapCount > 0, ring.capacity > 0, sack.cumulative == cumulative else {
      return
    }
    // The numbers that can be remembered, as distances from the cumulative one.
    let above = Int(Int32(bitPattern: highest &- cumulative))
    let lowest = max(above &- ring.capacity &+ 1, 1)
    var (end, news) = (0, 0)
    for index in 0..<Int(sack.gapCount) {
      guard let block = sack.block(index, in: frame) else { break }
      let (from, to) = (Int(block.first &- cumulative), Int(block.last &- cumulative))
      // Blocks come in order (RFC 9260, section 3.3.4); others would have to be walked again and again.
      guard from > end, to >= from else { break }
      end = to
      let last = min(to, above)
      guard max(from, lowest) <= last else { continue }
      for distance in max(from, lowest)...last
      where settle(cumulative &+ UInt32(truncatingIfNeeded: distance)) { news = distance }
    }
    let reported = isProgress ? min(end, above) : news
    guard lowest < reported else { return }
    for distance in lowest..<reported {
      let number = cumulative &+ UInt32(truncatingIfNeeded: distance)
      if var record = ring[number], !record.flags.contains(.isAcknowledged) {
        if record.misses < .max { record.misses += 1 }
        ring[number] = record
      } else if ring[number] == nil, ring.displaced(by: number).map(isSettled) ?? true {
        // It was not captured, but the receiver misses it.
        ring[number] = ChunkRecord(
          time: PacketTime(rawValue: 0), packet: 0, number: number, size: 0, misses: 1, flags: [])
      }
    }
  }

  /// Takes the number up to which the sender gave up what was not acknowledged (RFC 3758, section 3.5).
  mutating func skip(to number: UInt32) {
    guard hasNumbers else { return }
    let distance = Int32(bitPattern: number &- highest)
    if distance > 0 { highest = number }
    for step in 0..<ring.capacity {
      let passed = number &- UInt32(truncatingIfNeeded: step)
      if hasCumulative, Int32(bitPattern: passed &- cumulative) <= 0 { break }
      settle(passed)
    }
  }
}
