import PacketDissection

extension SegmentObservation {
  /// Keeps unwrapped numbers positive.
  static var epoch: Int64 { 1 << 32 }

  /// A segment as the connection tracker placed it.
  ///
  /// The connection is `inout` because as a value it would be copied first.
  init(
    _ segment: Segment, from side: Side, at place: Placement, of connection: inout Connection
  ) {
    let own = Int64(connection.endpoints[side.index].base) &+ Self.epoch
    let peerBase = Int64(connection.endpoints[side.peer.index].base) &+ Self.epoch
    captured = segment.time
    packet = Int(clamping: segment.packet)
    sender = side
    sequence = own &+ place.start
    length = Int(segment.length)
    isFinal = segment.hasFIN
    isAcknowledgment = segment.hasACK
    acknowledgment = peerBase &+ place.acknowledgment
    isPush = segment.flags.contains(.psh)
    isCongestionEcho = segment.flags.contains(.ece)
    isWindowReduced = segment.flags.contains(.cwr)
    congestionCodepoint = segment.congestionBits
    rawWindow = Int(segment.window)
    if segment.hasTimestamps {
      timestampValue = segment.timestampValue
      timestampEcho = segment.timestampEcho
    }
    if segment.sackCount > 0 {
      for index in 0..<Int(segment.sackCount) {
        sack.append(
          from: peerBase &+ connection.unwrap(segment.sack[index].left, side.peer.index),
          to: peerBase &+ connection.unwrap(segment.sack[index].right, side.peer.index))
      }
    }
  }

  /// A segment that was kept in short form.
  init(_ early: EarlySegment, of connection: inout Connection) {
    captured = early.time
    packet = 1
    sender = early.side
    sequence =
      Int64(connection.endpoints[early.side.index].base) &+ Self.epoch &+ Int64(early.start)
    acknowledgment =
      Int64(connection.endpoints[early.side.peer.index].base) &+ Self.epoch
      &+ Int64(early.acknowledgment)
    length = Int(early.length)
    isFinal = early.flags.contains(.fin)
    isAcknowledgment = early.flags.contains(.ack)
    isPush = early.flags.contains(.psh)
    isWindowReduced = early.flags.contains(.cwr)
    rawWindow = Int(early.window)
    if early.hasTimestamps {
      timestampValue = early.timestampValue
      timestampEcho = early.timestampEcho
    }
  }
}
