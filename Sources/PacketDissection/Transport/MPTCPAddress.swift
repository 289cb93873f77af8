public import InternetTypes

/// The address that an ADD_ADDR option of multipath TCP announces (RFC 8684, section 3.4.1).
public struct MPTCPAddress: Hashable, Sendable {
  /// The low half of the option's first data byte: the IP version in version 0, the echo flag in version 1.
  public let versionOrEcho: UInt8

  /// The number of the address.
  public let identifier: UInt8

  /// The address itself; its IP version follows from the option's length.
  public let address: IPAddress

  /// The port, if one is announced.
  public let port: UInt16?

  /// The truncated HMAC that version 1 requires.
  public let authentication: UInt64?

  /// Decodes an option's data, or fails if the option cannot have that length.
  init?(decoding data: Span<UInt8>) {
    let addressEnd: Int
    switch data.count {
    case 6, 8, 14, 16: addressEnd = 6
    case 18, 20, 26, 28: addressEnd = 18
    default: return nil
    }
    versionOrEcho = data[0] & 0xf
    identifier = data[1]
    address =
      addressEnd == 6
      ? .v4(IPv4Address(rawValue: data.uint32(at: 2)))
      : .v6(IPv6Address(rawValue: data.uint128(at: 2)))
    let hasPort = (data.count - addressEnd) % 8 == 2
    port = hasPort ? data.uint16(at: addressEnd) : nil
    let authenticationStart = addressEnd + (hasPort ? 2 : 0)
    authentication =
      data.count - authenticationStart == 8 ? data.uint64(at: authenticationStart) : nil
  }
}
