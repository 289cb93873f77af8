import BasicContainers
import BoundedCollections
import InternetTypes

/// A segment's place in the sequence spaces of its connection, in unwrapped numbers.
struct Placement {
  /// SEG.SEQ in the sender's space.
  var start: Int64
  /// SEG.SEQ + SEG.LEN: the number after the segment's last one.
  var end: Int64
  /// SEG.ACK in the receiver's space.
  ///
  /// Meaningful with the ACK flag only.
  var acknowledgment: Int64
  /// The sender's SND.NXT before this segment.
  var previousNext: Int64
  /// Whether the sender's FIN and all data before it have been captured.
  var isFinComplete = false
}

/// The TCP state machines of both endpoints (RFC 9293, section 3.10), as seen from a capture point on the path.
///
/// A segment changes its sender's state at once. It changes its receiver's state only when the receiver sends something
/// that shows that it arrived: packets can be lost behind the capture point. At the end of the connection, pending
/// packets that nothing contradicts count as arrived.
struct TCPStateMachine: ~Copyable {
  /// The pending deliveries of connections with more than their last packet pending.
  var stored: Slab<PendingDeliveries>
  /// The pending deliveries of the current connection, between `loadPending` and `storePending`.
  var pending = PendingDeliveries()

  init(connectionLimit: Int) { stored = Slab(capacity: connectionLimit) }

  /// Applies the next segment to both state machines.
  mutating func apply(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement,
    _ findings: inout Findings
  ) {
    if segment.hasRST {
      reset(&connection, segment, from: side, at: place, &findings)
      return
    }
    confirmDeliveries(&connection, segment, from: side, at: place, &findings)
    applySentControl(&connection, segment, from: side, at: place, &findings)
    addPendingDeliveries(&connection, segment, from: side, at: place)
  }

  /// Changes a side's state and reports the transition; `packet` is its cause.
  mutating func move(
    _ connection: inout Connection, _ side: Side, to state: EndpointState,
    by packet: PacketMoment, _ findings: inout Findings
  ) {
    var from = connection.endpoints[side.index].state
    guard from != state else { return }
    if from == .unknown && state == .synReceived { from = .listen }
    connection.endpoints[side.index].state = state
    if state == .established, connection.list == .halfOpen { connection.flags.insert(.isPromoted) }
    // A failed attempt was never open. `failure` describes it, and neither side closed it.
    // And the receiver of an injected reset did not close it.
    let isEnded =
      from != .lastAck && from != .closing && from != .synSent
      && !connection.endpoints[side.peer.index].flags.contains(.isResetInjected)
    if state == .finWait1 || state == .closed && isEnded {
      if connection.closedBy == nil { connection.closedBy = side == .client ? .client : .server }
    } else if state == .closing {
      connection.closedBy = .both
    }
    guard findings.wantsTransitions else { return }
    findings.transitions.append(
      StateTransition(
        time: packet.time, packet: packet.packet, connection: connection.index, side: side,
        endpoint: connection.endpoint(side), peer: connection.endpoint(side.peer),
        from: from, to: state))
  }

  // MARK: Packets that a segment shows to have arrived at its sender

  /// Delivers the pending packets that the segment's sender must have received.
  private mutating func confirmDeliveries(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement,
    _ findings: inout Findings
  ) {
    let now = PacketMoment(segment)
    dropLostDeliveries(&connection, segment, from: side, at: place)
    switch connection.endpoints[side.index].state {
    case .synSent where !segment.hasSYN && segment.hasACK:
      let answer = pending[.ack, side]
      move(&connection, side, to: .established, by: answer.isSet ? answer : now, &findings)
      pending[.ack, side] = .none
    case .synReceived where !segment.hasSYN:
      confirmHandshake(&connection, segment, side, &findings)
    case .unknown where !segment.hasSYN:
      settleUnknown(&connection, segment, from: side, at: place, &findings)
    default: break
    }
    let peer = side.peer.index
    guard segment.hasACK, connection.endpoints[peer].flags.contains(.hasFINEnd),
      place.acknowledgment >= connection.finEnd(peer),
      !connection.endpoints[side.index].flags.contains(.hasReceivedFIN)
    else { return }
    let isInferred = connection.endpoints[peer].flags.contains(.isFINInferred)
    // An acknowledgment one beyond the captured data may be of a byte that was not captured. Only a FIN in answer shows
    // that it was of a FIN.
    if isInferred && !segment.hasFIN
      && !connection.endpoints[side.index].flags.contains(.hasFINEnd)
    {
      return
    }
    receiveFin(&connection, side, now: now, &findings)
  }

