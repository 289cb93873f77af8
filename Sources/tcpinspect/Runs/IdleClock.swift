import InternetTypes

/// What packet time is while no packet comes: the latest packet's, and what has passed since by the machine's clock.
struct IdleClock {
  /// An idle capture may hold packets back for so long, in seconds: time goes on only up to there.
  static let holdBack = 0.25

  /// The time of the latest packet.
  var latest: Timestamp?

  private var base: (time: Timestamp, instant: ContinuousClock.Instant, count: UInt64)?

  /// The time now, as packets would state it, less what packets may be on their way; nil when
  /// packets came since the last call, as their `count` tells.
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
