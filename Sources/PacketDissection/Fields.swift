public import InternetTypes

/// The bytes of one message or element, read field by field: a read past the captured bytes throws.
///
/// Messages of protocols whose fields are decoded one by one (so that a cut message shows those before the cut)
/// are views over this one. Offsets count from the first byte of the message.
public struct Fields: ~Escapable {
  /// The captured bytes from the message's first on, at most to the end of the packet.
  public let bytes: Span<UInt8>

  /// The length of the message as the enclosing layer states it; may be less or more than `bytes.count`.
  public let length: Int

  /// The protocol as a cut message names it.
  public let name: String

  /// A view of `bytes`, the beginning of a message of `length` bytes.
  @inlinable @_lifetime(copy bytes)
  public init(_ bytes: Span<UInt8>, length: Int, in name: String) {
    self.bytes = bytes
    self.length = length
    self.name = name
  }

  /// A view of the bytes of a packet from `start` on; empty if the packet was cut before.
  @inlinable @_lifetime(copy packet)
  public init(_ packet: Span<UInt8>, from start: Int, length: Int, in name: String) {
    self.init(
      packet.extracting(droppingFirst: min(max(start, 0), packet.count)), length: length, in: name)
  }

  /// Whether `count` bytes from `offset` on were captured.
  @inlinable
  public func has(_ count: Int, at offset: Int = 0) -> Bool {
    offset >= 0 && count <= bytes.count && offset <= bytes.count - count
  }

  /// Ends the protocol's part of the line unless `count` bytes from `offset` on were captured.
  @inlinable
  public func require(_ count: Int, at offset: Int = 0) throws(EarlyEnd) {
    guard has(count, at: offset) else { throw end }
  }

  /// Ends the protocol's part of the line unless the message has `count` bytes by its stated length.
  @inlinable
  public func requireLength(_ count: Int) throws(EarlyEnd) {
    guard length >= count else { throw end }
  }

  /// The end of the protocol's part of the line.
  @inlinable public var end: EarlyEnd { EarlyEnd(name: name, isLocal: true) }

  /// Ends the packet's line unless `count` bytes from `offset` on were captured; used by all reads of fields.
  @inlinable
  public func check(_ count: Int, at offset: Int) throws(EarlyEnd) {
    guard has(count, at: offset) else { throw EarlyEnd(name: name) }
  }

  /// The same bytes under another protocol's name.
  @inlinable @_lifetime(copy self)
  public func named(_ name: String) -> Fields { Fields(bytes, length: length, in: name) }

  /// The rest after the first `count` bytes; empty if fewer were captured.
  @inlinable @_lifetime(copy self)
  public func dropping(_ count: Int) -> Fields {
    Fields(bytes, from: count, length: length - count, in: name)
  }

  /// The captured part of the `length` bytes from `offset` on.
  @inlinable @_lifetime(copy self)
  public func part(at offset: Int, length: Int) -> Fields {
    let start = min(max(offset, 0), bytes.count)
    let stop = min(start + max(length, 0), bytes.count)
    return Fields(bytes.extracting(start..<stop), length: length, in: name)
  }

  /// The `count` bytes from `offset` on.
  @inlinable @_lifetime(copy self)
  public func bytes(at offset: Int, count: Int) throws(EarlyEnd) -> Span<UInt8> {
    try require(count, at: offset)
    return bytes.extracting(offset..<(offset + max(count, 0)))
  }

  /// The byte at `offset`.
  @inlinable
  public func byte(at offset: Int) throws(EarlyEnd) -> UInt8 {
    try check(1, at: offset)
    return bytes[offset]
  }

  /// The 16-bit number at `offset`.
  @inlinable
  public func uint16(at offset: Int) throws(EarlyEnd) -> UInt16 {
    try check(2, at: offset)
    return bytes.uint16(at: offset)
  }

  /// The 16-bit number at `offset`, least significant byte first.
  @inlinable
  public func uint16LittleEndian(at offset: Int) throws(EarlyEnd) -> UInt16 {
    try uint16(at: offset).byteSwapped
  }

  /// The 24-bit number at `offset`.
  @inlinable
  public func uint24(at offset: Int) throws(EarlyEnd) -> UInt32 {
    try check(3, at: offset)
    return bytes.uint24(at: offset)
  }

  /// The 32-bit number at `offset`.
  @inlinable
  public func uint32(at offset: Int) throws(EarlyEnd) -> UInt32 {
    try check(4, at: offset)
    return bytes.uint32(at: offset)
  }

  /// The 48-bit number at `offset`.
  @inlinable
  public func uint48(at offset: Int) throws(EarlyEnd) -> UInt64 {
    try check(6, at: offset)
    return bytes.uint48(at: offset)
  }

  /// The 64-bit number at `offset`.
  @inlinable
  public func uint64(at offset: Int) throws(EarlyEnd) -> UInt64 {
    try check(8, at: offset)
    return bytes.uint64(at: offset)
  }

  /// The single-precision number at `offset` (IEEE 754).
  @inlinable
  public func float(at offset: Int) throws(EarlyEnd) -> Float {
    Float(bitPattern: try uint32(at: offset))
  }

  /// The IPv4 address at `offset`.
  @inlinable
  public func ipv4Address(at offset: Int) throws(EarlyEnd) -> IPv4Address {
    IPv4Address(rawValue: try uint32(at: offset))
  }

  /// The IPv6 address at `offset`.
  @inlinable
  public func ipv6Address(at offset: Int) throws(EarlyEnd) -> IPv6Address {
    try check(16, at: offset)
    return IPv6Address(rawValue: bytes.uint128(at: offset))
  }

  /// The hardware address of six bytes at `offset`.
  @inlinable
  public func macAddress(at offset: Int) throws(EarlyEnd) -> MACAddress {
    MACAddress(rawValue: try uint48(at: offset))
  }
}

extension Fields {
  /// Whether part of the message was not captured.
  @inlinable public var isCut: Bool { bytes.count < length }
}

extension Span<UInt8> {
  /// Whether a byte is zero, as at the end of a text of C.
  @inlinable public var hasZero: Bool {
    for index in indices where self[index] == 0 { return true }
    return false
  }
}
