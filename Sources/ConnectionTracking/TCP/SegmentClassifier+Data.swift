import BasicContainers
import DequeModule
import InternetTypes

/// Data: what is new, what was there before, and why it came again.
extension SegmentClassifier {
  /// Whether part of what an endpoint sent, below SND.NXT, was not captured.
  func hasGap(_ detail: UInt32) -> Bool {
    detail != 0 && !streams[detail &- 1].gaps.isEmpty
  }

  /// Takes what a segment carries into the books of its sender.
  mutating func takeData(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ findings: inout Findings
  ) {
    let next = place.previousNext
    guard place.end > place.start else {
      if place.start > next, connection.ends[side.at].packets > 1 {
        skip(&connection, segment, side, place)
      }
      return
    }
    if segment.hasFIN && connection.finEnd(side.at) == 0 {
      connection.setFINEnd(place.end, side.at)
    }
    if connection.ends[side.at].marks.contains(.finIsInferred), segment.length > 0,
      place.end > connection.finEnd(side.at)
    {
      // It was a byte, not a FIN.
      connection.setFINEnd(segment.hasFIN ? place.end : 0, side.at)
      connection.ends[side.at].marks.remove(.finIsInferred)
    }
    let isBelow = place.start < next
    if isBelow && (connection.ends[side.at].packets > 1) {
      takeAgain(&connection, segment, side, place, &findings)
    }
    if place.end > next {
      connection.ends[side.at].sendNext = place.end
      if connection.ends[side.at].detail != 0 {
        // A SYN has a number of its own, which is no byte.
        let sent = StreamDetail.SentSegment(
          segment, start: place.start &+ (segment.hasSYN ? 1 : 0))
        takeNew(&connection, sent, side, place)
      }
    }
    if segment.length > 0 { connection.ends[side.at].marks.insert(.hasSentData) }
  }

  /// A segment without data tells where its sender is: what is before that was sent, and not captured.
  private mutating func skip(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement
  ) {
    connection.ends[side.at].sendNext = place.start
    guard let at = detail(of: &connection, side) else { return }
    streams[at].open(
      StreamDetail.Gap(
        start: place.previousNext, end: place.start, time: segment.time,
        timestamp: segment.timestampValue, identification: segment.identification))
  }

  /// Data beyond SND.NXT.
  mutating func takeNew(
    _ connection: inout Connection, _ segment: StreamDetail.SentSegment, _ side: Side,
    _ place: Placement
  ) {
    let at = connection.ends[side.at].detail - 1
    let next = place.previousNext
    if place.start > next && connection.ends[side.at].packets > 1 {
      streams[at].open(
        StreamDetail.Gap(
          start: next, end: place.start, time: segment.time, timestamp: segment.timestamp,
          identification: segment.identification))
    }
    guard segment.length > 0 else { return }
    if streams[at].book.lastData.rawValue == 0 { streams[at].book.firstData = segment.time }
    streams[at].book.uniqueBytes &+= UInt64(max(segment.end &- max(segment.start, next), 0))
    streams[at].book.lastData = segment.time
    streams[at].book.newestTimestamp = segment.timestamp
    streams[at].book.segmentSizeMaximum = max(streams[at].book.segmentSizeMaximum, segment.length)
    if !connection.ends[side.at].marks.contains(.isDataAcknowledged) {
      let size = UInt32(max(connection.ends[side.peer.at].maximumSegmentSize, 536))
      streams[at].book.initialWindowSegments &+= (segment.length &+ size &- 1) / size
    }
    let flight = UInt64(max(place.end &- connection.ends[side.at].acknowledged, 0))
    streams[at].book.flightMaximum = max(streams[at].book.flightMaximum, flight)
    streams[at].append(segment)
  }

  /// What begins below SND.NXT: sent again, or overtaken by others.
  private mutating func takeAgain(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ findings: inout Findings
  ) {
    var verdict = Verdict(kind: .retransmission)
    if connection.ends[side.at].detail != 0 {
      verdict = judge(&connection, segment, side, place)
      let at = connection.ends[side.at].detail - 1
      // A SYN and a FIN have numbers of their own, which are no bytes.
      let payload = place.start &+ (segment.hasSYN ? 1 : 0)
      let filled = streams[at].fill(from: payload, to: payload &+ Int64(segment.length))
      streams[at].book.uniqueBytes &+= UInt64(max(filled, 0))
      _ = streams[at].fill(from: place.start, to: place.end)
      if verdict.kind == .outOfOrder {
        streams[at].book.outOfOrderPackets &+= 1
      } else {
        noteAgain(&connection, segment, side, place)
        if findings.wantsEvents && verdict.kind != .spuriousRetransmission {
          remember(segment, of: at, from: place.start, to: place.end)
        }
        streams[at].book.retransmittedPackets &+= 1
        streams[at].book.retransmittedBytes &+= UInt64(segment.length)
        streams[at].markAgain(segment, from: place.start, to: place.end)
        if verdict.kind == .timeoutRetransmission {
          streams[at].book.recoveryPoint = max(
            streams[at].book.recoveryPoint, connection.ends[side.at].sendNext)
        }
      }
    } else if segment.hasSYN || segment.hasFIN {
      verdict = Verdict(kind: .timeoutRetransmission)
      verdict.detail.reason = segment.hasSYN ? "syn" : "fin"
    }
    report(verdict.kind, &connection, segment, side, &findings, verdict.detail)
  }

