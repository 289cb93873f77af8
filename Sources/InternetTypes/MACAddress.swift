/// A 48-bit IEEE 802 address in the low bits of its number, first byte on the wire most significant.
public struct MACAddress: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt64

  /// The address with this number.
  @inlinable
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}
