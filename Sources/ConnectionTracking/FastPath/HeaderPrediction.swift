import BasicContainers
import BoundedCollections
import DequeModule
import InternetTypes
import PacketDissection

/// Header prediction, as TCPs do it themselves: a fast path for the segments of an open connection that are in order.
///
/// Such a segment has the next data in order, or acknowledges more of the peer's data, and does nothing else. All
/// others take the full path. `TrackerConfiguration.usesFastPath` switches it off; a test holds both paths to the same
/// result.
extension ConnectionTracker {
  /// Applies a segment to the connection at a position; false, with nothing changed, if it needs the full path.
  mutating func processPredicted(_ index: Int, at position: Handle<Connection>) -> Bool {
    let isFromClient =
      waiting[index].flow.isSourceFirst == table.connections[position].isClientFirst
    let side: Side = isFromClient ? .client : .server
    let sender = PacketSender(table.connections[position].index, side)
    // It was computed for the prefetch, unless the connection has changed since.
    let signature =
      prefetchHints[index].sender == sender
      ? prefetchHints[index].signature
      : SegmentClassifier.signature(waiting[index].flow.segment, sender)
    let isPredicted = classifier.predict(
      &table.connections[position], &waiting[index], from: side, signature,
      idleLimit: openIdleLimit, wantsEvents: findings.wantsEvents)
    guard isPredicted else { return false }
    lastConnection = table.connections[position].index
    if findings.wantsWindows || findings.wantsVerdicts {
      congestion.observe(
        &table.connections[position], waiting[index].flow.segment, from: side,
        at: classifier.predicted, &findings)
    }
    return true
  }
}

extension Connection {
  /// Updates whether the next segment can go the fast path: both sides are open, and nothing is pending.
  ///
  /// Only segments on the full path change what this depends on.
  mutating func updateSteadiness() {
    let isSteady =
      endpoints[0].state == .established && endpoints[1].state == .established
      && !endpoints[0].flags.contains(.hasFINEnd) && !endpoints[1].flags.contains(.hasFINEnd)
      && endpoints[0].packets > 0 && endpoints[1].packets > 0
      && endpoints[0].flags.contains(.hasSequence) && endpoints[1].flags.contains(.hasSequence)
      && extensionHandle.isNone && pendingBits == 0 && failure == nil && list == .open
      && flags.isDisjoint(with: [.isReuse, .isPromoted, .hasHeldRequest]) && !key.isTunneled
      && (flags.contains(.hasAckTime) || !flags.contains(.hasSYNAckTime))
      && zeek.isEstablished
    if isSteady { flags.insert(.isSteady) } else { flags.remove(.isSteady) }
  }
}

