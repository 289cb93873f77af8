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
    let known = max(connection.ends[peer.at].sendNext, connection.ends[peer.at].acknowledged)
    if number > connection.ends[peer.at].sendNext, !segment.hasSYN {
      if connection.checksumInvalid[peer.at] > 0 {
        connection.ends[peer.at].marks.insert(.isChecksumBelieved)
      }
      if number > known { inferFin(&connection, peer, number) }
    }
    if findings.wantsEvents, number > connection.ends[peer.at].acknowledged {
      reportUnseen(&connection, segment, side, place, known: known, &findings)
    }
    if number > connection.ends[peer.at].acknowledged {
      // The first acknowledgment is of the SYN.
      if connection.ends[peer.at].acknowledged > 0 || number > 1 {
        connection.ends[peer.at].marks.insert(.isDataAcknowledged)
      }
      let before = connection.ends[peer.at].acknowledged
      if connection.ends[peer.at].marks.contains(.isStuck) {
        connection.ends[peer.at].marks.remove([.isStuck, .isAnsweredWhileStuck])
        if segment.hasTimestamps {
          detectSpurious(&connection, segment, side, acknowledging: before, &findings)
        }
      }
      connection.ends[peer.at].acknowledged = number
      connection.ends[side.at].duplicateAckRun = 0
      if connection.ends[peer.at].detail != 0 {
        noteGaps(&connection, peer, from: before, to: number)
        streams[connection.ends[peer.at].detail - 1].acknowledge(
          number, at: segment.time, echo: segment.hasTimestamps ? segment.timestampEcho : nil)
      }
    }
    if connection.ends[peer.at].marks.contains(.isStuck) {
      connection.ends[peer.at].marks.insert(.isAnsweredWhileStuck)
    }
    guard segment.sackCount > 0, connection.ends[peer.at].detail != 0 else { return }
    if segment.hasDuplicateSACK { takeDuplicateSACK(&connection, segment, side, &findings) }
    for index in 0..<Int(segment.sackCount) {
      let block = segment.sack[index]
      let left = connection.unwrap(block.left, peer.at)
      let right = connection.unwrap(block.right, peer.at)
      guard left < right, left >= connection.ends[peer.at].acknowledged, right <= known else {
        continue
      }
      streams[connection.ends[peer.at].detail - 1].addRange(from: left, to: right)
    }
  }

  /// Reports bytes that are acknowledged and were not captured by now; each is told of once, by the first packet that
  /// acknowledges it.
  private func reportUnseen(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    known: Int64, _ findings: inout Findings
  ) {
    let peer = side.peer.at
    guard connection.ends[peer].packets > 0 else { return }
    let number = place.acknowledgment
    var missing = segment.hasSYN ? 0 : max(number &- known, 0)
    let detail = connection.ends[peer].detail
    if detail != 0 {
      let before = connection.ends[peer].acknowledged
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
  private mutating func takeDuplicateSACK(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ findings: inout Findings
  ) {
    let peer = side.peer
    let at = connection.ends[peer.at].detail - 1
    streams[at].duplicateSACKs &+= 1
    let left = connection.unwrap(segment.sack[0].left, peer.at)
    let right = connection.unwrap(segment.sack[0].right, peer.at)
    guard let resent = resent[at] else { return }
    for index in resent.indices where resent[index].start < right && resent[index].end > left {
      reportSpurious(&connection, segment, side, at, index, "dsack", &findings)
      return
    }
  }

  /// The first acknowledgment of what was sent again echoes a time before that: the first one had arrived (Eifel, RFC 3522).
  private mutating func detectSpurious(
    _ connection: inout Connection, _ segment: Segment, _ side: Side,
    acknowledging start: Int64, _ findings: inout Findings
  ) {
    let detail = connection.ends[side.peer.at].detail
    guard detail != 0 else { return }
    // The oldest segment only: of others the echo may be that of an earlier one (RFC 7323, section 4.3).
    guard let resent = resent[detail - 1] else { return }
    for index in resent.indices where resent[index].start == start {
      let sent = resent[index].timestamp
      guard sent != 0, Int32(bitPattern: segment.timestampEcho &- sent) < 0 else { return }
      reportSpurious(&connection, segment, side, detail - 1, index, "eifel", &findings)
      return
    }
  }

  private mutating func reportSpurious(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ at: UInt32, _ index: Int,
    _ reason: StaticString, _ findings: inout Findings
  ) {
    var detail = SegmentEvent.Detail()
    detail.original = resent[at]?.remove(at: index).packet
    detail.acknowledgment = segment.acknowledgment
    detail.reason = reason
    report(.spuriousEvidence, &connection, segment, side, &findings, detail)
  }

  /// Counts the gaps that an acknowledgment is the first to pass.
  private mutating func noteGaps(
    _ connection: inout Connection, _ peer: Side, from before: Int64, to number: Int64
  ) {
    let at = connection.ends[peer.at].detail - 1
    for index in 0..<streams[at].gaps.count {
      let start = streams[at].gaps[index].start
      guard start >= before, start < number else { continue }
      streams[at].book.acknowledgedGaps &+= 1
      ZeekVerdict.noteGap(&connection, of: peer, count: streams[at].book.acknowledgedGaps)
    }
  }

  /// One number more than was captured is acknowledged: a FIN that the capture does not hold, or one byte.
  private func inferFin(_ connection: inout Connection, _ peer: Side, _ number: Int64) {
    guard connection.ends[peer.at].marks.contains(.hasSequence) else { return }
    if number == connection.ends[peer.at].sendNext &+ 1, connection.ends[peer.at].sendNext > 0,
      !connection.ends[peer.at].marks.contains(.hasFINEnd)
    {
      connection.setFINEnd(number, peer.at)
      connection.ends[peer.at].marks.insert(.finIsInferred)
    } else if connection.ends[peer.at].marks.contains(.finIsInferred) {
      connection.setFINEnd(0, peer.at)
      connection.ends[peer.at].marks.remove(.finIsInferred)
    }
    // Of an endpoint that is not captured the acknowledgments are all there is.
    if connection.ends[peer.at].packets == 0 { connection.ends[peer.at].sendNext = number }
  }
}
