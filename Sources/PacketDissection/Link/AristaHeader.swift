/// The header of a frame that an Arista switch copies: when the frame arrived (EtherType 0xd28b).
///
///     +-------------------------------+---------------+-------+-------+
///     |            subtype            |   timescale   | form  | chip  |
///     +-------------------------------+---------------+-------+-------+
///     |   seconds, 32 or 16 bits, then 32 bits of nanoseconds         |
public struct AristaHeader: ~Escapable {
  /// The header's bytes and what follows.
  public let fields: Fields

  /// A view of the header that these bytes begin with.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The subtype: 1 for a timestamp.
  public var subtype: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }
  /// The timescale: 0 for TAI, 1 for UTC.
  public var timescale: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }
  /// The size of the timestamp: 1 for 64 bits, 2 for 48.
  public var form: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) >> 4 } }
  /// The hardware series of the switch.
  public var hardware: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) & 0xf } }

  /// The seconds of a timestamp.
  public var seconds: UInt32 {
    get throws(EarlyEnd) {
      if try form == 1 { return try fields.uint32(at: 4) }
      return UInt32(try fields.uint16(at: 4))
    }
  }

  /// The nanoseconds, which may be more than a second.
  public var nanoseconds: UInt32 {
    get throws(EarlyEnd) { try fields.uint32(at: try form == 1 ? 8 : 6) }
  }

  /// Bytes of the header; nil for an unknown subtype or form.
  public var byteCount: Int? {
    get throws(EarlyEnd) {
      guard try subtype == 1 else { return nil }
      switch try form {
      case 1: return 12
      case 2: return 10
      default: return nil
      }
    }
  }
}
