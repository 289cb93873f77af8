/// Endpoints whose beginning was not captured: what settles where they are.
extension StateReplay {
  /// A segment of an endpoint in UNKNOWN.
  mutating func settleUnknown(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement
  ) {
    let now = Underway.Pending(time: segment.time, packet: segment.packet)
    let peer = side.peer
    // Its SYN-ACK is missing from the capture, and its peer's SYN is there.
    if connection.ends[peer.at].marks.contains(.hasSentSYN),
      !connection.ends[side.at].marks.contains(.hasFINEnd)
    {
      let request = current[.ack, side]
      move(&connection, side, to: .synReceived, by: request.isSet ? request : now)
      move(&connection, side, to: .established, by: now)
      current[.ack, side] = .init()
      return
    }
    // Its SYN was captured and it cannot be unknown, or its peer's SYN-ACK says that it sent one.
    if connection.ends[peer.at].state == .synReceived, segment.hasACK {
      move(&connection, side, to: .established, by: now)
      return
    }
    let sendsNewData = segment.length > 0 && place.end > place.previousNext
    guard sendsNewData, !connection.ends[side.at].marks.contains(.hasFINEnd) || segment.hasFIN
    else { return }
    settlePeersFin(&connection, side)
    if connection.ends[side.at].marks.contains(.hasReceivedFIN) {
      move(&connection, side, to: .closeWait, by: now)
    } else if connection.ends[peer.at].marks.contains(.hasSentData) {
      // Neither had sent a FIN when the first of both sent data.
      move(&connection, side, to: .established, by: now)
      if connection.ends[peer.at].state == .unknown,
        !connection.ends[peer.at].marks.contains(.hasFINEnd)
      {
        move(&connection, peer, to: .established, by: now)
      }
    }
  }

  /// A FIN of an endpoint in UNKNOWN: it was in ESTABLISHED or in CLOSE-WAIT.
  mutating func sendUnsettledFin(
    _ connection: inout Connection, _ side: Side, _ packet: Underway.Pending
  ) {
    settlePeersFin(&connection, side)
    if connection.ends[side.at].marks.contains(.hasReceivedFIN) {
      move(&connection, side, to: .closeWait, by: packet)
      move(&connection, side, to: .lastAck, by: packet)
      return
    }
    if connection.ends[side.peer.at].state != .unknown {
      // The peer is where it has not sent a FIN.
      move(&connection, side, to: .finWait1, by: packet)
    } else if !current[.unsettledFin, side].isSet, !current[.unsettledFin, side.peer].isSet {
      current[.unsettledFin, side] = packet
    }
  }

  /// A side sends on after its peer's FIN: the peer was the first to close.
  private mutating func settlePeersFin(_ connection: inout Connection, _ side: Side) {
    let fin = current[.unsettledFin, side.peer]
    guard fin.isSet else { return }
    current[.unsettledFin, side.peer] = .init()
    if connection.ends[side.peer.at].state == .unknown {
      move(&connection, side.peer, to: .finWait1, by: fin)
    }
  }

  /// Settles what is still in UNKNOWN at the end, by what is most likely.
  mutating func finishUnknown(_ connection: inout Connection) {
    let last = Underway.Pending(time: connection.last, packet: connection.lastPacket)
    for side in [Side.client, Side.server] {
      let fin = current[.unsettledFin, side]
      guard fin.isSet, connection.ends[side.at].state == .unknown else { continue }
      if connection.ends[side.peer.at].marks.contains(.hasSentData) {
        move(&connection, side, to: .finWait1, by: fin)
      } else {
        // Nothing came from the other side but acknowledgments: it had closed before.
        move(&connection, side, to: .closeWait, by: fin)
        move(&connection, side, to: .lastAck, by: fin)
        if connection.ends[side.peer.at].state == .unknown,
          current[.ack, side].isSet
        {
          move(&connection, side.peer, to: .finWait2, by: fin)
          move(&connection, side.peer, to: .timeWait, by: fin)
        }
      }
    }
    for side in [Side.client, Side.server]
    where connection.ends[side.at].state == .unknown && connection.ends[side.at].packets > 0 {
      if connection.ends[side.at].marks.contains(.hasReceivedFIN) {
        let hasSentData = connection.ends[side.at].marks.contains(.hasSentData)
        move(&connection, side, to: hasSentData ? .closeWait : .timeWait, by: last)
      } else if connection.ends[side.at].rstCount == 0 {
        move(&connection, side, to: .established, by: last)
      }
    }
  }

  /// Says where an endpoint must be of which no packet was captured, from where its peer is.
  mutating func finishUnseen(_ connection: inout Connection) {
    for side in [Side.client, Side.server]
    where connection.ends[side.at].state == .unknown && connection.ends[side.at].packets == 0 {
      let last = Underway.Pending(time: connection.last, packet: connection.lastPacket)
      let path: [EndpointState]
      switch connection.ends[side.peer.at].state {
      case .established, .finWait1: path = [.established]
      case .finWait2: path = [.closeWait]
      case .timeWait: path = [.closeWait, .lastAck, .closed]
      case .closeWait: path = [.finWait1, .finWait2]
      case .lastAck, .closing: path = [.finWait1, .finWait2, .timeWait]
      case .closed where connection.ends[side.peer.at].marks.contains(.hasReceivedFIN):
        path = [.finWait1, .finWait2, .timeWait]
      default: path = []
      }
      for state in path { move(&connection, side, to: state, by: last) }
    }
  }
}
