/// The error of a packet, or of its captured part, that ended in the middle of a field.
///
/// It ends the whole packet: a printer writes `[|name]` and nothing more, and a dump begins at the frame's first byte.
/// If `isLocal`, it ends only the protocol's part of the line.
public struct EarlyEnd: Error, Hashable, Sendable {
  /// The protocol as tcpdump names it in `[|name]`.
  public let name: String

  /// Whether only the protocol's part of the line ends, so that the rest, and a dump, is printed as usual.
  public let isLocal: Bool

  /// The end of a packet within the protocol of this name.
  @inlinable
  public init(name: String, isLocal: Bool = false) {
    self.name = name
    self.isLocal = isLocal
  }
}

/// Reads of fields that may be missing.
///
/// The span is a frame up to the end of the packet or of the capture; offsets count from the frame's first byte.
extension Span<UInt8> {
  /// Throws unless `count` bytes from `offset` on were captured.
  @inlinable
  public func require(_ count: Int, at offset: Int, in name: String) throws(EarlyEnd) {
    guard has(count, at: offset) else { throw EarlyEnd(name: name) }
  }

  /// The byte at `offset`.
  @inlinable
  public func byte(at offset: Int, in name: String) throws(EarlyEnd) -> UInt8 {
    try require(1, at: offset, in: name)
    return self[offset]
  }

  /// The 16-bit number at `offset`.
  @inlinable
  public func uint16(at offset: Int, in name: String) throws(EarlyEnd) -> UInt16 {
    try require(2, at: offset, in: name)
    return uint16(at: offset)
  }

  /// The 24-bit number at `offset`.
  @inlinable
  public func uint24(at offset: Int, in name: String) throws(EarlyEnd) -> UInt32 {
    try require(3, at: offset, in: name)
    return uint24(at: offset)
  }

  /// The 32-bit number at `offset`.
  @inlinable
  public func uint32(at offset: Int, in name: String) throws(EarlyEnd) -> UInt32 {
    try require(4, at: offset, in: name)
    return uint32(at: offset)
  }

  /// The 64-bit number at `offset`.
  @inlinable
  public func uint64(at offset: Int, in name: String) throws(EarlyEnd) -> UInt64 {
    try require(8, at: offset, in: name)
    return uint64(at: offset)
  }

  /// The 128-bit number at `offset`.
  @inlinable
  public func uint128(at offset: Int, in name: String) throws(EarlyEnd) -> UInt128 {
    try require(16, at: offset, in: name)
    return uint128(at: offset)
  }

  /// Whether `count` bytes from `offset` on were captured.
  @inlinable
  public func has(_ count: Int, at offset: Int) -> Bool {
    offset >= 0 && count >= 0 && count <= self.count && offset <= self.count - count
  }
}
