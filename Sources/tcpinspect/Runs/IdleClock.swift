import InternetTypes

/// The packet time while no packet arrives: the latest packet's time plus the time elapsed on the machine's clock.
struct IdleClock {
  /// How long the kernel may delay packets, in seconds: the clock stays this much behind.
  static let holdBack = 0.25

  /// The time of the latest packet.
  var latest: Timestamp?

  /// When the program asked first, for times as numbers: an instant has no size that the compiler knows, and the places
  /// of a session's other fields would have to be read for each packet.
  private static let start = ContinuousClock.now

  /// The packet time when the clock was read last, what it showed, in nanoseconds since `start`, and the packets so far.
  private var base: (time: Timestamp, elapsed: Int64, count: UInt64)?

  /// The present packet time less the delay of packets in the kernel; nil if packets arrived since the last call, as
  /// their `count` shows.
  mutating func time(count: UInt64) -> Timestamp? {
    guard let latest else { return nil }
    let elapsed = Self.start.duration(to: .now) / .nanoseconds(1)
    let now = Int64(elapsed)
    guard let base, base.count == count else {
      base = (latest, now, count)
      return nil
    }
    let passed = now - base.elapsed - Int64(Self.holdBack * 1e9)
    return passed > 0 ? base.time + Nanoseconds(rawValue: passed) : nil
  }
}
