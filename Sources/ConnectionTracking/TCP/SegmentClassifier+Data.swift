import BasicContainers
import BoundedCollections
import DequeModule
import InternetTypes

/// Data: new, retransmitted or reordered.
extension SegmentClassifier {
  /// Applies the data, SYN and FIN of a segment to its sender.
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
      // The number taken for a FIN was a byte of data.
      connection.setFINEnd(segment.hasFIN ? place.end : 0, side.index)
      connection.endpoints[side.index].flags.remove(.isFINInferred)
    }
    let isBelow = place.start < next
    if isBelow && (connection.endpoints[side.index].packets > 1) {
      applyRepeatedData(&connection, segment, side, place, &findings)
    }
    if place.end > next {
      connection.endpoints[side.index].sendNext = place.end
      if let stream = connection.endpoints[side.index].stream.ifAny {
        // A SYN takes a sequence number, but is no byte of data.
        let sent = StreamDetail.OutstandingSegment(
          segment, start: place.start &+ (segment.hasSYN ? 1 : 0))
        applyNewData(&connection, sent, side, place, stream)
      }
    }
    if segment.length > 0 { connection.endpoints[side.index].flags.insert(.hasSentData) }
  }

  /// Applies a segment without data beyond SND.NXT: the numbers before it were sent and not captured.
  private mutating func skip(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement
  ) {
    connection.endpoints[side.index].sendNext = place.start
    guard let stream = openStream(of: &connection, side) else { return }
    streams[stream].open(
      StreamDetail.Gap(
        start: place.previousNext, end: place.start, time: segment.time,
        timestamp: segment.timestampValue, identification: segment.identification))
  }

  /// Applies data at or beyond SND.NXT to the sender's stream.
  mutating func applyNewData(
    _ connection: inout Connection, _ segment: StreamDetail.OutstandingSegment, _ side: Side,
    _ place: Placement, _ stream: Handle<StreamDetail>
  ) {
    let next = place.previousNext
    if place.start > next && connection.endpoints[side.index].packets > 1 {
      streams[stream].open(
        StreamDetail.Gap(
          start: next, end: place.start, time: segment.time, timestamp: segment.timestamp,
          identification: segment.identification))
    }
    guard segment.length > 0 else { return }
    if side == .client {
      connection.endpoints[0].flags.insert(.awaitsResponse)
    } else if connection.endpoints[0].flags.contains(.awaitsResponse) {
      noteResponse(&connection, at: segment.time, stream)
    }
    if streams[stream].data.lastData.rawValue == 0 { streams[stream].data.firstData = segment.time }
    streams[stream].data.uniqueBytes &+= UInt64(max(segment.end &- max(segment.start, next), 0))
    streams[stream].data.lastData = segment.time
    streams[stream].data.timeToLive = segment.timeToLive
    streams[stream].data.segmentSizeMaximum = max(
      streams[stream].data.segmentSizeMaximum, segment.length)
    if !connection.endpoints[side.index].flags.contains(.isDataAcknowledged) {
      let size = UInt32(max(connection.endpoints[side.peer.index].maximumSegmentSize, 536))
      streams[stream].data.initialWindowSegments &+= (segment.length &+ size &- 1) / size
    }
    let flight = UInt64(max(place.end &- connection.endpoints[side.index].acknowledged, 0))
    streams[stream].data.flightMaximum = max(streams[stream].data.flightMaximum, flight)
    // A segment captured after its acknowledgment is no round-trip sample.
    if segment.end > connection.endpoints[side.index].acknowledged {
      streams[stream].append(segment)
    }
  }

  /// Notes that the server's data follow the client's.
  private mutating func noteResponse(
    _ connection: inout Connection, at time: Timestamp, _ stream: Handle<StreamDetail>
  ) {
    connection.endpoints[0].flags.remove(.awaitsResponse)
    guard let client = connection.endpoints[0].stream.ifAny,
      let response = time.elapsed(since: streams[client].data.lastData)
    else { return }
    streams[stream].data.responseCount &+= 1
    streams[stream].responseSum &+= response
    streams[stream].responseMaximum = max(streams[stream].responseMaximum, response)
  }

  /// Applies a segment that starts below SND.NXT: retransmitted or reordered.
  private mutating func applyRepeatedData(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ findings: inout Findings
  ) {
    // The SYN-ACK of a simultaneous open repeats the number of the SYN (RFC 9293, section 3.5, figure 7).
    if segment.hasSYN, segment.hasACK, connection.endpoints[side.index].state == .synSent { return }
    var verdict = RepeatVerdict(kind: .retransmission)
    if let stream = connection.endpoints[side.index].stream.ifAny {
      verdict = classifyRepeatedData(&connection, segment, side, place, stream)
      // A SYN and a FIN take sequence numbers, but are no bytes of data.
      let payload = place.start &+ (segment.hasSYN ? 1 : 0)
      let filled = streams[stream].fill(from: payload, to: payload &+ Int64(segment.length))
      streams[stream].data.uniqueBytes &+= UInt64(max(filled, 0))
      _ = streams[stream].fill(from: place.start, to: place.end)
      if verdict.kind == .outOfOrder {
        streams[stream].data.outOfOrderPackets &+= 1
      } else {
        noteHeadRetransmission(&connection, segment, side, place, stream)
        if findings.wantsEvents && verdict.kind != .spuriousRetransmission {
          remember(segment, of: stream, from: place.start, to: place.end)
        }
        streams[stream].data.retransmittedPackets &+= 1
        // Bytes beyond SND.NXT are sent for the first time.
        let repeated = min(payload &+ Int64(segment.length), place.previousNext) &- payload
        streams[stream].data.retransmittedBytes &+= UInt64(max(repeated, 0))
        streams[stream].markRetransmitted(segment, from: place.start, to: place.end)
        if verdict.kind == .timeoutRetransmission {
          streams[stream].data.recoveryPoint = max(
            streams[stream].data.recoveryPoint, connection.endpoints[side.index].sendNext)
        }
      }
    } else if segment.hasSYN || segment.hasFIN {
      connection.endpoints[side.index].flags.countRetransmission()
      verdict = RepeatVerdict(kind: .timeoutRetransmission)
      verdict.detail.reason = segment.hasSYN ? .syn : .fin
    }
    report(verdict.kind, &connection, segment, side, &findings, verdict.detail)
  }

  /// Counts retransmissions of the oldest unacknowledged segment, which may show that the path is a black hole.
  private mutating func noteHeadRetransmission(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ stream: Handle<StreamDetail>
  ) {
    let known = connection.endpoints[side.index].acknowledged
    guard segment.length > 0, place.start <= known, place.end > known else { return }
    if streams[stream].data.headRetransmissions < .max {
      streams[stream].data.headRetransmissions += 1
    }
    streams[stream].data.headRetransmissionSize = segment.length
    connection.endpoints[side.index].flags.insert(.hasUnackedRetransmission)
  }

  /// Remembers a retransmitted segment, so that later evidence can show that it was spurious.
  private mutating func remember(
    _ segment: Segment, of stream: Handle<StreamDetail>, from start: Int64, to end: Int64
  ) {
    var list = retransmitted.removeValue(forKey: stream) ?? []
    if list.count == StreamDetail.retransmittedLimit { list.removeFirst() }
    list.append(
      StreamDetail.RetransmittedSegment(
        start: start, end: end, packet: segment.packet,
        timestamp: segment.hasTimestamps ? segment.timestampValue : 0))
    retransmitted[stream] = list
  }
}
