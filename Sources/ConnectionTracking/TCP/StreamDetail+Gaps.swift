import BasicContainers
import DequeModule

/// What was sent and waits for its acknowledgment, and what of it is missing.
extension StreamDetail {
  /// Remembers a segment, where there is room.
  mutating func append(_ segment: OutstandingSegment) {
    if outstanding.count < Self.segmentLimit { outstanding.append(segment) }
  }

  /// Opens a gap at the end of what was captured.
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

  /// Takes a range out of the gaps and returns how many bytes of it they had.
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

  /// The remembered segment that holds a sequence number.
  func segment(at start: Int64) -> OutstandingSegment? {
    // Retransmissions are mostly of the oldest.
    for index in 0..<min(outstanding.count, 64) {
      if outstanding[index].start > start { return nil }
      if outstanding[index].end > start { return outstanding[index] }
    }
    return nil
  }

  /// Notes that a range was sent again.
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
