/// When a packet was captured, as the capture states it.
///
/// Seconds and fraction are kept apart because a savefile may state a fraction of a second or more; such a
/// time is shown as it stands and is normalised only when it is computed with.
public struct Timestamp: Hashable, Sendable {
  /// Whole seconds since 1970-01-01T00:00:00Z.
  public var seconds: Int64

  /// What is added to `seconds`, in nanoseconds; 1,000,000,000 or more only where the capture says so.
  public var nanoseconds: Int64

  /// The time `seconds` and `nanoseconds` after the epoch.
  @inlinable
  public init(seconds: Int64, nanoseconds: Int64) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// The same instant with a fraction from 0 to 999,999,999.
  ///
  /// Seconds that would leave the range of `Int64` wrap around.
  @inlinable
  public var normalized: Timestamp {
    let (carry, fraction) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    if fraction < 0 {
      return Timestamp(seconds: seconds &+ carry &- 1, nanoseconds: fraction + 1_000_000_000)
    }
    return Timestamp(seconds: seconds &+ carry, nanoseconds: fraction)
  }
}

extension Timestamp: Comparable {
  /// Whether `left` is the earlier instant.
  @inlinable
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    let (a, b) = (left.normalized, right.normalized)
    return (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds)
  }
}
