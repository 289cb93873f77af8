/// The packets of a connection that were captured, and that may not have reached their receivers yet.
///
/// Most connections have none, or only the last packet: of those nothing is kept but a bit (`Connection.arriving`).
struct Underway {
  /// A packet that waits for a sign of its arrival; `packet` 0 is none.
  struct Pending: Equatable {
    var time = PacketTime(rawValue: 0)
    var packet: UInt64 = 0

    var isSet: Bool { packet != 0 }
  }

  /// What a packet can be to a side; the number is that of the client's place.
  enum Place: UInt8 {
    /// What acknowledges the SYN or FIN of a side, captured but not yet known to have reached it.
    case ack = 0
    /// The peer's FIN, captured with all data before it, but not yet known to have reached a side.
    case fin = 2
    /// A reset that fits, not yet known to have reached a side.
    case reset = 4
    /// The FIN of a side of which it is not known whether it had received one before.
    case unsettledFin = 6
  }

  private var packets = InlineArray<8, Pending>(repeating: Pending())
  /// Which of them are set, a bit each; what the others hold is of no meaning.
  private(set) var occupied: UInt8 = 0

  /// The packet at a place of a side.
  subscript(place: Place, side: Side) -> Pending {
    @inline(__always) get {
      let at = place.rawValue | UInt8(side.at)
      return occupied & 1 << at == 0 ? Pending() : packets[Int(at & 7)]
    }
    @inline(__always) set {
      let at = place.rawValue | UInt8(side.at)
      guard newValue.isSet else {
        occupied &= ~(1 << at)
        return
      }
      occupied |= 1 << at
      packets[Int(at & 7)] = newValue
    }
  }

  /// Whether a reset is on its way to either side.
  var hasReset: Bool { Self.hasReset(occupied) }

  /// Whether one is among the places of a set of bits.
  static func hasReset(_ places: UInt8) -> Bool { places & 3 << Place.reset.rawValue != 0 }

  /// Forgets all.
  mutating func removeAll() { occupied = 0 }

  /// Forgets what is on its way to a side.
  mutating func removeAll(to side: Side) {
    (self[.ack, side], self[.fin, side], self[.reset, side]) = (Pending(), Pending(), Pending())
  }

  /// Puts a packet at each place of a set of bits.
  mutating func fill(_ places: UInt8, with packet: Pending) {
    occupied |= places
    var rest = places
    while rest != 0 {
      packets[rest.trailingZeroBitCount & 7] = packet
      rest &= rest &- 1
    }
  }

  /// The places where a packet is, a bit each; its number alone may be that of another one, in another savefile.
  func places(of packet: Pending) -> UInt8 {
    var places: UInt8 = 0
    var rest = occupied
    while rest != 0 {
      let at = rest.trailingZeroBitCount
      if packets[at & 7] == packet { places |= 1 << UInt8(at) }
      rest &= rest &- 1
    }
    return places
  }
}

extension StateReplay {
  /// Brings what is on its way in a connection to where `follow` and `finish` look for it.
  @inline(__always)
  mutating func load(_ connection: inout Connection) {
    if connection.annex != 0 {
      current = underway[connection.annex &- 1]
    } else {
      current.removeAll()
    }
    guard connection.arriving != 0 else { return }
    current.fill(
      connection.arriving, with: .init(time: connection.last, packet: connection.lastPacket))
  }

  /// Keeps what is on its way in a connection now that its last packet is this one.
  @inline(__always)
  mutating func keep(_ connection: inout Connection, at time: PacketTime, packet: UInt64) {
    if current.occupied == 0 && connection.annex == 0 {
      connection.arriving = 0
      return
    }
    // The last packet's time is the connection's, unless the capture's clock went back.
    connection.arriving =
      time >= connection.last ? current.places(of: .init(time: time, packet: packet)) : 0
    if current.occupied == connection.arriving {
      release(&connection)
    } else if connection.annex != 0 {
      underway[connection.annex &- 1] = current
    } else if let position = underway.insert(current) {
      connection.annex = position &+ 1
    }
  }

  /// Asks for the cache lines of what is at a position plus one; 0 is none.
  mutating func prefetch(_ annex: UInt32) {
    underway.elements.prefetch(Int(annex) &- 1, lines: 3)
  }

  /// Gives back what a connection holds.
  mutating func release(_ connection: inout Connection) {
    guard connection.annex != 0 else { return }
    underway.release(connection.annex &- 1)
    connection.annex = 0
  }

  /// Whether a reset is on its way to an endpoint of a connection.
  func hasReset(_ connection: Connection) -> Bool {
    Underway.hasReset(connection.arriving)
      || connection.annex != 0 && underway[connection.annex &- 1].hasReset
  }
}
