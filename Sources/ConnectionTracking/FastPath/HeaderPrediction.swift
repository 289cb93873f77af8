import BasicContainers
import DequeModule
import InternetTypes
import PacketDissection

/// The short way for the segment that was to be expected (header prediction, as TCPs themselves do it): in an open
/// connection the next data in order, or an acknowledgment of more of the other side's, and nothing else.
///
/// All that is special, from a gap to a window of zero, goes the long way. A test shows that both lead to the same.
extension ConnectionTracker {
  /// Takes a segment of the connection at a position; false, and nothing done, where it has to go the long way.
  mutating func takePredicted(_ index: Int, at position: UInt32) -> Bool {
    let isPredicted = classifier.predict(
      &table.connections[position], &waiting[index], idleLimit: openIdleLimit)
    guard isPredicted else { return false }
    lastConnection = table.connections[position].index
    if replay.findings.wantsWindows || replay.findings.wantsVerdicts {
      let isFromClient =
        waiting[index].flow.isSourceFirst == table.connections[position].isClientFirst
      congestion.observe(
        &table.connections[position], waiting[index].flow.segment,
        from: isFromClient ? .client : .server, at: classifier.predicted, &replay.findings)
    }
    return true
  }
}

extension Connection {
  /// Which side sent a packet of it.
  func side(of flow: FlowPacket) -> Side {
    flow.isSourceFirst == isClientFirst ? .client : .server
  }

  /// Notes whether it is where the next segment can go the short way: open on both sides, and nothing pending.
  ///
  /// Only segments that go the long way change what this depends on.
  mutating func noteSteadiness() {
    let isSteady =
      ends[0].state == .established && ends[1].state == .established
      && !ends[0].marks.contains(.hasFINEnd) && !ends[1].marks.contains(.hasFINEnd)
      && ends[0].packets > 0 && ends[1].packets > 0
      && ends[0].marks.contains(.hasSequence) && ends[1].marks.contains(.hasSequence)
      && annex == 0 && arriving == 0 && failure == nil && list == .open
      && marks.isDisjoint(with: [.isReuse, .isPromoted]) && !key.isTunneled
      && (marks.contains(.hasAckTime) || !marks.contains(.hasSYNAckTime))
      && zeek.isEstablished
    if isSteady { marks.insert(.isSteady) } else { marks.remove(.isSteady) }
  }
}

extension SegmentClassifier {
  /// Takes a segment that was to be expected, and notes in `predicted` where it lies; false, and nothing done, for any other.
  ///
  /// The packet is not changed, but would be copied if it were no `inout`; so would the place as a result, which few need.
  mutating func predict(
    _ connection: inout Connection, _ packet: inout WaitingPacket, idleLimit: Int64
  ) -> Bool {
    let flags = packet.flow.segment.flags.rawValue & 0x17
    let length = packet.flow.segment.length
    let at = packet.flow.isSourceFirst == connection.isClientFirst ? 0 : 1
    let peer = 1 &- at
    guard connection.marks.contains(.isSteady), flags == TCPFlags.ack.rawValue,
      packet.flow.segment.window != 0, packet.flow.segment.sackCount == 0,
      packet.flow.checksum != .invalid,
      packet.flow.segment.time.nanoseconds(since: connection.last) <= idleLimit
    else { return false }
    let next = connection.ends[at].sendNext
    guard
      packet.flow.segment.sequence == connection.ends[at].base &+ UInt32(truncatingIfNeeded: next)
    else { return false }
    let known = connection.ends[peer].acknowledged
    let acknowledgment = connection.unwrap(packet.flow.segment.acknowledgment, peer)
    let isNew = acknowledgment > known
    guard acknowledgment >= known, acknowledgment <= connection.ends[peer].sendNext else {
      return false
    }
    let signature = Self.signature(packet.flow.segment)
    guard connection.ends[at].signature != signature else { return false }
    var detail = connection.ends[at].detail
    if length > 0 {
      guard length > 1 || connection.ends[peer].window != 0,
        detail == 0 || !streams[detail &- 1].book.remembers(signature)
      else { return false }
    } else {
      // One that acknowledges nothing new may be a duplicate, a window update, or an answer to a probe.
      guard isNew else { return false }
    }
    // Where something was sent again, an acknowledgment of it may show that it was needless, and any other that only
    // small segments arrive.
    if connection.ends[peer].marks.contains(.isStuck) { return false }
    let peerDetail = connection.ends[peer].detail
    if isNew, peerDetail != 0, !streams[peerDetail &- 1].gaps.isEmpty { return false }
    let side: Side = at == 0 ? .client : .server
    if length > 0 && detail == 0 {
      guard let position = self.detail(of: &connection, side) else { return false }
      detail = position &+ 1
    }

    connection.zeek.writeOnce(length > 0 ? .data : .ack, side, &connection.history)
    connection.ends[at].packets &+= 1
    connection.ends[at].ipBytes &+= UInt64(packet.flow.ipBytes)
    connection.ends[at].payloadBytes &+= UInt64(packet.flow.payloadBytes)
    if packet.flow.checksum == .unverifiable { connection.ends[at].checksumUnverifiable &+= 1 }
    connection.ends[at].signature = signature
    let time = packet.flow.segment.time
    connection.last = max(connection.last, time)
    connection.lastPacket = packet.flow.number
    let place = Placement(
      start: next, end: next &+ Int64(length), acknowledgment: acknowledgment, previousNext: next)
    if isNew {
      if known > 0 || acknowledgment > 1 {
        connection.ends[peer].marks.insert(.isDataAcknowledged)
      }
      connection.ends[peer].acknowledged = acknowledgment
      connection.ends[at].duplicateAckRun = 0
      if peerDetail != 0 {
        streams[peerDetail &- 1].acknowledge(
          acknowledgment, at: time,
          echo: packet.flow.segment.hasTimestamps ? packet.flow.segment.timestampEcho : nil)
      }
    }
    var marks = connection.ends[at].marks
    marks.remove([.isUnscaledWindow, .isWindowZero, .lastWasKeepAlive, .lastWasZeroWindowProbe])
    if packet.flow.segment.hasTimestamps { marks.insert(.hasTimestamps) }
    if length > 0 {
      marks.insert(.hasSentData)
      connection.ends[at].sendNext = place.end
      streams[detail &- 1].book.remember(signature)
      takeNew(
        &connection, StreamDetail.SentSegment(packet.flow.segment, start: next), side, place)
    }
    connection.ends[at].marks = marks
    offer(&connection, packet.flow.segment.window, at)
    predicted = place
    return true
  }

  /// Notes the window that an endpoint offers in a segment that is no SYN, in bytes.
  @inline(__always)
  @discardableResult
  func offer(_ connection: inout Connection, _ window: UInt16, _ at: Int) -> Int64 {
    let scale = UInt32(truncatingIfNeeded: max(connection.ends[at].windowScale, 0))
    let bytes = UInt32(window) << scale
    connection.ends[at].window = window
    connection.ends[at].smallestWindow = min(connection.ends[at].smallestWindow, window)
    connection.ends[at].largestWindow = max(connection.ends[at].largestWindow, window)
    let edge = connection.ends[1 &- at].acknowledged &+ Int64(bytes)
    connection.ends[1 &- at].rightEdge = max(connection.ends[1 &- at].rightEdge, edge)
    return edge
  }
}