  /// The sender has left SYN-RECEIVED: its SYN-ACK was acknowledged.
  private mutating func confirmHandshake(
    _ connection: inout Connection, _ segment: Segment, _ side: Side, _ findings: inout Findings
  ) {
    let ack = pending[.ack, side]
    if ack.isSet {
      move(&connection, side, to: .established, by: ack, &findings)
      pending[.ack, side] = .none
    } else if !(connection.endpoints[side.peer.index].flags.contains(.sentFastOpenData)
      && (segment.length > 0 || segment.hasFIN))
    {
      // With Fast Open a server may send data and its FIN before the ACK arrives (RFC 7413, section 4.2.2).
      move(&connection, side, to: .established, by: PacketMoment(segment), &findings)
    }
  }

  /// Drops pending deliveries when the sender's retransmission shows that they never arrived.
  private mutating func dropLostDeliveries(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement
  ) {
    guard pending.occupied != 0 else { return }
    let crossing = connection.crossingTime(of: side)
    let ack = pending[.ack, side]
    if ack.isSet, segment.time.nanoseconds(since: ack.time) > crossing {
      let repeatsSYN =
        segment.hasSYN && place.start < place.previousNext
        && (connection.endpoints[side.index].state == .synReceived && segment.hasACK)
      let repeatsFIN =
        segment.hasFIN && place.end == connection.finEnd(side.index)
        && place.previousNext >= place.end
      if repeatsSYN || repeatsFIN {
        pending[.ack, side] = .none
        if connection.endpoints[side.index].lostAcks < .max {
          connection.endpoints[side.index].lostAcks += 1
        }
      }
    }
    let reset = pending[.reset, side]
    if reset.isSet,
      segment.time.nanoseconds(since: reset.time) > crossing + Self.resetCrossingMargin
    {
      pending[.reset, side] = .none
    }
  }

  /// How much longer than a crossing a reset may take, in nanoseconds, before what its receiver sends shows its loss.
  private static var resetCrossingMargin: Int64 { 1_000_000 }

  /// A side has received its peer's FIN, and all data before it.
  mutating func receiveFin(
    _ connection: inout Connection, _ side: Side, now: PacketMoment, _ findings: inout Findings
  ) {
    let fin = pending[.fin, side].isSet ? pending[.fin, side] : now
    pending[.fin, side] = .none
    let own = pending[.unsettledFin, side]
    if own.isSet {
      // It sent its own FIN before it received this one.
      pending[.unsettledFin, side] = .none
      if connection.endpoints[side.index].state == .unknown {
        move(&connection, side, to: .finWait1, by: own, &findings)
      }
    }
    if connection.endpoints[side.peer.index].flags.contains(.isFINInferred) {
      sendFin(&connection, side.peer, fin, &findings)
    }
    let ack = pending[.ack, side]
    let isPeerUnseen = connection.endpoints[side.peer.index].packets == 0
    if ack.isSet && ack.packet <= fin.packet || isPeerUnseen {
      acknowledge(&connection, side, by: ack.isSet ? ack : fin, &findings)
    }
    connection.endpoints[side.index].flags.insert(.hasReceivedFIN)
    switch connection.endpoints[side.index].state {
    case .established, .synReceived: move(&connection, side, to: .closeWait, by: fin, &findings)
    case .finWait1: move(&connection, side, to: .closing, by: fin, &findings)
    case .finWait2: move(&connection, side, to: .timeWait, by: fin, &findings)
    case .unknown where connection.endpoints[side.index].flags.contains(.hasSentData):
      move(&connection, side, to: .closeWait, by: fin, &findings)
    default: break
    }
  }

  /// A side has received the acknowledgment of its SYN or FIN.
  mutating func acknowledge(
    _ connection: inout Connection, _ side: Side, by packet: PacketMoment,
    _ findings: inout Findings
  ) {
    switch connection.endpoints[side.index].state {
    case .synReceived: move(&connection, side, to: .established, by: packet, &findings)
    case .finWait1: move(&connection, side, to: .finWait2, by: packet, &findings)
    case .closing: move(&connection, side, to: .timeWait, by: packet, &findings)
    case .lastAck: move(&connection, side, to: .closed, by: packet, &findings)
    default: return
    }
    pending[.ack, side] = .none
  }

  // MARK: The sender's own SYN or FIN

