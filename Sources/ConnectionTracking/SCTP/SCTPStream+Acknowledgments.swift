import InternetTypes
import PacketDissection

/// Acknowledgments of the data of one endpoint: SACK chunks, cumulative TSNs and abandoned chunks.
extension SCTPStream {
  /// The results of applying a SACK.
  struct Answer {
    /// Whether it advances the cumulative TSN.
    var isProgress = false
    /// The first TSN retransmitted although it had arrived, and the packet in which it was first captured.
    var spurious: (number: UInt32, packet: UInt64)?
    /// Whether the window has just become zero.
    var isNewZeroWindow = false
  }

  /// Applies a SACK of the receiver.
  mutating func apply(
    _ sack: SCTPSelectiveAcknowledgment, in frame: Span<UInt8>, at time: Timestamp,
    _ counts: inout SCTPEndpointSummary
  ) -> Answer {
    var answer = Answer()
    answer.isProgress = advance(to: sack.cumulative, at: time, &counts)
    applyGaps(of: sack, in: frame, isProgress: answer.isProgress)
    for index in 0..<min(Int(sack.duplicateCount), 64) {
      guard let number = sack.duplicate(index, in: frame) else { break }
      if let record = ring[number], record.flags.contains(.isRetransmitted), answer.spurious == nil
      {
        answer.spurious = (number, record.packet)
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

  /// Advances the cumulative TSN; false if it does not grow.
  mutating func advance(
    to number: UInt32, at time: Timestamp, _ counts: inout SCTPEndpointSummary
  ) -> Bool {
    guard hasCumulative else {
      // Of the chunks before the first acknowledgment, only captured ones matter.
      cumulative = hasNumbers ? first &- 1 : number
      hasCumulative = true
      if Int32(bitPattern: number &- cumulative) < 0 { cumulative = number }
      return advance(to: number, at: time, &counts)
    }
    let distance = Int32(bitPattern: number &- cumulative)
    guard distance > 0 else { return false }
    if let record = ring[number], !isSettled(record), !record.flags.contains(.isRetransmitted) {
      counts.roundTrip.add(time.nanoseconds(since: record.time))
    }
    // Only remembered chunks can be outstanding.
    for step in 0..<min(Int(distance), ring.capacity) {
      settle(number &- UInt32(truncatingIfNeeded: step))
    }
    cumulative = number
    return true
  }

  /// Marks a chunk as acknowledged; false if it was before.
  @discardableResult
  private mutating func settle(_ number: UInt32) -> Bool {
    guard var record = ring[number], !isSettled(record) else { return false }
    record.flags.insert(.isAcknowledged)
    ring[number] = record
    outstanding &-= min(outstanding, UInt64(record.size))
    return true
  }

  /// Applies the gap ack blocks: chunks in them have arrived, chunks between them are missing.
  private mutating func applyGaps(
    of sack: SCTPSelectiveAcknowledgment, in frame: Span<UInt8>, isProgress: Bool
  ) {
    guard hasNumbers, sack.gapCount > 0, ring.capacity > 0, sack.cumulative == cumulative else {
      return
    }
    // The range of remembered TSNs, as distances from the cumulative one.
    let above = Int(Int32(bitPattern: highest &- cumulative))
    let lowest = max(above &- ring.capacity &+ 1, 1)
    var (end, news) = (0, 0)
    for index in 0..<Int(sack.gapCount) {
      guard let block = sack.block(index, in: frame) else { break }
      let (from, to) = (Int(block.first &- cumulative), Int(block.last &- cumulative))
      // Blocks are in order (RFC 9260, section 3.3.4). Others are refused: they would cost a walk each.
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
        // Not captured, and missing at the receiver.
        ring[number] = ChunkRecord(
          time: Timestamp(rawValue: 0), packet: 0, number: number, size: 0, misses: 1, flags: [])
      }
    }
  }

  /// Abandons all chunks up to a TSN (RFC 3758, section 3.5).
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
