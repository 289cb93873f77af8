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
  mutating func processPredicted(_ index: Int, at position: UInt32) -> Bool {
    let isPredicted = classifier.predict(
      &table.connections[position], &waiting[index], idleLimit: openIdleLimit)
    guard isPredicted else { return false }
    lastConnection = table.connections[position].index
    if findings.wantsWindows || findings.wantsVerdicts {
      let isFromClient =
        waiting[index].flow.isSourceFirst == table.connections[position].isClientFirst
      congestion.observe(
        &table.connections[position], waiting[index].flow.segment,
        from: isFromClient ? .client : .server, at: classifier.predicted, &findings)
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
      endpoints[0].state == .established && endpoints[1].state == .established
      && !endpoints[0].flags.contains(.hasFINEnd) && !endpoints[1].flags.contains(.hasFINEnd)
      && endpoints[0].packets > 0 && endpoints[1].packets > 0
      && endpoints[0].flags.contains(.hasSequence) && endpoints[1].flags.contains(.hasSequence)
      && extensionHandle == 0 && pendingBits == 0 && failure == nil && list == .open
      && flags.isDisjoint(with: [.isReuse, .isPromoted]) && !key.isTunneled
      && (flags.contains(.hasAckTime) || !flags.contains(.hasSYNAckTime))
      && zeek.isEstablished
    if isSteady { flags.insert(.isSteady) } else { flags.remove(.isSteady) }
  }
}

extension SegmentClassifier {
  /// Takes a segment that was to be expected, and notes in `predicted` where it lies; false, and nothing done, for any other.
  ///
  /// The packet is not changed, but would be copied if it were no `inout`; so would the place as a result, which few need.
  mutating func predict(
    _ connection: inout Connection, _ packet: inout WaitingPacket, idleLimit: Int64
  ) -> Bool {
    let controlBits = packet.flow.segment.flags.rawValue & 0x17
    let length = packet.flow.segment.length
    let at = packet.flow.isSourceFirst == connection.isClientFirst ? 0 : 1
    let peer = 1 &- at
    guard connection.flags.contains(.isSteady), controlBits == TCPFlags.ack.rawValue,
      packet.flow.segment.window != 0, packet.flow.segment.sackCount == 0,
      packet.flow.checksum != .invalid,
      packet.flow.segment.time.nanoseconds(since: connection.last) <= idleLimit
    else { return false }
    let next = connection.endpoints[at].sendNext
    guard
      packet.flow.segment.sequence == connection.endpoints[at].base
        &+ UInt32(truncatingIfNeeded: next)
    else { return false }
    let known = connection.endpoints[peer].acknowledged
    let acknowledgment = connection.unwrap(packet.flow.segment.acknowledgment, peer)
    let isNew = acknowledgment > known
    guard acknowledgment >= known, acknowledgment <= connection.endpoints[peer].sendNext else {
      return false
    }
    let signature = Self.signature(packet.flow.segment)
    guard connection.endpoints[at].signature != signature else { return false }
    var detail = connection.endpoints[at].detail
    if length > 0 {
      guard length > 1 || connection.endpoints[peer].window != 0,
        detail == 0 || !streams[detail &- 1].data.remembers(signature)
      else { return false }
    } else {
      // One that acknowledges nothing new may be a duplicate, a window update, or an answer to a probe.
      guard isNew else { return false }
    }
    // Where something was sent again, an acknowledgment of it may show that it was needless, and any other that only
    // small segments arrive.
    if connection.endpoints[peer].flags.contains(.hasUnackedRetransmission) { return false }
    let peerDetail = connection.endpoints[peer].detail
    if isNew, peerDetail != 0, !streams[peerDetail &- 1].gaps.isEmpty { return false }
    let side: Side = at == 0 ? .client : .server
    if length > 0 && detail == 0 {
      guard let position = self.detail(of: &connection, side) else { return false }
      detail = position &+ 1
    }

    connection.zeek.writeOnce(length > 0 ? .data : .ack, side, &connection.history)
    connection.endpoints[at].packets &+= 1
    connection.endpoints[at].ipBytes &+= UInt64(packet.flow.ipBytes)
    connection.endpoints[at].payloadBytes &+= UInt64(packet.flow.payloadBytes)
    if packet.flow.checksum == .unverifiable { connection.endpoints[at].checksumUnverifiable &+= 1 }
    connection.endpoints[at].signature = signature
    let time = packet.flow.segment.time
    connection.last = max(connection.last, time)
    connection.lastPacket = packet.flow.number
    let place = Placement(
      start: next, end: next &+ Int64(length), acknowledgment: acknowledgment, previousNext: next)
    if isNew {
      if known > 0 || acknowledgment > 1 {
        connection.endpoints[peer].flags.insert(.isDataAcknowledged)
      }
      connection.endpoints[peer].acknowledged = acknowledgment
      connection.endpoints[at].duplicateAckRun = 0
      if peerDetail != 0 {
        streams[peerDetail &- 1].acknowledge(
          acknowledgment, at: time,
          echo: packet.flow.segment.hasTimestamps ? packet.flow.segment.timestampEcho : nil)
      }
    }
    var flags = connection.endpoints[at].flags
    flags.remove([.isUnscaledWindow, .isWindowZero, .lastWasKeepAlive, .lastWasZeroWindowProbe])
    if packet.flow.segment.hasTimestamps { flags.insert(.hasTimestamps) }
    if length > 0 {
      flags.insert(.hasSentData)
      connection.endpoints[at].sendNext = place.end
      streams[detail &- 1].data.remember(signature)
      applyNewData(
        &connection, StreamDetail.OutstandingSegment(packet.flow.segment, start: next), side, place)
    }
    connection.endpoints[at].flags = flags
    offer(&connection, packet.flow.segment.window, at)
    predicted = place
    return true
  }

  /// Notes the window that an endpoint offers in a segment that is no SYN, in bytes.
  @inline(__always)
  @discardableResult
  func offer(_ connection: inout Connection, _ window: UInt16, _ at: Int) -> Int64 {
    let scale = UInt32(truncatingIfNeeded: max(connection.endpoints[at].windowScale, 0))
    let bytes = UInt32(window) << scale
    connection.endpoints[at].window = window
    connection.endpoints[at].smallestWindow = min(connection.endpoints[at].smallestWindow, window)
    connection.endpoints[at].largestWindow = max(connection.endpoints[at].largestWindow, window)
    let edge = connection.endpoints[1 &- at].acknowledged &+ Int64(bytes)
    connection.endpoints[1 &- at].rightEdge = max(connection.endpoints[1 &- at].rightEdge, edge)
    return edge
  }
}
