import BasicContainers
import InternetTypes

/// Where a segment lies in the sequence spaces of its connection, unwrapped.
struct Placement {
  /// SEG.SEQ in the sender's space.
  var start: Int64
  /// The number after the segment's last one.
  var end: Int64
  /// SEG.ACK in the receiver's space; meaningful with ACK only.
  var acknowledgment: Int64
  /// SND.NXT of the sender before this segment.
  var previousNext: Int64
  /// Whether the sender's FIN, and all data before it, was captured by now.
  var isFinComplete = false
}

/// The state machines of both endpoints (RFC 9293, section 3.10), as a capture somewhere on the path can know them.
///
/// What an endpoint sends changes its state at once. What is sent to it waits until something that it sends shows that
/// it arrived: the capture may be far from it, and packets are lost behind the capture point. What nothing
/// contradicts counts as arrived when the connection ends.
struct StateReplay: ~Copyable {
  /// What is on its way in the connections where that is more than their last packet.
  var underway: Slab<Underway>
  /// What is on its way in the connection at hand, between `load` and `keep`.
  var current = Underway()
  var findings = Findings()

  init(connectionLimit: Int) { underway = Slab(capacity: connectionLimit) }

  /// Takes the next segment.
  mutating func follow(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement
  ) {
    if segment.hasRST {
      reset(&connection, segment, from: side, at: place)
      return
    }
    settle(&connection, segment, from: side, at: place)
    act(&connection, segment, from: side, at: place)
    deliver(&connection, segment, from: side, at: place)
  }

