/// An IPv4 address; its number is big-endian, so that 192.0.2.1 is 0xc0000201.
public struct IPv4Address: RawRepresentable, Hashable, Sendable {
  /// The address as a number.
  public let rawValue: UInt32

  /// The address with this number.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// An IPv6 address; its number is big-endian, so that ::1 is 1.
public struct IPv6Address: RawRepresentable, Hashable, Sendable {
  /// The address as a number.
  public let rawValue: UInt128

  /// The address with this number.
  @inlinable
  public init(rawValue: UInt128) { self.rawValue = rawValue }
}

/// An address of either IP version.
public enum IPAddress: Hashable, Sendable {
  /// IPv4.
  case v4(IPv4Address)
  /// IPv6.
  case v6(IPv6Address)
}
