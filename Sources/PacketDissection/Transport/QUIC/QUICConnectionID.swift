/// A QUIC connection ID: an endpoint's identifier for a connection, independent of its address (RFC 8999, section 5.3).
public struct QUICConnectionID: Hashable, Sendable {
  /// The most bytes that versions 1 and 2 permit (RFC 9000, section 17.2).
  @inlinable public static var maximumByteCount: Int { 20 }

  /// Bytes; 0 if the endpoint needs none.
  public let byteCount: UInt8
  /// The first four bytes, then the others, as big-endian numbers; missing bytes are 0.
  @usableFromInline let head: UInt32
  @usableFromInline let tailHigh: UInt64
  @usableFromInline let tailLow: UInt64

  /// The connection ID of no bytes.
  @inlinable
  public init() { (byteCount, head, tailHigh, tailLow) = (0, 0, 0, 0) }

  /// The connection ID of these bytes; of a longer run, its first 20.
  public init(_ bytes: Span<UInt8>) {
    let count = min(bytes.count, Self.maximumByteCount)
    var (head, high, low) = (UInt32(0), UInt64(0), UInt64(0))
    for index in 0..<count {
      let byte = bytes[index]
      switch index {
      case ..<4: head |= UInt32(byte) << UInt32(24 &- 8 &* index)
      case ..<12: high |= UInt64(byte) << UInt64(88 &- 8 &* index)
      default: low |= UInt64(byte) << UInt64(152 &- 8 &* index)
      }
    }
    (byteCount, self.head, tailHigh, tailLow) = (UInt8(count), head, high, low)
  }

  /// Whether it has no bytes.
  @inlinable
  public var isEmpty: Bool { byteCount == 0 }

  /// Its last 16 bytes, the first four mixed in: for hashes.
  @inlinable
  public var number: UInt128 {
    UInt128(tailHigh) << 64 | UInt128(tailLow ^ UInt64(head) << 8)
  }

  /// The byte at a position below `byteCount`; 0 beyond.
  public subscript(index: Int) -> UInt8 {
    switch index {
    case 0..<4: UInt8(truncatingIfNeeded: head >> UInt32(24 &- 8 &* index))
    case 4..<12: UInt8(truncatingIfNeeded: tailHigh >> UInt64(88 &- 8 &* index))
    case 12..<20: UInt8(truncatingIfNeeded: tailLow >> UInt64(152 &- 8 &* index))
    default: 0
    }
  }

  /// Its bytes.
  public var bytes: [UInt8] { (0..<Int(byteCount)).map { self[$0] } }
}
