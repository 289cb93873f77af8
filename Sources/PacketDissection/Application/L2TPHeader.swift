/// A header of the Layer Two Tunneling Protocol, version 2 (RFC 2661, section 3.1), field by field.
public struct L2TPHeader: Hashable, Sendable {
  /// The protocol as tcpdump names it if a packet is cut.
  public static var name: String { "l2tp" }

  /// Flags and version as in the header.
  public let flags: UInt16

  /// The offset where the header begins.
  let offset: Int

  /// The header at `offset`, of which the flags were captured.
  public init(_ bytes: Span<UInt8>, at offset: Int) throws(EarlyEnd) {
    flags = try bytes.uint16(at: offset, in: Self.name)
    self.offset = offset
  }

  /// 2, or 1 of L2F.
  public var version: UInt16 { flags & 0x000f }
  /// Whether it is a control message.
  public var isControl: Bool { flags & 0x8000 != 0 }
  /// Whether the length is present.
  public var hasLength: Bool { flags & 0x4000 != 0 }
  /// Whether sequence numbers are present.
  public var hasSequence: Bool { flags & 0x0800 != 0 }
  /// Whether an offset to the payload is present.
  public var hasOffset: Bool { flags & 0x0200 != 0 }
  /// Whether the message is to be sent first.
  public var hasPriority: Bool { flags & 0x0100 != 0 }

  private var tunnelOffset: Int { offset + (hasLength ? 4 : 2) }
  private var sequenceOffset: Int { tunnelOffset + 4 }
  private var padOffset: Int { sequenceOffset + (hasSequence ? 4 : 0) }

  /// Bytes of the message as it states them; nil if it does not.
  public func length(_ bytes: Span<UInt8>) throws(EarlyEnd) -> Int? {
    hasLength ? Int(try bytes.uint16(at: offset + 2, in: Self.name)) : nil
  }

  /// The number of the tunnel at the receiver.
  public func tunnel(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: tunnelOffset, in: Self.name)
  }

  /// The number of the session at the receiver.
  public func session(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: tunnelOffset + 2, in: Self.name)
  }

  /// The number of this message, if it has one.
  public func sent(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: sequenceOffset, in: Self.name)
  }

  /// The number of the message that is expected next, if there is one.
  public func expected(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt16 {
    try bytes.uint16(at: sequenceOffset + 2, in: Self.name)
  }

  /// Bytes of the header with the padding after it; nil if the padding was not captured.
  public func byteCount(_ bytes: Span<UInt8>) throws(EarlyEnd) -> Int? {
    guard hasOffset else { return padOffset - offset }
    let padding = Int(try bytes.uint16(at: padOffset, in: Self.name))
    return bytes.has(padding, at: padOffset + 2) ? padOffset - offset + 2 + padding : nil
  }
}

/// An attribute of a control message (RFC 2661, section 4.1).
public struct L2TPAttribute: Hashable, Sendable {
  /// Whether a receiver that does not know the type ends the tunnel.
  public let isMandatory: Bool
  /// Whether the value is encrypted.
  public let isHidden: Bool
  /// 0 for attributes of the IETF.
  public let vendor: UInt16
  /// Attribute type.
  public let type: UInt16
  /// The bytes of the value.
  public let value: Range<Int>

  /// The attribute at `offset`; nil if it is shorter than its header, ends after `end`, or is cut.
  public init?(_ bytes: Span<UInt8>, at offset: Int, before end: Int) throws(EarlyEnd) {
    let flags = try bytes.uint16(at: offset, in: L2TPHeader.name)
    let length = Int(flags & 0x03ff)
    guard length >= 6, length <= end - offset, bytes.has(length, at: offset) else { return nil }
    isMandatory = flags & 0x8000 != 0
    isHidden = flags & 0x4000 != 0
    vendor = bytes.uint16(at: offset + 2)
    type = bytes.uint16(at: offset + 4)
    value = (offset + 6)..<(offset + length)
  }

  /// The 16-bit number at the `index`th byte of the value; nil after its end.
  public func uint16(at index: Int, _ bytes: Span<UInt8>) -> UInt16? {
    index + 2 <= value.count ? bytes.uint16(at: value.lowerBound + index) : nil
  }

  /// The 32-bit number at the `index`th byte of the value; nil after its end.
  public func uint32(at index: Int, _ bytes: Span<UInt8>) -> UInt32? {
    index + 4 <= value.count ? bytes.uint32(at: value.lowerBound + index) : nil
  }

  /// The bytes of the value from its `index`th on.
  public func rest(from index: Int) -> Range<Int> {
    min(value.lowerBound + index, value.upperBound)..<value.upperBound
  }
}
