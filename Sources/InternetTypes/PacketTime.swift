/// The one time type under its former name.
public typealias PacketTime = Timestamp

extension Timestamp {
  /// The same instant.
  @inlinable
  public init(_ time: Timestamp) { self = time }
}
