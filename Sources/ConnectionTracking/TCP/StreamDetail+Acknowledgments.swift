import BasicContainers
import DequeModule
import InternetTypes

/// Acknowledged data and round-trip times.
extension StreamDetail {
  /// Removes the segments before `number`, and measures the round-trip time of the last of them; `echo` is TSecr.
  mutating func acknowledge(_ number: Int64, at time: Timestamp, echo: UInt32?) {
    var newest: OutstandingSegment?
    data.headRetransmissions = 0
    while outstanding.count > 0, outstanding[0].end <= number {
      let segment = outstanding.removeFirst()
      feedback.acknowledgedSizeMaximum = max(feedback.acknowledgedSizeMaximum, segment.length)
      newest = segment
    }
    if outstanding.count > 0, outstanding[0].start < number {
      // An acknowledgment inside a captured segment: segmentation offload split it after the capture.
      let part = UInt32(clamping: number &- outstanding[0].start)
      feedback.acknowledgedSizeMaximum = max(feedback.acknowledgedSizeMaximum, part)
    }
    while ranges.count > 0, ranges[0].end <= number { ranges.remove(at: 0) }
    guard let newest else { return }
    data.acknowledgedAt = time
    // No round-trip time from retransmitted segments (Karn's algorithm), unless TSecr shows which transmission it answers.
    var sent = newest.latest
    if newest.isRetransmitted {
      guard let echo, newest.timestamp != 0 else { return }
      sent = echo == newest.timestamp ? newest.latest : newest.time
    }
    addRoundTrip(max(time.nanoseconds(since: sent), 0))
  }

  /// Adds a round-trip time, and updates SRTT and RTTVAR (RFC 6298, section 2).
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

  /// Adds a SACK block to the ranges that have arrived.
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

  /// Whether SACK blocks cover a range.
  func isSACKed(from start: Int64, to end: Int64) -> Bool {
    for index in 0..<ranges.count where ranges[index].start <= start && ranges[index].end >= end {
      return true
    }
    return false
  }
}