  /// Notes that the oldest segment was sent again: if nothing but small ones ever arrives, the path is a black hole.
  private mutating func noteAgain(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement
  ) {
    let known = connection.ends[side.at].acknowledged
    guard segment.length > 0, place.start <= known, place.end > known else { return }
    let at = connection.ends[side.at].detail - 1
    if streams[at].book.stuckCount < .max { streams[at].book.stuckCount += 1 }
    streams[at].book.stuckSize = segment.length
    connection.ends[side.at].marks.insert(.isStuck)
  }

  /// Remembers a segment that was sent again, until something shows that it was needless.
  private mutating func remember(
    _ segment: Segment, of stream: UInt32, from start: Int64, to end: Int64
  ) {
    var list = resent.removeValue(forKey: stream) ?? []
    if list.count == StreamDetail.resentLimit { list.removeFirst() }
    list.append(
      StreamDetail.Resent(
        start: start, end: end, packet: segment.packet,
        timestamp: segment.hasTimestamps ? segment.timestampValue : 0))
    resent[stream] = list
  }

  /// What a segment below SND.NXT is, and the numbers behind it.
  private struct Verdict {
    var kind: SegmentEvent.Kind
    var detail = SegmentEvent.Detail()
  }

  private func judge(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement
  ) -> Verdict {
    let sender = connection.ends[side.at]
    let receiver = connection.ends[side.peer.at]
    let at = sender.detail - 1
    var verdict = Verdict(kind: .retransmission)
    let roundTrip =
      streams[at].feedback.roundTripCount > 0 ? streams[at].feedback.roundTripMinimum : nil
    verdict.detail.roundTripNanoseconds = roundTrip
    if segment.length > 0 && place.end <= sender.acknowledged {
      verdict.kind = .spuriousRetransmission
      verdict.detail.reason = "acknowledged"
      return verdict
    }
    if let gap = streams[at].gap(at: place.start, place.end) {
      let lag = segment.time.nanoseconds(since: gap.time)
      verdict.detail.lagNanoseconds = lag
      if let reason = overtaken(&connection, segment, gap, lag: lag) {
        verdict.kind = .outOfOrder
        verdict.detail.reason = reason
        return verdict
      }
    }
    var lag: Int64?
    if let original = streams[at].segment(at: place.start) {
      lag = segment.time.nanoseconds(since: original.latest)
      verdict.detail.original = original.packet
      verdict.detail.lagNanoseconds = lag
    }
    if streams[at].isSACKed(from: place.start, to: place.end) {
      verdict.kind = .spuriousRetransmission
      verdict.detail.reason = "sack"
      return verdict
    }
    let isAfterTimeout =
      sender.acknowledged < streams[at].book.recoveryPoint
      && place.start < streams[at].book.recoveryPoint
    if isAfterTimeout {
      verdict.kind = .timeoutRetransmission
      verdict.detail.reason = "loss-recovery"
      return verdict
    }
    if streams[at].book.highestSACK > place.end {
      verdict.kind = .fastRetransmission
      verdict.detail.reason = "sack"
      verdict.detail.duplicateAcks = UInt32(receiver.duplicateAckRun)
      return verdict
    }
    if receiver.duplicateAckRun >= 2 && place.start == sender.acknowledged {
      verdict.kind = .fastRetransmission
      verdict.detail.reason = "duplicate-acks"
      verdict.detail.duplicateAcks = UInt32(receiver.duplicateAckRun)
      return verdict
    }
    guard let lag else { return verdict }
    let timeout = max(
      200_000_000, streams[at].feedback.smoothed &+ 4 &* streams[at].feedback.variation)
    if lag >= timeout &- timeout / 8 {
      verdict.kind = .timeoutRetransmission
      verdict.detail.reason = "lag"
    } else if place.end >= sender.sendNext, streams[at].feedback.roundTripCount > 0,
      lag >= streams[at].feedback.smoothed &+ streams[at].feedback.smoothed / 2
    {
      verdict.kind = .tailLossProbe
      verdict.detail.reason = "last-segment"
    }
    return verdict
  }

  /// Why a segment that fills a gap must have been sent before the one that showed the gap; nil where it was sent after it.
  private func overtaken(
    _ connection: inout Connection, _ segment: Segment, _ gap: StreamDetail.Gap, lag: Int64
  ) -> StaticString? {
    if segment.hasTimestamps {
      let later = Int32(bitPattern: segment.timestampValue &- gap.timestamp)
      if later < 0 { return "tsval" }
      if later > 0 { return nil }
    }
    if segment.identification != 0 && gap.identification != 0 {
      let later = Int16(bitPattern: segment.identification &- gap.identification)
      if later < 0 && later > -256 { return "ip-id" }
      if later > 0 && later < 256 { return nil }
    }
    // What is sent again needs news of the loss first: a round trip at least.
    return lag < connection.handshakeRoundTrip ?? 3_000_000 ? "lag" : nil
  }
}
