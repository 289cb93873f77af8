// Big-endian reads. The preconditions guard the programmer: every decoder checks the length once, with
// `require`, before it reads, so that no captured byte can reach them.

extension Span<UInt8> {
  /// The 16-bit big-endian integer whose first byte is at `offset`.
  @inlinable @inline(__always)
  public func uint16(at offset: Int) -> UInt16 {
    UInt16(self[offset]) << 8 | UInt16(self[offset &+ 1])
  }

  /// The 24-bit big-endian integer whose first byte is at `offset`.
  @inlinable @inline(__always)
  public func uint24(at offset: Int) -> UInt32 {
    UInt32(self[offset]) << 16 | UInt32(self[offset &+ 1]) << 8 | UInt32(self[offset &+ 2])
  }

  /// The 32-bit big-endian integer whose first byte is at `offset`.
  @inlinable @inline(__always)
  public func uint32(at offset: Int) -> UInt32 {
    UInt32(self[offset]) << 24 | UInt32(self[offset &+ 1]) << 16
      | UInt32(self[offset &+ 2]) << 8 | UInt32(self[offset &+ 3])
  }

  /// The 48-bit big-endian integer whose first byte is at `offset`.
  @inlinable @inline(__always)
  public func uint48(at offset: Int) -> UInt64 {
    UInt64(uint16(at: offset)) << 32 | UInt64(uint32(at: offset &+ 2))
  }

  /// The 64-bit big-endian integer whose first byte is at `offset`.
  @inlinable @inline(__always)
  public func uint64(at offset: Int) -> UInt64 {
    UInt64(uint32(at: offset)) << 32 | UInt64(uint32(at: offset &+ 4))
  }

  /// The 128-bit big-endian integer whose first byte is at `offset`.
  @inlinable @inline(__always)
  public func uint128(at offset: Int) -> UInt128 {
    UInt128(uint64(at: offset)) << 64 | UInt128(uint64(at: offset &+ 8))
  }

  /// Throws unless the span holds `count` bytes for `layer`.
  @inlinable @inline(__always)
  public func require(_ count: Int, for layer: Layer) throws(DecodeError) {
    guard self.count >= count else {
      throw .truncated(layer, needed: count, available: self.count)
    }
  }
}
