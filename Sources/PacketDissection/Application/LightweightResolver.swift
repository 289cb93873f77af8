/// A message of BIND 9's lightweight resolver (lwres), read field by field.
///
///     +---------------+-----------------+-----------------+----------------+
///     |  Length (4)   |  Version (2)    |  Flags (2)      |  Serial (4)    |
///     +---------------+-----------------+-----------------+----------------+
///     |  Operation (4)|  Result (4)     |  Receive len (4)|  Authent. (4)  |
///     +---------------+-----------------+-----------------+----------------+
public struct LightweightResolverMessage: ~Escapable {
  /// Size of the header in bytes.
  public static let headerByteCount = 28

  /// What is asked for, or answered.
  public enum Operation: UInt32, Sendable {
    case none = 0
    case addressesByName = 0x0001_0001
    case nameByAddress = 0x0001_0002
    case recordsByName = 0x0001_0003
  }

  /// The message's bytes.
  public let fields: Fields

  /// A view of the message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The length of the message in bytes, as it states it.
  public var length: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 0) } }

  /// The version, 0.
  public var version: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 4) } }

  /// The flags: 1 for a response.
  public var flags: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 6) } }

  /// Distinguishes the requests of a client.
  public var serial: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 8) } }

  /// The number of the operation.
  public var operation: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 12) } }

  /// The result of a response.
  public var result: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 16) } }

  /// The longest response that the client takes.
  public var receiveLength: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 20) } }

  /// The type of authentication.
  public var authenticationType: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 24) } }

  /// The length of the authentication in bytes.
  public var authenticationLength: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 26) } }

  /// What follows the header.
  public var body: Fields {
    @_lifetime(copy self) get { fields.dropping(Self.headerByteCount) }
  }
}
