/// A cell of operation and maintenance on ATM (ITU-T I.610), read field by field.
///
///     +----------------------------------+---------------------------+-----------------+
///     |  VPI, VCI, payload type, CLP (4) |  Header checksum, perhaps |  Type, function |
///     +----------------------------------+---------------------------+-----------------+
///     |  Fields of the function (45), reserved bits and CRC-10 (2)
public struct MaintenanceCell: ~Escapable {
  /// Bytes that CRC-10 covers, its own included.
  public static let payloadByteCount = 48

  /// The cell's bytes.
  public let fields: Fields

  /// Where the type is.
  private let payload: Int

  /// A view of the cell that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields, hasHeaderChecksum: Bool) {
    self.fields = fields
    payload = hasHeaderChecksum ? 5 : 4
  }

  /// The cell's header; tcpdump reads it after the header checksum's byte.
  public var header: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: payload - 4) } }

  /// The kind of cell: 1 fault management, 2 performance management, 8 activation, 15 system management.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: payload) >> 4 } }

  /// The function; its meaning depends on the kind of cell.
  public var function: UInt8 { get throws(EarlyEnd) { try fields.byte(at: payload) & 0x0f } }

  /// The function's fields.
  public var body: Fields {
    @_lifetime(copy self) get { fields.dropping(payload + 1) }
  }

  /// The CRC-10 as sent.
  public var checksum: UInt16 {
    get throws(EarlyEnd) {
      try fields.require(2, at: payload + 46)
      return try fields.uint16(at: payload + 46) & 0x3ff
    }
  }

  /// Whether the CRC-10 over the payload is right: x^10 + x^9 + x^5 + x^4 + x + 1 divides it.
  public var hasRightChecksum: Bool {
    get throws(EarlyEnd) {
      var rest: UInt16 = 0
      for index in 0..<Self.payloadByteCount {
        let byte = UInt16(try fields.byte(at: payload + index))
        for shift in stride(from: UInt16(7), through: 0, by: -1) {
          let isSet = rest & 0x200 != 0
          rest = (rest << 1 | byte >> shift & 1) & 0x3ff
          if isSet { rest ^= 0x233 }
        }
      }
      return rest == 0
    }
  }
}
