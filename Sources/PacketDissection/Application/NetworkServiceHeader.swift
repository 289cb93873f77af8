/// A Network Service Header (RFC 8300, section 2).
public struct NetworkServiceHeader: Hashable, Sendable {
  /// The protocol as tcpdump names it if a header is cut.
  public static var name: String { "nsh" }

  /// Bytes of base header and service path.
  public static var minimumByteCount: Int { 8 }

  /// The first four bytes: version, flags, TTL, length, type of metadata, next protocol.
  let base: UInt32
  let offset: Int

  /// The header at `offset`, of which the first four bytes were captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    base = try bytes.uint32(at: offset, in: Self.name)
    self.offset = offset
  }

  /// Protocol version, 0.
  public var version: UInt32 { base >> 30 }
  /// Whether it is for operation and maintenance.
  public var isMaintenance: Bool { base & 0x2000_0000 != 0 }
  /// Service functions left to visit.
  public var timeToLive: UInt32 { base >> 22 & 0x3f }
  /// Words of four bytes with the context headers.
  public var wordCount: Int { Int(base >> 16 & 0x3f) }
  /// 1 four words of context, 2 TLVs.
  public var metadataType: UInt32 { base >> 8 & 0x0f }
  /// Protocol of the payload.
  public var nextProtocol: UInt8 { UInt8(truncatingIfNeeded: base) }

  /// The service path of the packet.
  public func path(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint24(at: offset + 4, in: Self.name)
  }

  /// The service index: the packet's position on the path.
  public func index(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: offset + 7, in: Self.name)
  }
}

/// Metadata of variable length in a Network Service Header (RFC 8300, section 2.5.1).
public struct NetworkServiceMetadata: Hashable, Sendable {
  /// The class of the metadata: the organization that defines its types.
  public let metadataClass: UInt16
  /// Type within the class.
  public let type: UInt8
  /// The bytes of the value.
  public let value: Range<Int>

  /// Words of four bytes that the value has with its padding.
  public var wordCount: Int { (value.count + 3) / 4 }

  /// The metadata at `offset`, of which class, type and length were captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    try bytes.require(4, at: offset, in: NetworkServiceHeader.name)
    metadataClass = bytes.uint16(at: offset)
    type = bytes[offset + 2]
    value = (offset + 4)..<(offset + 4 + Int(bytes[offset + 3] & 0x7f))
  }
}
