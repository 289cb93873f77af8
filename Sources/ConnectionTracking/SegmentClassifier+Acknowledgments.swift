import BasicContainers
import DequeModule
import InternetTypes

/// Acknowledgments: what they say of the data of the other side, and the round-trip times they give.
extension SegmentClassifier {
  /// Takes SEG.ACK and the SACK blocks of a segment that `side` sent.
  mutating func takeAcknowledgment(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ role: Role, _ findings: inout Findings
  ) {
    let peer = side.peer
    let number = place.acknowledgment
    let known = max(connection[peer].sendNext, connection[peer].acknowledged)
    if number > known, !segment.hasSYN {
      if connection[peer].packets > 0 {
        var detail = SegmentEvent.Detail()
        detail.missingBytes = UInt64(max(number &- known, 0))
        detail.acknowledgment = segment.acknowledgment
        report(.ackLostSegment, connection, segment, side, &findings, detail)
      }
      inferFin(&connection, peer, number)
    }
    if number > connection[peer].acknowledged {
      // The first acknowledgment is of the SYN.
      if connection[peer].acknowledged > 0 || number > 1 {
        connection[peer].marks.insert(.isDataAcknowledged)
      }
      connection[peer].acknowledged = number
      connection[side].duplicateAckRun = 0
      if connection[peer].detail != 0 {
        streams[connection[peer].detail - 1].acknowledge(
          number, at: segment.time, echo: segment.hasTimestamps ? segment.timestampEcho : nil)
      }
    }
    guard segment.sackCount > 0, connection[peer].detail != 0 else { return }
    for index in 0..<Int(segment.sackCount) {
      let block = segment.sack[index]
      let left = connection[peer].unwrap(block.left)
      let right = connection[peer].unwrap(block.right)
      guard left < right, left >= connection[peer].acknowledged, right <= known else { continue }
      streams[connection[peer].detail - 1].addRange(from: left, to: right)
    }
  }

  /// One number more than was captured is acknowledged: a FIN that the capture does not hold, or one byte.
  private func inferFin(_ connection: inout Connection, _ peer: Side, _ number: Int64) {
    guard connection[peer].marks.contains(.hasSequence) else { return }
    if number == connection[peer].sendNext &+ 1, connection[peer].sendNext > 0,
      connection[peer].finEnd == 0
    {
      connection[peer].finEnd = number
      connection[peer].marks.insert(.finIsInferred)
    } else if connection[peer].marks.contains(.finIsInferred) {
      connection[peer].finEnd = 0
      connection[peer].marks.remove(.finIsInferred)
    }
    // Of an endpoint that is not captured the acknowledgments are all there is.
    if connection[peer].packets == 0 { connection[peer].sendNext = number }
  }
}

extension StreamDetail {
  /// Everything before `number` has arrived.
  mutating func acknowledge(_ number: Int64, at time: PacketTime, echo: UInt32?) {
    var newest: SentSegment?
    while outstanding.count > 0, outstanding[0].end <= number {
      newest = outstanding.removeFirst()
    }
    while ranges.count > 0, ranges[0].end <= number { ranges.remove(at: 0) }
    lastProgress = time
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
    roundTripMinimum = min(roundTripMinimum, sample)
    roundTripMaximum = max(roundTripMaximum, sample)
    roundTripSum = roundTripSum.addingReportingOverflow(sample).partialValue
    roundTripCount &+= 1
    if roundTripCount == 1 {
      smoothed = sample
      variation = sample / 2
    } else {
      variation = variation &- variation / 4 &+ abs(smoothed &- sample) / 4
      smoothed = smoothed &- smoothed / 8 &+ sample / 8
    }
  }

  /// Adds what a SACK block tells to the ranges that have arrived.
  mutating func addRange(from start: Int64, to end: Int64) {
    highestSACK = max(highestSACK, end)
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
