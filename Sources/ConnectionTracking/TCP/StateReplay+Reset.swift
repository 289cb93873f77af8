/// Resets: whom they close.
extension StateReplay {
  /// A reset: closes its sender if it is the sender's own, and will close the receiver if it fits there.
  mutating func reset(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement
  ) {
    let now = Underway.Pending(time: segment.time, packet: segment.packet)
    let peer = side.peer
    if connection.ends[peer.at].state == .synSent,
      connection.ends[side.at].state == .unknown || connection.ends[side.at].state == .closed
    {
      guard !segment.hasACK || place.acknowledgment > 0 else { return }
      connection.ends[side.at].state = .closed
      connection.failure = connection.failure ?? .refused
      move(&connection, peer, to: .closed, by: now)
      current.removeAll()
      return
    }
    guard fits(connection, segment, from: side, at: place) else {
      connection.ends[peer.at].marks.insert(.isChallenged)
      return
    }
    let state = connection.ends[side.at].state
    if state == .synReceived && current[.ack, side].isSet {
      acknowledge(&connection, side, by: current[.ack, side])
    }
    if segment.hasACK, connection.ends[peer.at].marks.contains(.hasFINEnd),
      place.acknowledgment >= connection.finEnd(peer.at),
      !connection.ends[side.at].marks.contains(.hasReceivedFIN)
    {
      receiveFin(&connection, side, now: now)
    }
    if state == .finWait1 && current[.ack, side].isSet {
      acknowledge(&connection, side, by: current[.ack, side])
    }
    if state != .timeWait && state != .closed { move(&connection, side, to: .closed, by: now) }
    // Whatever comes to it now comes too late.
    current.removeAll(to: side)
    if connection.failure == nil { connection.failure = .reset }
    if !current[.reset, peer].isSet { current[.reset, peer] = now }
  }

  /// Whether a reset has the sequence number that its receiver expects (RFC 5961, section 3.2), as far as known.
  private func fits(
    _ connection: Connection, _ segment: Segment, from side: Side, at place: Placement
  ) -> Bool {
    let sender = connection.ends[side.at]
    guard sender.marks.contains(.hasSequence), sender.packets > 1 else { return true }
    if place.start == place.previousNext || place.start == sender.acknowledged { return true }
    // An answer to a segment in flight has the number that this one acknowledged.
    return place.start > sender.acknowledged && place.start < place.previousNext
  }
}
