import BoundedCollections
import InternetTypes

/// Captured packets of a connection that may not have reached their receivers yet.
///
/// Most connections have none, or only their last packet. For those `Connection.pendingBits` is enough, and no value of
/// this type is stored.
struct PendingDeliveries {
  /// The effect of a packet on the endpoint that it was sent to.
  ///
  /// The raw value is the client's slot; the server's follows it.
  enum Kind: UInt8 {
    /// Acknowledges the endpoint's SYN or FIN.
    case ack = 0
    /// The peer's FIN; all data before it was captured too.
    case fin = 2
    /// A reset that is in the receive window.
    case reset = 4
    /// The endpoint's own FIN, when it is not known whether it had received one before it.
    case unsettledFin = 6
  }

  private var packets = InlineArray<8, PacketMoment>(repeating: .none)
  /// The slots in use, one bit each.
  ///
  /// The content of other slots is meaningless.
  private(set) var occupied: UInt8 = 0

  /// The pending packet of a kind at a side, or `.none`.
  subscript(kind: Kind, side: Side) -> PacketMoment {
    @inline(__always) get {
      let slot = kind.rawValue | UInt8(side.index)
      return occupied & 1 << slot == 0 ? .none : packets[Int(slot & 7)]
    }
    @inline(__always) set {
      let slot = kind.rawValue | UInt8(side.index)
      guard newValue.isSet else {
        occupied &= ~(1 << slot)
        return
      }
      occupied |= 1 << slot
      packets[Int(slot & 7)] = newValue
    }
  }

  /// Whether a reset is pending at either side.
  var hasReset: Bool { Self.hasReset(occupied) }

  /// Whether a set of slots includes a reset.
  static func hasReset(_ slots: UInt8) -> Bool { slots & 3 << Kind.reset.rawValue != 0 }

  /// Removes all packets.
  mutating func removeAll() { occupied = 0 }

  /// Removes the packets sent to a side.
  mutating func removeAll(to side: Side) {
    (self[.ack, side], self[.fin, side], self[.reset, side]) = (.none, .none, .none)
  }

  /// Stores a packet in each slot of a set.
  mutating func fill(_ slots: UInt8, with packet: PacketMoment) {
    occupied |= slots
    var rest = slots
    while rest != 0 {
      packets[rest.trailingZeroBitCount & 7] = packet
      rest &= rest &- 1
    }
  }

  /// The slots that hold a packet.
  ///
  /// The time is compared too: packet numbers repeat when several files are read.
  func slots(of packet: PacketMoment) -> UInt8 {
    var slots: UInt8 = 0
    var rest = occupied
    while rest != 0 {
      let slot = rest.trailingZeroBitCount
      if packets[slot & 7] == packet { slots |= 1 << UInt8(slot) }
      rest &= rest &- 1
    }
    return slots
  }
}

extension TCPStateMachine {
  /// Loads a connection's pending deliveries into `pending`, where `apply` and `finish` use them.
  @inline(__always)
  mutating func loadPending(_ connection: inout Connection) {
    if let position = connection.extensionHandle.state(as: PendingDeliveries.self) {
      pending = stored[position]
    } else {
      pending.removeAll()
    }
    guard connection.pendingBits != 0 else { return }
    pending.fill(
      connection.pendingBits,
      with: PacketMoment(time: connection.last, packet: connection.lastPacket))
  }

  /// Stores `pending` with a connection whose last packet was captured at `time`.
  @inline(__always)
  mutating func storePending(_ connection: inout Connection, at time: Timestamp, packet: UInt64) {
    if pending.occupied == 0 && connection.extensionHandle.isNone {
      connection.pendingBits = 0
      return
    }
    // `Connection.last` is the latest time seen. If this packet's time is earlier, the bits cannot represent it.
    connection.pendingBits =
      time >= connection.last ? pending.slots(of: PacketMoment(time: time, packet: packet)) : 0
    if pending.occupied == connection.pendingBits {
      release(&connection)
    } else if let position = connection.extensionHandle.state(as: PendingDeliveries.self) {
      stored[position] = pending
    } else if let position = stored.insert(pending).ifAny {
      connection.extensionHandle = Handle(position)
    }
  }

  /// Prefetches a connection's stored deliveries, three cache lines.
  ///
  /// It is `mutating` because a borrowed state machine is copied for the call (185 bytes a packet).
  mutating func prefetch(_ handle: Handle<ConnectionExtension>) {
    stored.prefetch(Handle(rawValue: handle.rawValue), lines: 3)
  }

  /// Releases a connection's stored deliveries.
  mutating func release(_ connection: inout Connection) {
    guard let position = connection.extensionHandle.state(as: PendingDeliveries.self) else {
      return
    }
    stored.release(position)
    connection.extensionHandle = .none
  }

  /// Whether a reset is pending at an endpoint of a connection.
  ///
  /// It only reads. Borrowed values are copied for the call.
  mutating func hasReset(_ connection: inout Connection) -> Bool {
    if PendingDeliveries.hasReset(connection.pendingBits) { return true }
    guard let position = connection.extensionHandle.state(as: PendingDeliveries.self) else {
      return false
    }
    return stored[position].hasReset
  }
}
