/// A QUIC variable-length integer (RFC 9000, section 16): two bits state its length, the others are the number.
///
///     2MSB  bytes  usable bits
///     00    1      6
///     01    2      14
///     10    4      30
///     11    8      62
public struct VariableLengthInteger: Hashable, Sendable {
  /// The number, below 2^62.
  public let value: UInt64
  /// Bytes on the wire: 1, 2, 4 or 8.
  public let byteCount: Int

  /// Decodes the integer that begins at `offset`; nil if the bytes end before it does.
  @inlinable
  public init?(decoding bytes: Span<UInt8>, at offset: Int) {
    guard offset >= 0, offset < bytes.count else { return nil }
    let first = bytes[offset]
    byteCount = 1 << Int(first >> 6)
    guard bytes.count &- offset >= byteCount else { return nil }
    var value = UInt64(first & 0x3f)
    for index in 1..<max(byteCount, 1) { value = value << 8 | UInt64(bytes[offset &+ index]) }
    self.value = value
  }

  /// The number as a count of bytes; numbers that no packet can hold become the largest integer.
  @inlinable
  public var count: Int { Int(clamping: value) }
}
