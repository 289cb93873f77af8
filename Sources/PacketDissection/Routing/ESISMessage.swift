/// A PDU of ES-IS (ISO 9542), read field by field.
public struct ESISMessage: ~Escapable {
  /// Size of the header that all PDUs have, in bytes.
  public static let headerByteCount = 9

  /// The PDU's bytes.
  public let fields: Fields

  /// A view of the ES-IS PDU that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// Bytes of the PDU, as stated.
  public var length: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The version, 1.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }

  /// The kind of PDU with three reserved bits: 2 end system hello, 4 intermediate system hello, 6 redirect.
  public var typeAndReserved: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) } }

  /// The kind of PDU.
  public var type: UInt8 { get throws(EarlyEnd) { try typeAndReserved & 0x1f } }

  /// Seconds that the PDU is valid for.
  public var holdTime: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 5) } }

  /// The checksum as sent.
  public var checksum: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 7) } }

  /// The bytes after the header; their length is the stated one.
  public var body: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) {
      let rest = fields.dropping(Self.headerByteCount)
      return Fields(rest.bytes, length: Int(try length) - Self.headerByteCount, in: rest.name)
    }
  }
}
