/// The values of a timestamps option (RFC 7323, section 3).
@frozen
public struct TCPTimestamps: Hashable, Sendable {
  /// TSval: the sender's clock.
  public let value: UInt32
  /// TSecr: the value that it echoes.
  public let echo: UInt32

  /// The values in the eight bytes at `start`, all captured.
  @inlinable
  @inline(__always)
  public init(decoding frame: Span<UInt8>, at start: Int) {
    value = frame.uint32(at: start)
    echo = frame.uint32(at: start &+ 4)
  }

  /// The values in the twelve bytes at `start`, all captured, if they are the option after two NOPs, as most segments have it
  /// (RFC 7323, appendix A); nil for any others.
  @inlinable
  @inline(__always)
  public init?(aligned frame: Span<UInt8>, at start: Int) {
    guard frame.uint32(at: start) == 0x0101_080a else { return nil }
    self.init(decoding: frame, at: start &+ 4)
  }
}

/// A block of a SACK option, as sent (RFC 2018, section 3).
@frozen
public struct TCPSACKBlock: Hashable, Sendable {
  /// Bytes of a block.
  @inlinable
  public static var byteCount: Int { 8 }

  /// The first sequence number of the block.
  public let left: UInt32
  /// The sequence number after the block.
  public let right: UInt32

  /// The block between two sequence numbers.
  @inlinable
  public init(left: UInt32, right: UInt32) {
    self.left = left
    self.right = right
  }

  /// The block in the eight bytes at `start`, all captured.
  @inlinable
  @inline(__always)
  public init(decoding frame: Span<UInt8>, at start: Int) {
    self.init(left: frame.uint32(at: start), right: frame.uint32(at: start &+ 4))
  }
}
