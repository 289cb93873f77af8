/// A 48-bit IEEE 802 address in the low bits of its number, first byte on the wire most significant.
public struct MACAddress: RawRepresentable, Hashable, Sendable {
  /// The address as a number of 48 bits.
  public let rawValue: UInt64

  /// The address with this number.
  @inlinable
  public init(rawValue: UInt64) { self.rawValue = rawValue }
}
