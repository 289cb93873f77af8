/// A duration in nanoseconds; negative if it leads back in time.
///
/// The range is 292 years to both sides of zero; arithmetic beyond it wraps around.
@frozen
public struct Nanoseconds: RawRepresentable, Hashable, Comparable, Sendable {
  /// The number of nanoseconds.
  public let rawValue: Int64

  /// The duration of this many nanoseconds.
  @inlinable
  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// No time.
  @inlinable
  public static var zero: Nanoseconds { Nanoseconds(rawValue: 0) }

  /// A number of seconds.
  @inlinable
  public static func seconds(_ count: Int64) -> Nanoseconds {
    Nanoseconds(rawValue: count &* 1_000_000_000)
  }

  /// A number of milliseconds.
  @inlinable
  public static func milliseconds(_ count: Int64) -> Nanoseconds {
    Nanoseconds(rawValue: count &* 1_000_000)
  }

  /// A number of microseconds.
  @inlinable
  public static func microseconds(_ count: Int64) -> Nanoseconds {
    Nanoseconds(rawValue: count &* 1000)
  }

  /// The duration in seconds, as nearly as a floating-point number holds it.
  @inlinable
  public var seconds: Double { Double(rawValue) / 1e9 }

  /// Whole microseconds, rounded towards zero.
  @inlinable
  public var microseconds: Int64 { rawValue / 1000 }

  /// Whether `left` is the shorter duration.
  @inlinable
  public static func < (left: Nanoseconds, right: Nanoseconds) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The sum of two durations.
  @inlinable
  public static func + (left: Nanoseconds, right: Nanoseconds) -> Nanoseconds {
    Nanoseconds(rawValue: left.rawValue &+ right.rawValue)
  }

  /// The difference of two durations.
  @inlinable
  public static func - (left: Nanoseconds, right: Nanoseconds) -> Nanoseconds {
    Nanoseconds(rawValue: left.rawValue &- right.rawValue)
  }

  /// A multiple of a duration.
  @inlinable
  public static func * (left: Nanoseconds, right: Int64) -> Nanoseconds {
    Nanoseconds(rawValue: left.rawValue &* right)
  }
}
