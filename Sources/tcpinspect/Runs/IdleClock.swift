import InternetTypes

/// The packet time while no packet arrives: the latest packet's time plus the time elapsed on the machine's clock.
struct IdleClock {
  /// How long the kernel may delay packets, in seconds: the clock stays this much behind.
  static let holdBack = 0.25

  /// The time of the latest packet.
  var latest: Timestamp?

  private var base: (time: Timestamp, instant: ContinuousClock.Instant, count: UInt64)?

  /// The present packet time less the delay of packets in the kernel; nil if packets arrived since the last call, as
  /// their `count` shows.
  mutating func time(count: UInt64) -> Timestamp? {
    guard let latest else { return nil }
    let now = ContinuousClock.now
    guard let base, base.count == count else {
      base = (latest, now, count)
      return nil
    }
    let passed = base.instant.duration(to: now) - .seconds(Self.holdBack)
    guard passed > .zero else { return nil }
    let (seconds, attoseconds) = passed.components
    return base.time + .seconds(seconds) + Nanoseconds(rawValue: attoseconds / 1_000_000_000)
  }
}