  /// The state of a side changes, by a packet.
  mutating func move(
    _ connection: inout Connection, _ side: Side, to state: EndpointState,
    by packet: Underway.Pending
  ) {
    var from = connection.ends[side.at].state
    guard from != state else { return }
    if from == .unknown && state == .synReceived { from = .listen }
    connection.ends[side.at].state = state
    if state == .established, connection.list == .halfOpen { connection.marks.insert(.isPromoted) }
    // An attempt that fails was never open: `failure` tells of it.
    let isEnded = from != .lastAck && from != .closing && from != .synSent
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

  // MARK: What a segment shows that its sender has received

  private mutating func settle(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement
  ) {
    let now = Underway.Pending(time: segment.time, packet: segment.packet)
    dropRefused(&connection, segment, from: side, at: place)
    switch connection.ends[side.at].state {
    case .synSent where !segment.hasSYN && segment.hasACK:
      let answer = current[.ack, side]
      move(&connection, side, to: .established, by: answer.isSet ? answer : now)
      current[.ack, side] = .init()
    case .synReceived where !segment.hasSYN:
      confirmOpening(&connection, segment, side)
    case .unknown where !segment.hasSYN:
      settleUnknown(&connection, segment, from: side, at: place)
    default: break
    }
    let peer = side.peer
    guard segment.hasACK, connection.ends[peer.at].marks.contains(.hasFINEnd),
      place.acknowledgment >= connection.finEnd(peer.at),
      !connection.ends[side.at].marks.contains(.hasReceivedFIN)
    else { return }
    let isInferred = connection.ends[peer.at].marks.contains(.finIsInferred)
    // An acknowledgment of one number more may be of one byte; what the endpoint does then tells.
    if isInferred && !segment.hasFIN && !connection.ends[side.at].marks.contains(.hasFINEnd) {
      return
    }
    receiveFin(&connection, side, now: now)
  }

  /// The sender has left SYN-RECEIVED: its SYN-ACK was acknowledged.
  private mutating func confirmOpening(
    _ connection: inout Connection, _ segment: Segment, _ side: Side
  ) {
    let pending = current[.ack, side]
    if pending.isSet {
      move(&connection, side, to: .established, by: pending)
      current[.ack, side] = .init()
    } else if !(connection.ends[side.peer.at].marks.contains(.sentFastOpenData)
      && (segment.length > 0 || segment.hasFIN))
    {
      // With Fast Open a server may send, and close, before (RFC 7413, section 4.2.2).
      move(
        &connection, side, to: .established,
        by: .init(time: segment.time, packet: segment.packet))
    }
  }

  /// Forgets what the sender would not have repeated itself for, had it arrived.
  private mutating func dropRefused(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement
  ) {
    guard current.occupied != 0 else { return }
    let crossing = connection.crossingTime(of: side)
    let pending = current[.ack, side]
    if pending.isSet, segment.time.nanoseconds(since: pending.time) > crossing {
      let repeatsSYN =
        segment.hasSYN && place.start < place.previousNext
        && (connection.ends[side.at].state == .synReceived && segment.hasACK)
      let repeatsFIN =
        segment.hasFIN && place.end == connection.finEnd(side.at)
        && place.previousNext >= place.end
      if repeatsSYN || repeatsFIN {
        current[.ack, side] = .init()
        if connection.ends[side.at].refusedAcks < .max { connection.ends[side.at].refusedAcks += 1 }
      }
    }
    let reset = current[.reset, side]
    if reset.isSet, segment.time.nanoseconds(since: reset.time) > crossing + 1_000_000 {
      current[.reset, side] = .init()
    }
  }

  /// A side has received its peer's FIN, and what came before it.
  mutating func receiveFin(
    _ connection: inout Connection, _ side: Side, now: Underway.Pending
  ) {
    let fin = current[.fin, side].isSet ? current[.fin, side] : now
    current[.fin, side] = .init()
    let own = current[.unsettledFin, side]
    if own.isSet {
      // It had sent its own before this one came.
      current[.unsettledFin, side] = .init()
      if connection.ends[side.at].state == .unknown {
        move(&connection, side, to: .finWait1, by: own)
      }
    }
    if connection.ends[side.peer.at].marks.contains(.finIsInferred) {
      sendFin(&connection, side.peer, fin)
    }
    let pending = current[.ack, side]
    let isUnseen = connection.ends[side.peer.at].packets == 0
    if pending.isSet && pending.packet <= fin.packet || isUnseen {
      acknowledge(&connection, side, by: pending.isSet ? pending : fin)
    }
    connection.ends[side.at].marks.insert(.hasReceivedFIN)
    switch connection.ends[side.at].state {
    case .established, .synReceived: move(&connection, side, to: .closeWait, by: fin)
    case .finWait1: move(&connection, side, to: .closing, by: fin)
    case .finWait2: move(&connection, side, to: .timeWait, by: fin)
    case .unknown where connection.ends[side.at].marks.contains(.hasSentData):
      move(&connection, side, to: .closeWait, by: fin)
    default: break
    }
  }

  /// What acknowledges a side's SYN or FIN has arrived.
  mutating func acknowledge(
    _ connection: inout Connection, _ side: Side, by packet: Underway.Pending
  ) {
    switch connection.ends[side.at].state {
    case .synReceived: move(&connection, side, to: .established, by: packet)
    case .finWait1: move(&connection, side, to: .finWait2, by: packet)
    case .closing: move(&connection, side, to: .timeWait, by: packet)
    case .lastAck: move(&connection, side, to: .closed, by: packet)
    default: return
    }
    current[.ack, side] = .init()
  }

  // MARK: What a segment's sender does

  private mutating func act(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement
  ) {
    let now = Underway.Pending(time: segment.time, packet: segment.packet)
    if segment.hasSYN {
      let state = connection.ends[side.at].state
      if segment.hasACK {
        if state == .synSent {
          move(&connection, side, to: .synReceived, by: now)
        } else if state == .unknown || state == .closed {
          let request = current[.ack, side]
          move(&connection, side, to: .synReceived, by: request.isSet ? request : now)
          current[.ack, side] = .init()
        }
      } else if state == .unknown || state == .closed {
        if connection.ends[side.at].packets == 1 || connection.ends[side.at].synCount <= 1 {
          connection.ends[side.at].state = .closed
          move(&connection, side, to: .synSent, by: now)
          current[.ack, side] = .init()
        }
      }
    }
    if segment.hasFIN, place.previousNext < place.end || connection.ends[side.at].finCount <= 1 {
      sendFin(&connection, side, now)
    }
  }

  /// A side sends its FIN for the first time.
  private mutating func sendFin(
    _ connection: inout Connection, _ side: Side, _ packet: Underway.Pending
  ) {
    switch connection.ends[side.at].state {
    case .synReceived, .established: move(&connection, side, to: .finWait1, by: packet)
    case .closeWait: move(&connection, side, to: .lastAck, by: packet)
    case .unknown: sendUnsettledFin(&connection, side, packet)
    default: break
    }
  }

  // MARK: What is on its way to the receiver

  private mutating func deliver(
    _ connection: inout Connection, _ segment: Segment, from side: Side, at place: Placement
  ) {
    let now = Underway.Pending(time: segment.time, packet: segment.packet)
    let peer = side.peer
    if segment.hasSYN {
      let isRequest = !segment.hasACK && connection.ends[peer.at].packets == 0
      let isAnswer =
        segment.hasACK && connection.ends[peer.at].state == .synSent && place.acknowledgment > 0
      // A request that was repeated before an answer was lost, or so was the answer: the last one counts.
      if isRequest || isAnswer { current[.ack, peer] = now }
    }
    if segment.hasACK {
      let state = connection.ends[peer.at].state
      let acknowledgesSYN = state == .synReceived && place.acknowledgment > 0
      let acknowledgesFIN =
        connection.ends[peer.at].marks.contains(.hasFINEnd)
        && place.acknowledgment >= connection.finEnd(peer.at)
        && (state == .finWait1 || state == .closing || state == .lastAck || state == .unknown)
      if acknowledgesSYN || acknowledgesFIN, !current[.ack, peer].isSet {
        current[.ack, peer] = now
      }
    }
    guard connection.ends[side.at].marks.contains(.hasFINEnd), place.isFinComplete,
      !connection.ends[peer.at].marks.contains(.hasReceivedFIN)
    else { return }
    let known = current[.fin, peer]
    let isRepeated =
      segment.hasFIN && known.isSet
      && segment.time.nanoseconds(since: known.time) > connection.crossingTime(of: peer)
    if !known.isSet || isRepeated { current[.fin, peer] = now }
  }

  // MARK: The end

  /// What waits counts as arrived where nothing speaks against it.
  mutating func finish(_ connection: inout Connection, now: PacketTime) {
    load(&connection)
    finishUnknown(&connection)
    for side in [Side.client, Side.server] {
      let pending = current[.ack, side]
      switch connection.ends[side.at].state {
      case .synReceived where pending.isSet && connection.ends[side.at].refusedAcks < 2,
        .finWait1 where pending.isSet, .closing where pending.isSet, .lastAck where pending.isSet:
        acknowledge(&connection, side, by: pending)
      case .finWait1 where connection.ends[side.peer.at].packets == 0,
        .lastAck where connection.ends[side.peer.at].packets == 0:
        acknowledge(
          &connection, side, by: .init(time: connection.last, packet: connection.lastPacket))
      default: break
      }
      let reset = current[.reset, side]
      if reset.isSet, ![.timeWait, .closed, .unknown].contains(connection.ends[side.at].state) {
        move(&connection, side, to: .closed, by: reset)
      }
    }
    finishUnseen(&connection)
  }
}
