import InternetTypes

/// Infers the state of endpoints in UNKNOWN, whose handshake was not captured.
extension TCPStateMachine {
  /// Applies a segment of an endpoint in UNKNOWN.
  mutating func settleUnknown(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement,
    _ findings: inout Findings
  ) {
    let now = PacketMoment(segment)
    let peer = side.peer
    // The peer's SYN was captured, this endpoint's SYN-ACK was not.
    if connection.endpoints[peer.index].flags.contains(.hasSentSYN),
      !connection.endpoints[side.index].flags.contains(.hasFINEnd)
    {
      let request = pending[.ack, side]
      move(&connection, side, to: .synReceived, by: request.isSet ? request : now, &findings)
      move(&connection, side, to: .established, by: now, &findings)
      pending[.ack, side] = .none
      return
    }
    // The peer's SYN-ACK shows that this endpoint sent a SYN.
    if connection.endpoints[peer.index].state == .synReceived, segment.hasACK {
      move(&connection, side, to: .established, by: now, &findings)
      return
    }
    let sendsNewData = segment.length > 0 && place.end > place.previousNext
    guard sendsNewData,
      !connection.endpoints[side.index].flags.contains(.hasFINEnd) || segment.hasFIN
    else { return }
    settlePeerFin(&connection, side, &findings)
    if connection.endpoints[side.index].flags.contains(.hasReceivedFIN) {
      move(&connection, side, to: .closeWait, by: now, &findings)
    } else if connection.endpoints[peer.index].flags.contains(.hasSentData) {
      // Both send data, and neither has sent a FIN.
      move(&connection, side, to: .established, by: now, &findings)
      if connection.endpoints[peer.index].state == .unknown,
        !connection.endpoints[peer.index].flags.contains(.hasFINEnd)
      {
        move(&connection, peer, to: .established, by: now, &findings)
      }
    }
  }

  /// Applies the FIN of an endpoint in UNKNOWN: it was in ESTABLISHED or in CLOSE-WAIT.
  mutating func sendUnsettledFin(
    _ connection: inout Connection, _ side: Side, _ packet: PacketMoment,
    _ findings: inout Findings
  ) {
    settlePeerFin(&connection, side, &findings)
    if connection.endpoints[side.index].flags.contains(.hasReceivedFIN) {
      move(&connection, side, to: .closeWait, by: packet, &findings)
      move(&connection, side, to: .lastAck, by: packet, &findings)
      return
    }
    if connection.endpoints[side.peer.index].state != .unknown {
      // The peer's known state shows that it has not sent a FIN.
      move(&connection, side, to: .finWait1, by: packet, &findings)
    } else if !pending[.unsettledFin, side].isSet, !pending[.unsettledFin, side.peer].isSet {
      pending[.unsettledFin, side] = packet
    }
  }

  /// A side still sends after its peer's FIN: the peer closed first.
  private mutating func settlePeerFin(
    _ connection: inout Connection, _ side: Side, _ findings: inout Findings
  ) {
    let fin = pending[.unsettledFin, side.peer]
    guard fin.isSet else { return }
    pending[.unsettledFin, side.peer] = .none
    if connection.endpoints[side.peer.index].state == .unknown {
      move(&connection, side.peer, to: .finWait1, by: fin, &findings)
    }
  }

  /// Moves endpoints that are still in UNKNOWN at the end to their most likely state.
  mutating func finishUnknown(_ connection: inout Connection, _ findings: inout Findings) {
    let last = connection.lastMoment
    for side in [Side.client, Side.server] {
      let fin = pending[.unsettledFin, side]
      guard fin.isSet, connection.endpoints[side.index].state == .unknown else { continue }
      if connection.endpoints[side.peer.index].flags.contains(.hasSentData) {
        move(&connection, side, to: .finWait1, by: fin, &findings)
      } else {
        // The other side sent nothing but acknowledgments: it had closed before.
        move(&connection, side, to: .closeWait, by: fin, &findings)
        move(&connection, side, to: .lastAck, by: fin, &findings)
        if connection.endpoints[side.peer.index].state == .unknown, pending[.ack, side].isSet {
          move(&connection, side.peer, to: .finWait2, by: fin, &findings)
          move(&connection, side.peer, to: .timeWait, by: fin, &findings)
        }
      }
    }
    for side in [Side.client, Side.server]
    where connection.endpoints[side.index].state == .unknown
      && connection.endpoints[side.index].packets > 0
    {
      if connection.endpoints[side.index].flags.contains(.hasReceivedFIN) {
        let hasSentData = connection.endpoints[side.index].flags.contains(.hasSentData)
        move(&connection, side, to: hasSentData ? .closeWait : .timeWait, by: last, &findings)
      } else if connection.endpoints[side.index].rstCount == 0 {
        move(&connection, side, to: .established, by: last, &findings)
      }
    }
  }

  /// Moves an endpoint that sent no captured packet to the state that its peer's state implies.
  mutating func finishUnseen(_ connection: inout Connection, _ findings: inout Findings) {
    for side in [Side.client, Side.server]
    where connection.endpoints[side.index].state == .unknown
      && connection.endpoints[side.index].packets == 0
    {
      let path: [EndpointState]
      switch connection.endpoints[side.peer.index].state {
      case .established, .finWait1: path = [.established]
      case .finWait2: path = [.closeWait]
      case .timeWait: path = [.closeWait, .lastAck, .closed]
      case .closeWait: path = [.finWait1, .finWait2]
      case .lastAck, .closing: path = [.finWait1, .finWait2, .timeWait]
      case .closed where connection.endpoints[side.peer.index].flags.contains(.hasReceivedFIN):
        path = [.finWait1, .finWait2, .timeWait]
      default: path = []
      }
      let last = connection.lastMoment
      for state in path { move(&connection, side, to: state, by: last, &findings) }
    }
  }
}
