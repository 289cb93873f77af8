import InternetTypes
import PacketDissection

/// The data that one endpoint of an SCTP association sends, and its acknowledgments.
struct SCTPStream {
  /// Miss indications before a fast retransmission (RFC 9260, section 7.2.4).
  private static var missesBeforeFast: UInt8 { 3 }
  /// The shortest lag of a time-out retransmission, in nanoseconds.
  ///
  /// RTO.Min is a second (section 16), but often set lower.
  private static var shortestTimeout: Int64 { 200_000_000 }

  var ring = ChunkRing()
  /// The highest TSN captured, and the first of the direction.
  var highest: UInt32 = 0
  var first: UInt32 = 0
  var hasNumbers = false
  /// The receiver's cumulative TSN acknowledgment.
  var cumulative: UInt32 = 0
  var hasCumulative = false
  /// Bytes captured and not acknowledged.
  var outstanding: UInt64 = 0
  /// Whether a message's first fragment and all others up to the highest TSN were captured.
  private var isMessageOpen = false
  /// Whether the receiver's last window is zero.
  var isWindowZero = false

  /// The classification of a data chunk.
  enum Verdict {
    case new
    /// New, with TSNs before it that were not captured.
    case behindGap(UInt32)
    case outOfOrder
    case retransmitted(SegmentEvent.Kind)
  }

  /// Starts at the initial TSN of an INIT or INIT ACK, also for a restart.
  mutating func start(at number: UInt32, budget: inout Int) {
    ring.removeAll(to: &budget)
    (first, highest, cumulative) = (number, number &- 1, number &- 1)
    (hasNumbers, hasCumulative) = (true, true)
    outstanding = 0
    isMessageOpen = false
  }

  /// Returns its memory to the budget.
  mutating func end(budget: inout Int) { ring.removeAll(to: &budget) }

  // MARK: Data

  /// Applies a data chunk.
  mutating func apply(
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
      // Comparisons with `first` need it within half of the number space.
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
    return applyRepeated(
      data, size: size, isInterleaved: isInterleaved, at: moment, &counts, &detail,
      budget: &budget)
  }

  /// Applies a chunk at or below the highest TSN: retransmitted or reordered.
  private mutating func applyRepeated(
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
        // The first transmission was lost before the capture point.
        detail.reason = .sack
        return countRetransmission(.fastRetransmission, size, &counts)
      }
      if isAcknowledged && !isBeforeFirst {
        detail.reason = .acknowledged
        return countRetransmission(.spuriousRetransmission, size, &counts)
      }
      guard isInWindow || isBeforeFirst else {
        return countRetransmission(.retransmission, size, &counts)
      }
      counts.outOfOrderChunks &+= 1
      return .outOfOrder
    }
    let lag = moment.time.nanoseconds(since: record.time)
    detail.lagNanoseconds = lag >= 0 ? lag : nil
    detail.original = record.packet
    let isFast = record.misses >= Self.missesBeforeFast
    record.time = moment.time
    record.misses = 0
    record.flags.insert(.isRetransmitted)
    ring[number] = record
    if isAcknowledged {
      detail.reason = .acknowledged
      return countRetransmission(.spuriousRetransmission, size, &counts)
    }
    if isFast {
      detail.reason = .sack
      return countRetransmission(.fastRetransmission, size, &counts)
    }
    let (doubled, isDoubled) = (counts.roundTrip.minimum ?? 0).multipliedReportingOverflow(by: 2)
    if lag >= max(Self.shortestTimeout, isDoubled ? .max : doubled) {
      detail.reason = .lag
      return countRetransmission(.timeoutRetransmission, size, &counts)
    }
    return countRetransmission(.retransmission, size, &counts)
  }

  /// Counts a retransmission.
  private func countRetransmission(
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
    return .retransmitted(kind)
  }

  /// Remembers a chunk captured for the first time.
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

  /// Whether a chunk is not outstanding.
  func isSettled(_ record: ChunkRecord) -> Bool {
    record.flags.contains(.isAcknowledged) || !record.flags.contains(.isSeen)
  }

  // MARK: Messages

  /// Counts the message that a chunk in a gap completes.
  ///
  /// The fragments of a message have consecutive TSNs.
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
}
