/// A message between a control element and a forwarding element of a router (ForCES, RFC 5810, section 6.1).
///
///     +-------+-------+---------------+-------------------------------+
///     |version| rsvd  | Message Type  |      Length, 4-byte words     |
///     +-------+-------+---------------+-------------------------------+
///     |                          Source ID                            |
///     |                        Destination ID                         |
///     |                 Correlator, eight bytes                       |
///     |                            Flags                              |
///     +---------------------------------------------------------------+
public struct ForCESMessage: ~Escapable {
  /// Bytes of the header.
  public static var headerByteCount: Int { 24 }

  /// The message's bytes.
  public let fields: Fields

  /// A view of the message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version, 1.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) >> 4 } }
  /// The message type.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }
  /// Bytes of the message as it states them.
  public var length: Int { get throws(EarlyEnd) { Int(try fields.uint16(at: 2)) * 4 } }
  /// The identifier of the sending element.
  public var source: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 4) } }
  /// The identifier of the receiving element.
  public var destination: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 8) } }
  /// The correlator: the same in a request and its response.
  public var correlator: UInt64 { get throws(EarlyEnd) { try fields.uint64(at: 12) } }
  /// Acknowledgment, priority, execution mode, transaction.
  public var flags: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 20) } }
}
