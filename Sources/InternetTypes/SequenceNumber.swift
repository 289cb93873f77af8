/// A TCP sequence number with the modulo 2^32 arithmetic of RFC 9293, section 3.4.
///
/// There is no `<`: the order of two sequence numbers depends on where the connection is, and is a circle.
public struct SequenceNumber: RawRepresentable, Hashable, Sendable {
  /// The number on the wire.
  public let rawValue: UInt32

  /// The sequence number with this value on the wire.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// How far `other` is ahead of this number, negative when it is behind; total, from -2^31 to 2^31 - 1.
  @inlinable
  public func distance(to other: SequenceNumber) -> Int32 {
    Int32(bitPattern: other.rawValue &- rawValue)
  }

  /// The number `count` further on, modulo 2^32.
  @inlinable
  public func advanced(by count: UInt32) -> SequenceNumber {
    SequenceNumber(rawValue: rawValue &+ count)
  }
}
