/// A message of Cisco's Auto-RP, which announces rendezvous points of PIM, read field by field.
///
///     +-----------------+------------------+---------------+---------------+
///     | Version, type   |  RPs             |  Holdtime (2) |  Reserved (4) |
///     +-----------------+------------------+---------------+---------------+
///     | Each: address (4), PIM version, count, and as many: flags, prefix length, group (4)
public struct AutoRPMessage: ~Escapable {
  /// Size of the header in bytes.
  public static let headerByteCount = 8

  /// Size of a group range in bytes.
  public static let groupByteCount = 6

  /// The message's bytes.
  public let fields: Fields

  /// A view of the message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// Version and type: 0x11 announcement of a candidate, 0x12 mapping.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// How many rendezvous points follow.
  public var count: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// Seconds that the message is valid for; 0 for ever.
  public var holdTime: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }
}
