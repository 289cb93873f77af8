/// An instant of the capture's clock, in nanoseconds since 1970-01-01T00:00:00Z.
///
/// The range is 146 years to both sides of 1970. An instant beyond it, which only a damaged capture states, becomes the
/// nearest bound, so that differences of two timestamps never overflow. See ``RecordedTime`` for the time as a capture
/// states it.
@frozen
public struct Timestamp: RawRepresentable, Hashable, Comparable, Sendable {
  /// Nanoseconds since the epoch.
  public let rawValue: Int64

  /// The instant this many nanoseconds after the epoch.
  @inlinable
  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// The instant of a recorded time, or the nearest bound.
  @inlinable
  public init(_ time: RecordedTime) {
    let (whole, overflow) = time.seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carry) = whole.addingReportingOverflow(time.nanoseconds)
    if overflow || carry {
      rawValue = time.seconds < 0 ? .min / 2 : .max / 2
    } else {
      rawValue = min(max(sum, .min / 2), .max / 2)
    }
  }

  /// The instant `seconds` and `nanoseconds` after the epoch, or the nearest bound.
  @inlinable
  public init(seconds: Int64, nanoseconds: Int64) {
    self.init(RecordedTime(seconds: seconds, nanoseconds: nanoseconds))
  }

  /// Whole seconds since the epoch, rounded down.
  @inlinable
  public var seconds: Int64 { (rawValue &- nanoseconds) / 1_000_000_000 }

  /// The nanoseconds after `seconds`, from 0 to 999,999,999.
  @inlinable
  public var nanoseconds: Int64 {
    let rest = rawValue % 1_000_000_000
    return rest < 0 ? rest &+ 1_000_000_000 : rest
  }

  /// Nanoseconds from `earlier` to this instant; negative if `earlier` is the later one.
  @inlinable
  public func nanoseconds(since earlier: Timestamp) -> Int64 { rawValue &- earlier.rawValue }

  /// Whether `left` is the earlier instant.
  @inlinable
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The time from `right` to `left`.
  @inlinable
  public static func - (left: Timestamp, right: Timestamp) -> Nanoseconds {
    Nanoseconds(rawValue: left.rawValue &- right.rawValue)
  }

  /// The instant a duration before.
  @inlinable
  public static func - (left: Timestamp, right: Nanoseconds) -> Timestamp {
    Timestamp(rawValue: left.rawValue &- right.rawValue)
  }

  /// The instant a duration after.
  @inlinable
  public static func + (left: Timestamp, right: Nanoseconds) -> Timestamp {
    Timestamp(rawValue: left.rawValue &+ right.rawValue)
  }
}
