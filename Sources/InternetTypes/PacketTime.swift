/// An instant of the capture's clock, in nanoseconds since 1970-01-01T00:00:00Z.
///
/// One number instead of two halves the memory for a connection's times. Times outside the years 1678 to 2262, which
/// only a damaged savefile states, become the nearest bound.
public struct PacketTime: RawRepresentable, Hashable, Comparable, Sendable {
  /// Nanoseconds since the epoch.
  public let rawValue: Int64

  /// The instant this many nanoseconds after the epoch.
  @inlinable
  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// The instant of a timestamp.
  @inlinable
  public init(_ timestamp: Timestamp) {
    rawValue = timestamp.rawValue
  }

  /// Nanoseconds from `earlier` to this instant, negative if `earlier` is the later one.
  @inlinable
  public func nanoseconds(since earlier: PacketTime) -> Int64 { rawValue &- earlier.rawValue }

  /// Whether `left` is the earlier one.
  @inlinable
  public static func < (left: PacketTime, right: PacketTime) -> Bool {
    left.rawValue < right.rawValue
  }
}
