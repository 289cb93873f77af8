import BasicContainers
import DequeModule

/// Outstanding segments, and gaps between captured segments.
extension StreamDetail {
  /// Appends an outstanding segment, up to the limit.
  mutating func append(_ segment: OutstandingSegment) {
    if outstanding.count < Self.segmentLimit { outstanding.append(segment) }
  }

  /// Opens a gap after the data captured so far.
  mutating func open(_ gap: Gap) {
    if gaps.count == Self.gapLimit {
      data.abandonedBytes &+= UInt64(max(gaps[0].end &- gaps[0].start, 0))
      gaps.remove(at: 0)
    }
    gaps.append(gap)
  }

  /// The first gap that overlaps a range.
  func gap(at start: Int64, _ end: Int64) -> Gap? {
    for index in 0..<gaps.count where gaps[index].start < end && gaps[index].end > start {
      return gaps[index]
    }
    return nil
  }

  /// Removes a range from the gaps, and returns how many of its bytes were in them.
  mutating func fill(from start: Int64, to end: Int64) -> Int64 {
    var filled: Int64 = 0
    var index = 0
    while index < gaps.count {
      let gap = gaps[index]
      let (low, high) = (max(gap.start, start), min(gap.end, end))
      guard low < high else {
        index += 1
        continue
      }
      filled &+= high &- low
      switch (gap.start < low, high < gap.end) {
      case (false, false):
        gaps.remove(at: index)
        continue
      case (true, false): gaps[index].end = low
      case (false, true): gaps[index].start = high
      case (true, true):
        gaps[index].end = low
        var rest = gap
        rest.start = high
        if gaps.count < Self.gapLimit {
          gaps.insert(rest, at: index + 1)
        } else {
          data.abandonedBytes &+= UInt64(max(rest.end &- rest.start, 0))
        }
        index += 1
      }
      index += 1
    }
    return filled
  }

  /// The outstanding segment that contains a sequence number, among the oldest 64.
  func segment(at start: Int64) -> OutstandingSegment? {
    // Most retransmissions are of the oldest segments.
    for index in 0..<min(outstanding.count, 64) {
      if outstanding[index].start > start { return nil }
      if outstanding[index].end > start { return outstanding[index] }
    }
    return nil
  }

  /// Marks the outstanding segments of a range as retransmitted.
  mutating func markRetransmitted(_ segment: Segment, from start: Int64, to end: Int64) {
    for index in 0..<min(outstanding.count, 64) {
      if outstanding[index].start >= end { return }
      if outstanding[index].end > start {
        outstanding[index].isRetransmitted = true
        outstanding[index].latest = segment.time
        outstanding[index].timestamp = segment.timestampValue
      }
    }
  }
}
