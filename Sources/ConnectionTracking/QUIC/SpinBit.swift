import InternetTypes

/// Round-trip times by the spin bit of short headers (RFC 9000, section 17.4), in nanoseconds.
public struct SpinRoundTrip: Hashable, Sendable {
  private var sum = RoundTripSum()

  /// The shortest time.
  public var minimum: Int64? { sum.minimum }
  /// The mean.
  public var mean: Int64? { sum.mean }
  /// The longest time.
  ///
  /// It grows while an endpoint has nothing to send.
  public var maximum: Int64? { sum.maximum }
  /// How many times were measured.
  public var count: UInt64 { sum.count }

  mutating func add(_ time: Int64) {
    if time > 0 { sum.add(time) }
  }
}

/// Measures round-trip times by the spin bit: the client inverts it once a round trip, the server reflects it.
///
/// The time between two changes in one direction is a round trip. Endpoints may disable the bit or set it at random (section
/// 17.4), and packets are reordered, so a change sooner than an eighth of the handshake's round trip is ignored.
struct SpinBit {
  private(set) var roundTrip = SpinRoundTrip()
  private var values = InlineArray<2, Bool?>(repeating: nil)
  private var changes = InlineArray<2, Timestamp?>(repeating: nil)

  /// Applies the bit of a packet of the client (0) or the server (1); `handshake` is its round trip in nanoseconds.
  mutating func apply(_ value: Bool, of side: Int, at time: Timestamp, handshake: Int64?) {
    guard let former = values[side], former != value else {
      if values[side] == nil { values[side] = value }
      return
    }
    if let change = changes[side] {
      let interval = time.nanoseconds(since: change)
      if let handshake, interval < handshake / 8 { return }
      roundTrip.add(interval)
    }
    values[side] = value
    changes[side] = time
  }
}
