public import InternetTypes

/// A message of AODV, ad hoc on-demand distance vector routing (RFC 3561), read field by field.
///
///     +----------+-----------+--------------------+-------------------+
///     |  Type    |  Flags    |  Prefix size       |  Hops, or count   |
///     +----------+-----------+--------------------+-------------------+
///     |  Identifier, addresses of four or 16 bytes, sequence numbers, lifetime
public struct AODVMessage: ~Escapable {
  /// The kind of message, and the order of its fields.
  public enum Kind: Hashable, Sendable {
    case request, reply, error, acknowledgment
  }

  /// The message's bytes.
  public let fields: Fields

  /// Whether IPv6 carries the message.
  private let isOverIPv6: Bool

  /// A view of the message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields, isOverIPv6: Bool) {
    self.fields = fields
    self.isOverIPv6 = isOverIPv6
  }

  /// The type: 1 to 4, and 16 to 19 in the first draft for IPv6.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// The kind of message; nil if the type is unknown.
  public var kind: Kind? {
    get throws(EarlyEnd) {
      switch try type {
      case 1, 16: .request
      case 2, 17: .reply
      case 3, 18: .error
      case 4, 19: .acknowledgment
      default: nil
      }
    }
  }

  /// Whether the message has the form of the first draft for IPv6: sequence numbers before the addresses.
  public var isDraft: Bool { get throws(EarlyEnd) { try type >= 16 } }

  /// Whether the addresses are those of IPv6.
  public var hasIPv6: Bool {
    get throws(EarlyEnd) {
      let isDraft = try isDraft
      return isOverIPv6 || isDraft
    }
  }

  /// The flags.
  public var flags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The length of the prefix that a reply is for; 0 for a host.
  public var prefixSize: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) & 0x1f } }

  /// Hops from the originator; in an error, how many destinations follow.
  public var count: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) } }

  /// The address at `offset`.
  public func address(at offset: Int) throws(EarlyEnd) -> IPAddress {
    try hasIPv6 ? .v6(fields.ipv6Address(at: offset)) : .v4(fields.ipv4Address(at: offset))
  }
}
