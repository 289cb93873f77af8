import BasicContainers
import DequeModule

/// What has arrived, and how long it took.
extension StreamDetail {
  /// Everything before `number` has arrived.
  mutating func acknowledge(_ number: Int64, at time: PacketTime, echo: UInt32?) {
    var newest: OutstandingSegment?
    data.headRetransmissions = 0
    while outstanding.count > 0, outstanding[0].end <= number {
      let segment = outstanding.removeFirst()
      feedback.acknowledgedSizeMaximum = max(feedback.acknowledgedSizeMaximum, segment.length)
      newest = segment
    }
    if outstanding.count > 0, outstanding[0].start < number {
      // Part of what the capture holds in one piece.
      let part = UInt32(clamping: number &- outstanding[0].start)
      feedback.acknowledgedSizeMaximum = max(feedback.acknowledgedSizeMaximum, part)
    }
    while ranges.count > 0, ranges[0].end <= number { ranges.remove(at: 0) }
    guard let newest else { return }
    // An acknowledgment of what was sent twice tells of neither (Karn), unless its time stamp echo says which.
    var sent = newest.latest
    if newest.isRetransmitted {
      guard let echo, newest.timestamp != 0 else { return }
      sent = echo == newest.timestamp ? newest.latest : newest.time
    }
    addRoundTrip(max(time.nanoseconds(since: sent), 0))
  }

  /// A round-trip time; SRTT and RTTVAR follow (RFC 6298, section 2).
  private mutating func addRoundTrip(_ sample: Int64) {
    feedback.roundTripMinimum = min(feedback.roundTripMinimum, sample)
    roundTripMaximum = max(roundTripMaximum, sample)
    feedback.roundTripSum = feedback.roundTripSum.addingReportingOverflow(sample).partialValue
    feedback.roundTripCount &+= 1
    if feedback.roundTripCount == 1 {
      feedback.smoothed = sample
      feedback.variation = sample / 2
    } else {
      feedback.variation =
        feedback.variation &- feedback.variation / 4 &+ abs(feedback.smoothed &- sample) / 4
      feedback.smoothed = feedback.smoothed &- feedback.smoothed / 8 &+ sample / 8
    }
  }

  /// Adds what a SACK block tells to the ranges that have arrived.
  mutating func addRange(from start: Int64, to end: Int64) {
    data.highestSACK = max(data.highestSACK, end)
    var merged = SequenceRange(start: start, end: end)
    var index = 0
    while index < ranges.count {
      if ranges[index].end < merged.start {
        index += 1
        continue
      }
      guard ranges[index].start <= merged.end else { break }
      merged.start = min(merged.start, ranges[index].start)
      merged.end = max(merged.end, ranges[index].end)
      ranges.remove(at: index)
    }
    if ranges.count == Self.rangeLimit { return }
    ranges.insert(merged, at: index)
  }

  /// Whether all of a range is known to have arrived.
  func isSACKed(from start: Int64, to end: Int64) -> Bool {
    for index in 0..<ranges.count where ranges[index].start <= start && ranges[index].end >= end {
      return true
    }
    return false
  }
}
