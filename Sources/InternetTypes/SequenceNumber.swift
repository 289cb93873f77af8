/// A TCP sequence number with the modulo 2^32 arithmetic of RFC 9293, section 3.4.
///
/// There is no `<`: sequence numbers form a circle, and which of two is the earlier depends on the connection.
@frozen
public struct SequenceNumber: RawRepresentable, Hashable, Sendable {
  /// The number on the wire.
  public let rawValue: UInt32

  /// The sequence number with this value on the wire.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// How far `other` is ahead of this number, negative if it is behind; from -2^31 to 2^31 - 1.
  @inlinable
  public func distance(to other: SequenceNumber) -> Int32 {
    Int32(bitPattern: other.rawValue &- rawValue)
  }
}
