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
  mutating func applyData(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ findings: inout Findings
  ) {
    let next = place.previousNext
    guard place.end > place.start else {
      if place.start > next, connection.endpoints[side.index].packets > 1 {
        skip(&connection, segment, side, place)
      }
      return
    }
    if segment.hasFIN && connection.finEnd(side.index) == 0 {
      connection.setFINEnd(place.end, side.index)
    }
    if connection.endpoints[side.index].flags.contains(.isFINInferred), segment.length > 0,
      place.end > connection.finEnd(side.index)
    {
      // It was a byte, not a FIN.
      connection.setFINEnd(segment.hasFIN ? place.end : 0, side.index)
      connection.endpoints[side.index].flags.remove(.isFINInferred)
    }
    let isBelow = place.start < next
    if isBelow && (connection.endpoints[side.index].packets > 1) {
      applyRepeatedData(&connection, segment, side, place, &findings)
    }
    if place.end > next {
      connection.endpoints[side.index].sendNext = place.end
      if connection.endpoints[side.index].detail != 0 {
        // A SYN has a number of its own, which is no byte.
        let sent = StreamDetail.OutstandingSegment(
          segment, start: place.start &+ (segment.hasSYN ? 1 : 0))
        applyNewData(&connection, sent, side, place)
      }
    }
    if segment.length > 0 { connection.endpoints[side.index].flags.insert(.hasSentData) }
  }

  /// A segment without data tells where its sender is: what is before that was sent, and not captured.
  private mutating func skip(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement
  ) {
    connection.endpoints[side.index].sendNext = place.start
    guard let stream = detail(of: &connection, side) else { return }
    streams[stream].open(
      StreamDetail.Gap(
        start: place.previousNext, end: place.start, time: segment.time,
        timestamp: segment.timestampValue, identification: segment.identification))
  }

  /// Data beyond SND.NXT.
  mutating func applyNewData(
    _ connection: inout Connection, _ segment: StreamDetail.OutstandingSegment, _ side: Side,
    _ place: Placement
  ) {
    let stream = connection.endpoints[side.index].detail - 1
    let next = place.previousNext
    if place.start > next && connection.endpoints[side.index].packets > 1 {
      streams[stream].open(
        StreamDetail.Gap(
          start: next, end: place.start, time: segment.time, timestamp: segment.timestamp,
          identification: segment.identification))
    }
    guard segment.length > 0 else { return }
    if streams[stream].data.lastData.rawValue == 0 { streams[stream].data.firstData = segment.time }
    streams[stream].data.uniqueBytes &+= UInt64(max(segment.end &- max(segment.start, next), 0))
    streams[stream].data.lastData = segment.time
    streams[stream].data.newestTimestamp = segment.timestamp
    streams[stream].data.segmentSizeMaximum = max(
      streams[stream].data.segmentSizeMaximum, segment.length)
    if !connection.endpoints[side.index].flags.contains(.isDataAcknowledged) {
      let size = UInt32(max(connection.endpoints[side.peer.index].maximumSegmentSize, 536))
      streams[stream].data.initialWindowSegments &+= (segment.length &+ size &- 1) / size
    }
    let flight = UInt64(max(place.end &- connection.endpoints[side.index].acknowledged, 0))
    streams[stream].data.flightMaximum = max(streams[stream].data.flightMaximum, flight)
    streams[stream].append(segment)
  }

  /// What begins below SND.NXT: sent again, or overtaken by others.
  private mutating func applyRepeatedData(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ findings: inout Findings
  ) {
    var verdict = Verdict(kind: .retransmission)
    if connection.endpoints[side.index].detail != 0 {
      verdict = classifyRepeatedData(&connection, segment, side, place)
      let stream = connection.endpoints[side.index].detail - 1
      // A SYN and a FIN have numbers of their own, which are no bytes.
      let payload = place.start &+ (segment.hasSYN ? 1 : 0)
      let filled = streams[stream].fill(from: payload, to: payload &+ Int64(segment.length))
      streams[stream].data.uniqueBytes &+= UInt64(max(filled, 0))
      _ = streams[stream].fill(from: place.start, to: place.end)
      if verdict.kind == .outOfOrder {
        streams[stream].data.outOfOrderPackets &+= 1
      } else {
        noteHeadRetransmission(&connection, segment, side, place)
        if findings.wantsEvents && verdict.kind != .spuriousRetransmission {
          remember(segment, of: stream, from: place.start, to: place.end)
        }
        streams[stream].data.retransmittedPackets &+= 1
        streams[stream].data.retransmittedBytes &+= UInt64(segment.length)
        streams[stream].markRetransmitted(segment, from: place.start, to: place.end)
        if verdict.kind == .timeoutRetransmission {
          streams[stream].data.recoveryPoint = max(
            streams[stream].data.recoveryPoint, connection.endpoints[side.index].sendNext)
        }
      }
    } else if segment.hasSYN || segment.hasFIN {
      verdict = Verdict(kind: .timeoutRetransmission)
      verdict.detail.reason = segment.hasSYN ? "syn" : "fin"
    }
    report(verdict.kind, &connection, segment, side, &findings, verdict.detail)
  }

  /// Notes that the oldest segment was sent again: if nothing but small ones ever arrives, the path is a black hole.
  private mutating func noteHeadRetransmission(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement
  ) {
    let known = connection.endpoints[side.index].acknowledged
    guard segment.length > 0, place.start <= known, place.end > known else { return }
    let stream = connection.endpoints[side.index].detail - 1
    if streams[stream].data.headRetransmissions < .max {
      streams[stream].data.headRetransmissions += 1
    }
    streams[stream].data.headRetransmissionSize = segment.length
    connection.endpoints[side.index].flags.insert(.hasUnackedRetransmission)
  }

  /// Remembers a segment that was sent again, until something shows that it was needless.
  private mutating func remember(
    _ segment: Segment, of stream: UInt32, from start: Int64, to end: Int64
  ) {
    var list = retransmitted.removeValue(forKey: stream) ?? []
    if list.count == StreamDetail.retransmittedLimit { list.removeFirst() }
    list.append(
      StreamDetail.RetransmittedSegment(
        start: start, end: end, packet: segment.packet,
        timestamp: segment.hasTimestamps ? segment.timestampValue : 0))
    retransmitted[stream] = list
  }

  /// What a segment below SND.NXT is, and the numbers behind it.
  private struct Verdict {
    var kind: SegmentEvent.Kind
    var detail = SegmentEvent.Detail()
  }

  private func classifyRepeatedData(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement
  ) -> Verdict {
    let sender = connection.endpoints[side.index]
    let receiver = connection.endpoints[side.peer.index]
    let stream = sender.detail - 1
    var verdict = Verdict(kind: .retransmission)
    let roundTrip =
      streams[stream].feedback.roundTripCount > 0 ? streams[stream].feedback.roundTripMinimum : nil
    verdict.detail.roundTripNanoseconds = roundTrip
    if segment.length > 0 && place.end <= sender.acknowledged {
      verdict.kind = .spuriousRetransmission
      verdict.detail.reason = "acknowledged"
      return verdict
    }
    if let gap = streams[stream].gap(at: place.start, place.end) {
      let lag = segment.time.nanoseconds(since: gap.time)
      verdict.detail.lagNanoseconds = lag
      if let reason = reorderingEvidence(&connection, segment, gap, lag: lag) {
        verdict.kind = .outOfOrder
        verdict.detail.reason = reason
        return verdict
      }
    }
    var lag: Int64?
    if let original = streams[stream].segment(at: place.start) {
      lag = segment.time.nanoseconds(since: original.latest)
      verdict.detail.original = original.packet
      verdict.detail.lagNanoseconds = lag
    }
    if streams[stream].isSACKed(from: place.start, to: place.end) {
      verdict.kind = .spuriousRetransmission
      verdict.detail.reason = "sack"
      return verdict
    }
    let isAfterTimeout =
      sender.acknowledged < streams[stream].data.recoveryPoint
      && place.start < streams[stream].data.recoveryPoint
    if isAfterTimeout {
      verdict.kind = .timeoutRetransmission
      verdict.detail.reason = "loss-recovery"
      return verdict
    }
    if streams[stream].data.highestSACK > place.end {
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
      200_000_000, streams[stream].feedback.smoothed &+ 4 &* streams[stream].feedback.variation)
    if lag >= timeout &- timeout / 8 {
      verdict.kind = .timeoutRetransmission
      verdict.detail.reason = "lag"
    } else if place.end >= sender.sendNext, streams[stream].feedback.roundTripCount > 0,
      lag >= streams[stream].feedback.smoothed &+ streams[stream].feedback.smoothed / 2
    {
      verdict.kind = .tailLossProbe
      verdict.detail.reason = "last-segment"
    }
    return verdict
  }

  /// Why a segment that fills a gap must have been sent before the one that showed the gap; nil where it was sent after it.
  private func reorderingEvidence(
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
