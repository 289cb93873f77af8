import BasicContainers
import BoundedCollections
import DequeModule
import InternetTypes
import PacketDissection

/// Acknowledgments: uncaptured data, spurious retransmissions, gaps and inferred FINs of the peer.
extension SegmentClassifier {
  /// Applies SEG.ACK and the SACK blocks of a segment that `side` sent.
  mutating func applyAcknowledgment(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    _ findings: inout Findings
  ) {
    let peer = side.peer.index
    let number = place.acknowledgment
    let known = max(connection.endpoints[peer].sendNext, connection.endpoints[peer].acknowledged)
    if number > connection.endpoints[peer].sendNext, !segment.hasSYN {
      if connection.endpoints[peer].flags.contains(.hasInvalidChecksum) {
        connection.endpoints[peer].flags.insert(.isChecksumBelieved)
      }
      if number > known { inferFin(&connection, peer, number) }
    }
    if number > connection.endpoints[peer].acknowledged {
      if findings.wantsEvents {
        reportUncaptured(&connection, segment, side, place, known: known, &findings)
      }
      let before = connection.endpoints[peer].acknowledged
      if connection.endpoints[peer].flags.contains(.hasUnackedRetransmission) {
        connection.endpoints[peer].flags.remove([
          .hasUnackedRetransmission, .isPeerAliveSinceRetransmission,
        ])
        if segment.hasTimestamps {
          detectSpurious(&connection, segment, side, acknowledging: before, &findings)
        }
      }
      noteGaps(&connection, side.peer, from: before, to: number)
      advanceAcknowledged(&connection, peer, to: number, by: segment)
    }
    if connection.endpoints[peer].flags.contains(.hasUnackedRetransmission) {
      connection.endpoints[peer].flags.insert(.isPeerAliveSinceRetransmission)
    }
    guard segment.sackCount > 0, let stream = connection.endpoints[peer].stream.ifAny else {
      return
    }
    if segment.hasDuplicateSACK {
      applyDuplicateSACK(&connection, segment, side, stream, &findings)
    }
    for index in 0..<Int(segment.sackCount) {
      let block = segment.sack[index]
      let left = connection.unwrap(block.left, peer)
      let right = connection.unwrap(block.right, peer)
      guard left < right, left >= connection.endpoints[peer].acknowledged, right <= known else {
        continue
      }
      streams[stream].addRange(from: left, to: right)
    }
  }

  /// Reports acknowledged bytes that were not captured.
  ///
  /// Each byte is reported once, with its first acknowledgment.
  private func reportUncaptured(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ place: Placement,
    known: Int64, _ findings: inout Findings
  ) {
    let peer = side.peer.index
    guard connection.endpoints[peer].packets > 0 else { return }
    let number = place.acknowledgment
    var missing = segment.hasSYN ? 0 : max(number &- known, 0)
    if let stream = connection.endpoints[peer].stream.ifAny {
      let before = connection.endpoints[peer].acknowledged
      for index in 0..<streams[stream].gaps.count {
        let gap = streams[stream].gaps[index]
        missing &+= max(min(gap.end, number) &- max(gap.start, before), 0)
      }
    }
    guard missing > 0 else { return }
    var event = SegmentEvent.Detail()
    event.missingBytes = UInt64(missing)
    event.acknowledgment = segment.acknowledgment
    report(.ackLostSegment, &connection, segment, side, &findings, event)
  }

  /// Applies a duplicate SACK (RFC 2883): data has arrived twice, so a retransmission of it was spurious.
  private mutating func applyDuplicateSACK(
    _ connection: inout Connection, _ segment: Segment, _ side: Side,
    _ stream: Handle<StreamDetail>,
    _ findings: inout Findings
  ) {
    let peer = side.peer.index
    let left = connection.unwrap(segment.sack[0].left, peer)
    let right = connection.unwrap(segment.sack[0].right, peer)
    guard let list = retransmitted[stream] else { return }
    for index in list.indices where list[index].start < right && list[index].end > left {
      reportSpurious(&connection, segment, side, stream, index, .duplicateSACK, &findings)
      return
    }
  }

  /// Detects a spurious retransmission by the Eifel algorithm (RFC 3522): the first acknowledgment after it echoes a
  /// time stamp from before it.
  private mutating func detectSpurious(
    _ connection: inout Connection, _ segment: Segment, _ side: Side,
    acknowledging start: Int64, _ findings: inout Findings
  ) {
    // Only the oldest segment: for others the echo can be that of an earlier segment (RFC 7323, section 4.3).
    guard let stream = connection.endpoints[side.peer.index].stream.ifAny,
      let list = retransmitted[stream]
    else { return }
    for index in list.indices where list[index].start == start {
      let sent = list[index].timestamp
      guard sent != 0, Int32(bitPattern: segment.timestampEcho &- sent) < 0 else { return }
      reportSpurious(&connection, segment, side, stream, index, .eifel, &findings)
      return
    }
  }

  private mutating func reportSpurious(
    _ connection: inout Connection, _ segment: Segment, _ side: Side,
    _ stream: Handle<StreamDetail>,
    _ index: Int, _ reason: SegmentEvent.Reason, _ findings: inout Findings
  ) {
    var detail = SegmentEvent.Detail()
    detail.original = retransmitted[stream]?.remove(at: index).packet
    detail.acknowledgment = segment.acknowledgment
    detail.reason = reason
    report(.spuriousEvidence, &connection, segment, side, &findings, detail)
  }

  /// Counts the gaps that an acknowledgment is the first to cover.
  private mutating func noteGaps(
    _ connection: inout Connection, _ peer: Side, from before: Int64, to number: Int64
  ) {
    guard let stream = connection.endpoints[peer.index].stream.ifAny else { return }
    for index in 0..<streams[stream].gaps.count {
      let start = streams[stream].gaps[index].start
      guard start >= before, start < number else { continue }
      streams[stream].data.acknowledgedGaps &+= 1
      ZeekVerdict.noteGap(&connection, of: peer, count: streams[stream].data.acknowledgedGaps)
    }
  }

  /// Infers a FIN that was not captured from an acknowledgment one beyond SND.NXT.
  ///
  /// It may also be one byte of data.
  private func inferFin(_ connection: inout Connection, _ peer: Int, _ number: Int64) {
    guard connection.endpoints[peer].flags.contains(.hasSequence) else { return }
    if number == connection.endpoints[peer].sendNext &+ 1, connection.endpoints[peer].sendNext > 0,
      !connection.endpoints[peer].flags.contains(.hasFINEnd)
    {
      connection.setFINEnd(number, peer)
      connection.endpoints[peer].flags.insert(.isFINInferred)
    } else if connection.endpoints[peer].flags.contains(.isFINInferred) {
      connection.setFINEnd(0, peer)
      connection.endpoints[peer].flags.remove(.isFINInferred)
    }
    // For an endpoint without captured packets, acknowledgments are the only source of SND.NXT.
    if connection.endpoints[peer].packets == 0 { connection.endpoints[peer].sendNext = number }
  }
}
