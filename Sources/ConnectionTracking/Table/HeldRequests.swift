import BoundedCollections
import InternetTypes
import PacketDissection

/// Holds back SYNs with a new initial sequence number on a connection that has not ended.
///
/// Either its end was not captured and its addresses and ports are reused, or the receiver challenges the SYN (RFC
/// 5961, section 4). The next packets show which: until then, at most four SYNs are held for each connection.
extension ConnectionTracker {
  /// Holds a packet back if it is such a SYN; false for any other.
  mutating func hold(_ flow: FlowPacket, at position: Handle<Connection>) -> Bool {
    guard let flags = flow.flags, flags.contains(.syn), flags.isDisjoint(with: [.ack, .rst]),
      flow.checksum != .invalid
    else { return false }
    let side = table.connections[position].side(of: flow)
    guard table.connections[position].isForeign(flow.segment, side) else { return false }
    let count = heldRequests[position]?.count ?? 0
    guard count < TableLimits.heldPerConnection,
      count > 0 || heldRequests.count < TableLimits.heldConnections
    else {
      return false
    }
    heldRequests[position, default: []].append(flow)
    table.connections[position].flags.insert(.hasHeldRequest)
    table.connections[position].flags.remove(.isSteady)
    return true
  }

  /// Decides, by the next packet, to which connection held SYNs belong, unless that packet is another such SYN.
  ///
  /// - Returns: the connection that the packet belongs to.
  mutating func settleHeld(
    _ flow: FlowPacket, at position: Handle<Connection>, hash: UInt32
  ) -> Handle<Connection>? {
    guard let first = heldRequests[position]?.first else { return position }
    let isAnother =
      flow.flags.map { $0.contains(.syn) && !$0.contains(.ack) } ?? false
      && flow.isSourceFirst == first.isSourceFirst
      && flow.segment.sequence == first.segment.sequence
    if isAnother { return position }
    guard Self.isAnswer(flow, to: first) else {
      releaseHeld(at: position)
      return position
    }
    let held = takeHeld(at: position)
    end(position, .closed)
    guard let opened = open(first, hash: hash, isReuse: true) else { return nil }
    for var request in held { apply(&request, at: opened) }
    return opened
  }

  /// Applies a connection's held SYNs to it.
  mutating func releaseHeld(at position: Handle<Connection>) {
    for var request in takeHeld(at: position) { apply(&request, at: position) }
  }

  private mutating func takeHeld(at position: Handle<Connection>) -> [FlowPacket] {
    table.connections[position].flags.remove(.hasHeldRequest)
    return heldRequests.removeValue(forKey: position) ?? []
  }

  /// Whether a packet shows that a SYN began a connection: its receiver accepts or refuses it, or its sender continues.
  private static func isAnswer(_ flow: FlowPacket, to request: FlowPacket) -> Bool {
    guard let flags = flow.flags, flags.contains(.ack) else { return false }
    let next = request.segment.sequence &+ 1
    if flow.isSourceFirst == request.isSourceFirst {
      return flags.isDisjoint(with: [.syn, .rst]) && flow.segment.sequence == next
    }
    // With TCP Fast Open, data may be acknowledged, too (RFC 7413, section 4.2.2).
    return !flags.isDisjoint(with: [.syn, .rst])
      && flow.segment.acknowledgment &- next <= request.segment.length
  }
}

extension Connection {
  /// Whether a SYN or SYN-ACK has an initial sequence number other than its sender's.
  ///
  /// A SYN-ACK that was not acknowledged may be followed by one with another number.
  func isForeign(_ segment: Segment, _ side: Side) -> Bool {
    let sender = endpoints[side.index]
    let start = segment.sequence &- sender.base
    return sender.flags.contains(.hasSequence) && start != 0 && start != .max
      && !(sender.acknowledged == 0 && sender.sendNext <= 1)
  }
}
