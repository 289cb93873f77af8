import BasicContainers
import DequeModule
import InternetTypes

/// Acknowledgments: what they say of the data of the other side, and the round-trip times they give.
extension SegmentClassifier {
  /// Takes SEG.ACK and the SACK blocks of a segment that `side` sent.
  mutating func applyAcknowledgment(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ role: Role, _ findings: inout Findings
  ) {
    let peer = side.peer
    let number = place.acknowledgment
    let known = max(
      connection.endpoints[peer.index].sendNext, connection.endpoints[peer.index].acknowledged)
    if number > connection.endpoints[peer.index].sendNext, !segment.hasSYN {
      if connection.checksumInvalid[peer.index] > 0 {
        connection.endpoints[peer.index].flags.insert(.isChecksumBelieved)
      }
      if number > known { inferFin(&connection, peer, number) }
    }
    if findings.wantsEvents, number > connection.endpoints[peer.index].acknowledged {
      reportUnseen(&connection, segment, side, place, known: known, &findings)
    }
    if number > connection.endpoints[peer.index].acknowledged {
      // The first acknowledgment is of the SYN.
      if connection.endpoints[peer.index].acknowledged > 0 || number > 1 {
        connection.endpoints[peer.index].flags.insert(.isDataAcknowledged)
      }
      let before = connection.endpoints[peer.index].acknowledged
      if connection.endpoints[peer.index].flags.contains(.hasUnackedRetransmission) {
        connection.endpoints[peer.index].flags.remove([
          .hasUnackedRetransmission, .isPeerAliveSinceRetransmission,
        ])
        if segment.hasTimestamps {
          detectSpurious(&connection, segment, side, acknowledging: before, &findings)
        }
      }
      connection.endpoints[peer.index].acknowledged = number
      connection.endpoints[side.index].duplicateAckRun = 0
      if connection.endpoints[peer.index].detail != 0 {
        noteGaps(&connection, peer, from: before, to: number)
        streams[connection.endpoints[peer.index].detail - 1].acknowledge(
          number, at: segment.time, echo: segment.hasTimestamps ? segment.timestampEcho : nil)
      }
    }
    if connection.endpoints[peer.index].flags.contains(.hasUnackedRetransmission) {
      connection.endpoints[peer.index].flags.insert(.isPeerAliveSinceRetransmission)
    }
    guard segment.sackCount > 0, connection.endpoints[peer.index].detail != 0 else { return }
    if segment.hasDuplicateSACK { applyDuplicateSACK(&connection, segment, side, &findings) }
    for index in 0..<Int(segment.sackCount) {
      let block = segment.sack[index]
      let left = connection.unwrap(block.left, peer.index)
      let right = connection.unwrap(block.right, peer.index)
      guard left < right, left >= connection.endpoints[peer.index].acknowledged, right <= known
      else {
        continue
      }
      streams[connection.endpoints[peer.index].detail - 1].addRange(from: left, to: right)
    }
  }

  /// Reports bytes that are acknowledged and were not captured by now; each is told of once, by the first packet that
  /// acknowledges it.
  private func reportUnseen(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    known: Int64, _ findings: inout Findings
  ) {
    let peer = side.peer.index
    guard connection.endpoints[peer].packets > 0 else { return }
    let number = place.acknowledgment
    var missing = segment.hasSYN ? 0 : max(number &- known, 0)
    let detail = connection.endpoints[peer].detail
    if detail != 0 {
      let before = connection.endpoints[peer].acknowledged
      for index in 0..<streams[detail - 1].gaps.count {
        let gap = streams[detail - 1].gaps[index]
        missing &+= max(min(gap.end, number) &- max(gap.start, before), 0)
      }
    }
    guard missing > 0 else { return }
    var event = SegmentEvent.Detail()
    event.missingBytes = UInt64(missing)
    event.acknowledgment = segment.acknowledgment
    report(.ackLostSegment, &connection, segment, side, &findings, event)
  }

  /// The first SACK block tells of data that arrived twice (RFC 2883): what was sent again need not have been.
  private mutating func applyDuplicateSACK(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ findings: inout Findings
  ) {
    let peer = side.peer
    let stream = connection.endpoints[peer.index].detail - 1
    streams[stream].duplicateSACKs &+= 1
    let left = connection.unwrap(segment.sack[0].left, peer.index)
    let right = connection.unwrap(segment.sack[0].right, peer.index)
    guard let retransmitted = retransmitted[stream] else { return }
    for index in retransmitted.indices
    where retransmitted[index].start < right && retransmitted[index].end > left {
      reportSpurious(&connection, segment, side, stream, index, "dsack", &findings)
      return
    }
  }

  /// The first acknowledgment of what was sent again echoes a time before that: the first one had arrived (Eifel, RFC 3522).
  private mutating func detectSpurious(
    _ connection: inout Connection, _ segment: Segment, _ side: Side,
    acknowledging start: Int64, _ findings: inout Findings
  ) {
    let detail = connection.endpoints[side.peer.index].detail
    guard detail != 0 else { return }
    // The oldest segment only: of others the echo may be that of an earlier one (RFC 7323, section 4.3).
    guard let retransmitted = retransmitted[detail - 1] else { return }
    for index in retransmitted.indices where retransmitted[index].start == start {
      let sent = retransmitted[index].timestamp
      guard sent != 0, Int32(bitPattern: segment.timestampEcho &- sent) < 0 else { return }
      reportSpurious(&connection, segment, side, detail - 1, index, "eifel", &findings)
      return
    }
  }

  private mutating func reportSpurious(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ stream: UInt32,
    _ index: Int,
    _ reason: StaticString, _ findings: inout Findings
  ) {
    var detail = SegmentEvent.Detail()
    detail.original = retransmitted[stream]?.remove(at: index).packet
    detail.acknowledgment = segment.acknowledgment
    detail.reason = reason
    report(.spuriousEvidence, &connection, segment, side, &findings, detail)
  }

  /// Counts the gaps that an acknowledgment is the first to pass.
  private mutating func noteGaps(
    _ connection: inout Connection, _ peer: Side, from before: Int64, to number: Int64
  ) {
    let stream = connection.endpoints[peer.index].detail - 1
    for index in 0..<streams[stream].gaps.count {
      let start = streams[stream].gaps[index].start
      guard start >= before, start < number else { continue }
      streams[stream].data.acknowledgedGaps &+= 1
      ZeekVerdict.noteGap(&connection, of: peer, count: streams[stream].data.acknowledgedGaps)
    }
  }

  /// One number more than was captured is acknowledged: a FIN that the capture does not hold, or one byte.
  private func inferFin(_ connection: inout Connection, _ peer: Side, _ number: Int64) {
    guard connection.endpoints[peer.index].flags.contains(.hasSequence) else { return }
    if number == connection.endpoints[peer.index].sendNext &+ 1,
      connection.endpoints[peer.index].sendNext > 0,
      !connection.endpoints[peer.index].flags.contains(.hasFINEnd)
    {
      connection.setFINEnd(number, peer.index)
      connection.endpoints[peer.index].flags.insert(.isFINInferred)
    } else if connection.endpoints[peer.index].flags.contains(.isFINInferred) {
      connection.setFINEnd(0, peer.index)
      connection.endpoints[peer.index].flags.remove(.isFINInferred)
    }
    // Of an endpoint that is not captured the acknowledgments are all there is.
    if connection.endpoints[peer.index].packets == 0 {
      connection.endpoints[peer.index].sendNext = number
    }
  }
}
