/// A packet of the Ad Hoc Configuration Protocol, field by field.
public struct AHCPPacket: Hashable, Sendable {
  /// Bytes in front of the body.
  public static var headerByteCount: Int { 24 }

  /// The protocol as tcpdump names it if a packet is cut.
  public static var name: String { "ahcp" }

  /// The offset where the packet begins.
  let offset: Int

  /// The packet at `offset`; no field is read yet.
  public init(at offset: Int) { self.offset = offset }

  /// 43 in every packet.
  public func magic(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: offset, in: Self.name)
  }

  /// Up to the protocol version, 1.
  public func version(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: offset + 1, in: Self.name)
  }

  /// Hops left.
  public func hopCount(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: offset + 2, in: Self.name)
  }

  /// Hops at the source.
  public func originalHopCount(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: offset + 3, in: Self.name)
  }

  /// Distinguishes the packets of one source.
  public func nonce(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint32(at: offset + 4, in: Self.name)
  }

  /// Identifier of the source.
  public func source(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt64 {
    try bytes.uint64(at: offset + 8, in: Self.name)
  }

  /// Identifier of the destination; all ones are everyone.
  public func destination(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt64 {
    try bytes.uint64(at: offset + 16, in: Self.name)
  }
}

/// The header of the body of an Ad Hoc Configuration Protocol packet.
public struct AHCPBody: Hashable, Sendable {
  /// Bytes of the header.
  public static var headerByteCount: Int { 4 }

  /// Message type.
  public let type: UInt8

  /// 0 if sent.
  public let reserved: UInt8

  /// Bytes of the options.
  public let length: Int

  /// Decodes the header at `offset`.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(Self.headerByteCount, at: offset, in: AHCPPacket.name)
    type = bytes[offset]
    reserved = bytes[offset + 1]
    length = Int(bytes.uint16(at: offset + 2))
  }
}
