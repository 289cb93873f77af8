public import InternetTypes

/// A packet of the Hot Standby Router Protocol (RFC 2281, section 5.1), field by field.
public struct HSRPHeader: Hashable, Sendable {
  /// The protocol as tcpdump names it if a packet is cut.
  public static var name: String { "hsrp" }

  /// The offset where the packet begins.
  public let offset: Int

  /// The packet at `offset`; no field is read yet.
  public init(at offset: Int) { self.offset = offset }

  /// A field of one byte.
  public enum Field: Int, Sendable {
    case version, operation, state, helloTime, holdTime, priority, group, reserved
  }

  /// The value of a field.
  public func value(_ field: Field, _ bytes: Span<UInt8>) throws(EarlyEnd) -> UInt8 {
    try bytes.byte(at: offset + field.rawValue, in: Self.name)
  }

  /// The text that routers of a group share.
  public var authentication: Range<Int> { (offset + 8)..<(offset + 16) }

  /// The address of the virtual router.
  public func address(_ bytes: Span<UInt8>) throws(EarlyEnd) -> IPv4Address {
    IPv4Address(rawValue: try bytes.uint32(at: offset + 16, in: Self.name))
  }
}
