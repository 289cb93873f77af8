/// The time of a packet as a capture states it: seconds and a fraction, each as recorded.
///
/// A savefile may state a fraction of a second or more. Output shows it unchanged, as tcpdump does; everything that computes
/// with times uses ``Timestamp``.
@frozen
public struct RecordedTime: Hashable, Sendable {
  /// Whole seconds since 1970-01-01T00:00:00Z.
  public var seconds: Int64

  /// What is added to `seconds`, in nanoseconds; 1,000,000,000 or more only if the capture says so.
  public var nanoseconds: Int64

  /// The time `seconds` and `nanoseconds` after the epoch.
  @inlinable
  public init(seconds: Int64, nanoseconds: Int64) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// The recorded form of an instant, with a fraction of less than a second.
  @inlinable
  public init(_ instant: Timestamp) {
    seconds = instant.seconds
    nanoseconds = instant.nanoseconds
  }

  /// The same time with a fraction from 0 to 999,999,999.
  ///
  /// Seconds that would leave the range of `Int64` wrap around.
  @inlinable
  public var normalized: RecordedTime {
    let (carry, fraction) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    if fraction < 0 {
      return RecordedTime(seconds: seconds &+ carry &- 1, nanoseconds: fraction + 1_000_000_000)
    }
    return RecordedTime(seconds: seconds &+ carry, nanoseconds: fraction)
  }
}
