/// A header of Overlay Transport Virtualization (draft-hasmit-otv-04, section 3): flags, overlay and instance.
public struct OverlayTransportHeader: Hashable, Sendable {
  /// The protocol as tcpdump names it if a header is cut.
  public static var name: String { "otv" }

  /// Header size in bytes.
  public static var byteCount: Int { 8 }

  let offset: Int

  /// The header at `offset`; no field is read yet.
  public init(at offset: Int) { self.offset = offset }

  /// 0x08 says that the instance is valid.
  public func flags(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: offset, in: Self.name)
  }

  /// The overlay.
  public func overlay(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint24(at: offset + 1, in: Self.name)
  }

  /// The instance (a VLAN).
  public func instance(_ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt32 {
    try bytes.uint24(at: offset + 4, in: Self.name)
  }

  /// Throws unless the last byte was captured.
  public func requireEnd(_ bytes: Span<UInt8>) throws(EarlyEnd) {
    try bytes.require(1, at: offset + 7, in: Self.name)
  }
}