  /// Applies the SYN or FIN of a segment to its sender.
  private mutating func applySentControl(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement,
    _ findings: inout Findings
  ) {
    let now = PacketMoment(segment)
    if segment.hasSYN {
      let state = connection.endpoints[side.index].state
      if segment.hasACK {
        if state == .synSent {
          move(&connection, side, to: .synReceived, by: now, &findings)
        } else if state == .unknown || state == .closed {
          let request = pending[.ack, side]
          move(&connection, side, to: .synReceived, by: request.isSet ? request : now, &findings)
          pending[.ack, side] = .none
        }
      } else if state == .unknown || state == .closed, place.previousNext <= place.end {
        if connection.endpoints[side.index].packets == 1
          || connection.endpoints[side.index].synCount <= 1
        {
          connection.endpoints[side.index].state = .closed
          move(&connection, side, to: .synSent, by: now, &findings)
          pending[.ack, side] = .none
        }
      }
    }
    if segment.hasFIN,
      place.previousNext < place.end || connection.endpoints[side.index].finCount <= 1
    {
      sendFin(&connection, side, now, &findings)
    }
  }

  /// A side sends its first FIN.
  private mutating func sendFin(
    _ connection: inout Connection, _ side: Side, _ packet: PacketMoment,
    _ findings: inout Findings
  ) {
    switch connection.endpoints[side.index].state {
    case .synReceived, .established:
      move(&connection, side, to: .finWait1, by: packet, &findings)
    case .closeWait: move(&connection, side, to: .lastAck, by: packet, &findings)
    case .unknown: sendUnsettledFin(&connection, side, packet, &findings)
    default: break
    }
  }

  // MARK: Packets that may not have reached the receiver

  /// Adds the segment to the pending deliveries if its arrival changes its receiver's state.
  private mutating func addPendingDeliveries(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement
  ) {
    let now = PacketMoment(segment)
    let peer = side.peer
    if segment.hasSYN {
      let isRequest = !segment.hasACK && connection.endpoints[peer.index].packets == 0
      let isAnswer =
        segment.hasACK && connection.endpoints[peer.index].state == .synSent
        && place.acknowledgment > 0
      // If a SYN is retransmitted, it or its answer was lost: the last one counts.
      if isRequest || isAnswer { pending[.ack, peer] = now }
    }
    if segment.hasACK {
      let state = connection.endpoints[peer.index].state
      let acknowledgesSYN = state == .synReceived && place.acknowledgment > 0
      let acknowledgesFIN =
        connection.endpoints[peer.index].flags.contains(.hasFINEnd)
        && place.acknowledgment >= connection.finEnd(peer.index)
        && (state == .finWait1 || state == .closing || state == .lastAck || state == .unknown)
      if acknowledgesSYN || acknowledgesFIN, !pending[.ack, peer].isSet {
        pending[.ack, peer] = now
      }
    }
    guard connection.endpoints[side.index].flags.contains(.hasFINEnd), place.isFinComplete,
      !connection.endpoints[peer.index].flags.contains(.hasReceivedFIN)
    else { return }
    let known = pending[.fin, peer]
    let isRepeated =
      segment.hasFIN && known.isSet
      && segment.time.nanoseconds(since: known.time) > connection.crossingTime(of: peer)
    if !known.isSet || isRepeated { pending[.fin, peer] = now }
  }

  // MARK: The end

  /// Delivers the pending packets of a connection that ends, unless something contradicts their arrival.
  mutating func finish(
    _ connection: inout Connection, now: Timestamp, _ findings: inout Findings
  ) {
    loadPending(&connection)
    finishUnknown(&connection, &findings)
    for side in [Side.client, Side.server] {
      let ack = pending[.ack, side]
      switch connection.endpoints[side.index].state {
      case .synReceived where ack.isSet && connection.endpoints[side.index].lostAcks < 2,
        .finWait1 where ack.isSet, .closing where ack.isSet, .lastAck where ack.isSet:
        acknowledge(&connection, side, by: ack, &findings)
      case .finWait1 where connection.endpoints[side.peer.index].packets == 0,
        .lastAck where connection.endpoints[side.peer.index].packets == 0:
        acknowledge(&connection, side, by: connection.lastMoment, &findings)
      default: break
      }
      let reset = pending[.reset, side]
      if reset.isSet,
        ![.timeWait, .closed, .unknown].contains(connection.endpoints[side.index].state)
      {
        // The receiver of the reset did not close the connection.
        let closedBy = connection.closedBy
        move(&connection, side, to: .closed, by: reset, &findings)
        connection.closedBy = closedBy
      }
    }
    finishUnseen(&connection, &findings)
  }
}
