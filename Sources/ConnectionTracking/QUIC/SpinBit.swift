/// Round-trip times by the spin bit of short headers (RFC 9000, section 17.4), in nanoseconds.
public struct SpinRoundTrip: Hashable, Sendable {
  /// The shortest.
  public internal(set) var minimum: Int64?
  /// Their mean.
  public var mean: Int64? { count > 0 ? sum / Int64(clamping: count) : nil }
  /// The longest: an endpoint that has nothing to send makes it longer.
  public internal(set) var maximum: Int64?
  /// How many there are.
  public internal(set) var count: UInt64 = 0
  var sum: Int64 = 0

  mutating func add(_ time: Int64) {
    // An hour at most: a damaged savefile may state any time.
    guard time > 0, time < 3_600_000_000_000, count < 1_000_000 else { return }
    minimum = min(minimum ?? time, time)
    maximum = max(maximum ?? time, time)
    sum &+= time
    count &+= 1
  }
}

/// Follows the spin bit: the client inverts it once a round trip, the server reflects it.
///
/// The time between two changes in one direction is a round trip. Endpoints may leave the bit alone, or set it at random
/// (section 17.4), and packets overtake each other: a change that comes sooner than an eighth of the handshake's round trip
/// is none.
struct SpinBit {
  private(set) var roundTrip = SpinRoundTrip()
  private var values = InlineArray<2, Bool?>(repeating: nil)
  private var changes = InlineArray<2, PacketTime?>(repeating: nil)

  /// Takes the bit of a packet of the client (0) or the server (1).
  mutating func take(_ value: Bool, of side: Int, at time: PacketTime, handshake: Int64?) {
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
