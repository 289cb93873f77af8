public import InternetTypes

/// A message between Realtek switches and their controllers: remote control (RRCP), echo or loop detection.
///
/// RRCP (protocol 1) has an operation and a key, then mostly a register, its value and two cookies, but in a reply to a
/// hello two ports, an address, chip and vendor. Register numbers are little-endian.
public struct RealtekMessage: ~Escapable {
  /// The message's bytes.
  public let fields: Fields

  /// A view of the message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The protocol: 1 RRCP, 2 echo, 3 or 0x23 loop detection, others tags for switches.
  public var kind: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }
  /// Whether it is a switch's reply.
  public var isReply: Bool { get throws(EarlyEnd) { try fields.byte(at: 1) & 0x80 != 0 } }
  /// The operation: 0 hello, 1 get, 2 set.
  public var operation: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) & 0x7f } }
  /// The key that authorizes a request.
  public var key: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }
  /// The register number.
  public var register: UInt16 { get throws(EarlyEnd) { try fields.uint16LittleEndian(at: 4) } }
  /// The register's value.
  public var value: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 6).byteSwapped } }
  /// The port away from the controller.
  public var downlinkPort: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) } }
  /// The port towards the controller.
  public var uplinkPort: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 5) } }
  /// The switch after the uplink port.
  public var uplinkAddress: MACAddress { get throws(EarlyEnd) { try fields.macAddress(at: 6) } }
  /// The chip.
  public var chip: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 12) } }
  /// The vendor.
  public var vendor: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 14) } }
  /// The first cookie.
  public var firstCookie: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 10) } }
  /// The second cookie.
  public var secondCookie: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 14) } }
}