extension SegmentClassifier {
  /// Applies a predicted segment and sets `predicted`; false, with nothing changed, for any other.
  ///
  /// The packet is read only. It is `inout` because it is large (208 bytes), and would be copied for the call.
  mutating func predict(
    _ connection: inout Connection, _ packet: inout WaitingPacket, from side: Side,
    _ signature: UInt64, idleLimit: Int64, wantsEvents: Bool
  ) -> Bool {
    let length = packet.flow.segment.length
    let index = side.index
    let peer = 1 &- index
    guard let place = Self.place(&connection, &packet, from: index, idleLimit: idleLimit),
      !wantsEvents || !Self.mayBeEvent(&connection, &packet, from: index, place)
    else { return false }
    let isNew = place.acknowledgment > connection.endpoints[peer].acknowledged
    var stream = connection.endpoints[index].stream.ifAny
    if length > 0 {
      if length == 1 {
        // It may be a zero window probe or a copy of one, whose byte is not part of the stream. Any other segment at
        // SND.NXT, and any new acknowledgment, is no copy.
        guard connection.endpoints[peer].window != 0,
          !isRecent(signature, at: packet.flow.segment.time)
        else { return false }
      }
    } else {
      // Without data and a new acknowledgment, it may be a duplicate, a window update, or an answer to a probe.
      guard isNew else { return false }
    }
    // After a retransmission an acknowledgment may show that it was spurious, or that only small segments arrive.
    if connection.endpoints[peer].flags.contains(.hasUnackedRetransmission) { return false }
    if isNew, let peerStream = connection.endpoints[peer].stream.ifAny,
      !streams[peerStream].gaps.isEmpty
    {
      return false
    }
    if length > 0 && stream == nil {
      guard let opened = openStream(of: &connection, side) else { return false }
      stream = opened
    }
    connection.zeek.writeOnce(length > 0 ? .data : .ack, side, &connection.history)
    connection.count(packet.flow, index)
    recent.note(signature, at: packet.flow.segment.time)
    connection.noteLast(packet.flow.segment.time, packet: packet.flow.number)
    if isNew {
      advanceAcknowledged(&connection, peer, to: place.acknowledgment, by: packet.flow.segment)
    }
    connection.endpoints[index].flags.remove([.lastWasKeepAlive, .lastWasZeroWindowProbe])
    if packet.flow.segment.hasTimestamps {
      connection.endpoints[index].flags.insert(.hasTimestamps)
    }
    if length > 0, let stream {
      connection.endpoints[index].flags.insert(.hasSentData)
      connection.endpoints[index].sendNext = place.end
      applyNewData(
        &connection, StreamDetail.OutstandingSegment(packet.flow.segment, start: place.start), side,
        place, stream)
    }
    connection.noteWindow(packet.flow.segment.window, isSYN: false, index)
    connection.extendRightEdge(to: connection.offeredEdge(index), offeredBy: index)
    predicted = place
    return true
  }

  /// The placement of a plain segment at SND.NXT with a possible acknowledgment; nil for any other.
  @inline(__always)
  private static func place(
    _ connection: inout Connection, _ packet: inout WaitingPacket, from index: Int,
    idleLimit: Int64
  ) -> Placement? {
    let controlBits = packet.flow.segment.flags.rawValue & 0x17
    guard connection.flags.contains(.isSteady), controlBits == TCPFlags.ack.rawValue,
      packet.flow.segment.window != 0, packet.flow.segment.sackCount == 0,
      packet.flow.checksum != .invalid,
      packet.flow.segment.time.nanoseconds(since: connection.last) <= idleLimit
    else { return nil }
    let next = connection.endpoints[index].sendNext
    guard
      packet.flow.segment.sequence
        == connection.endpoints[index].base &+ UInt32(truncatingIfNeeded: next)
    else { return nil }
    let peer = 1 &- index
    let acknowledgment = connection.unwrap(packet.flow.segment.acknowledgment, peer)
    guard acknowledgment >= connection.endpoints[peer].acknowledged,
      acknowledgment <= connection.endpoints[peer].sendNext
    else { return nil }
    return Placement(
      start: next, end: next &+ Int64(packet.flow.segment.length), acknowledgment: acknowledgment,
      previousNext: next)
  }

  /// Whether a segment in order may be an event: it fills the window, or its payload or its window is small.
  ///
  /// The full path decides; `inout` only to avoid copies.
  @inline(__always)
  private static func mayBeEvent(
    _ connection: inout Connection, _ packet: inout WaitingPacket, from index: Int,
    _ place: Placement
  ) -> Bool {
    let window =
      UInt32(packet.flow.segment.window) << connection.endpoints[index].windowScale.shift
    if window < segmentSize(connection.endpoints[index].maximumSegmentSize) { return true }
    guard packet.flow.segment.length > 0 else { return false }
    let peer = 1 &- index
    let edge =
      connection.endpoints[index].acknowledged &+ Int64(connection.offeredWindow(peer))
    if place.end == edge { return true }
    return !packet.flow.segment.flags.contains(.psh)
      && packet.flow.segment.length &+ optionLimit
        <= segmentSize(connection.endpoints[peer].maximumSegmentSize)
  }
}
