import InternetTypes

/// Resets: which endpoints they close.
extension TCPStateMachine {
  /// Applies a reset: closes its sender, and is pending at the receiver if it is in the receive window.
  mutating func reset(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement,
    _ findings: inout Findings
  ) {
    let now = PacketMoment(segment)
    let peer = side.peer
    if connection.endpoints[peer.index].state == .synSent,
      connection.endpoints[side.index].state == .unknown
        || connection.endpoints[side.index].state == .closed
    {
      guard !segment.hasACK || place.acknowledgment > 0 else { return }
      connection.endpoints[side.index].state = .closed
      connection.failure = connection.failure ?? .refused
      move(&connection, peer, to: .closed, by: now, &findings)
      pending.removeAll()
      return
    }
    guard isAcceptable(connection, segment, from: side, at: place) else {
      connection.endpoints[peer.index].flags.insert(.isChallenged)
      return
    }
    if connection.endpoints[side.index].flags.contains(.isResetInjected) {
      // The state of the apparent sender does not change; the receiver closes.
      if connection.failure == nil { connection.failure = .reset }
      if !pending[.reset, peer].isSet { pending[.reset, peer] = now }
      return
    }
    let state = connection.endpoints[side.index].state
    if state == .synReceived && pending[.ack, side].isSet {
      acknowledge(&connection, side, by: pending[.ack, side], &findings)
    }
    if segment.hasACK, connection.endpoints[peer.index].flags.contains(.hasFINEnd),
      place.acknowledgment >= connection.finEnd(peer.index),
      !connection.endpoints[side.index].flags.contains(.hasReceivedFIN)
    {
      receiveFin(&connection, side, now: now, &findings)
    }
    if state == .finWait1 && pending[.ack, side].isSet {
      acknowledge(&connection, side, by: pending[.ack, side], &findings)
    }
    if state == .synSent, connection.flags.contains(.hasSYNAckTime), connection.closedBy == nil {
      // It follows an answer, and closes the connection that the answer opened.
      connection.closedBy = side == .client ? .client : .server
    }
    if state != .timeWait && state != .closed {
      move(&connection, side, to: .closed, by: now, &findings)
    }
    // The sender is closed: nothing that arrives at it changes its state any more.
    pending.removeAll(to: side)
    if connection.failure == nil { connection.failure = .reset }
    if !pending[.reset, peer].isSet { pending[.reset, peer] = now }
  }

  /// Whether a reset has the sequence number that its receiver expects (RFC 5961, section 3.2), as far as known.
  private func isAcceptable(
    _ connection: borrowing Connection, _ segment: Segment, from side: Side, at place: Placement
  ) -> Bool {
    let sender = connection.endpoints[side.index]
    guard sender.flags.contains(.hasSequence), sender.packets > 1 else { return true }
    if place.start == place.previousNext || place.start == sender.acknowledged { return true }
    // A reset that answers a segment in flight has the number which that segment acknowledged.
    return place.start > sender.acknowledged && place.start < place.previousNext
  }
}
