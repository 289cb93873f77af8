/// The header of multilink frame relay: of a bundle (FRF.16) or of a circuit (FRF.15).
///
///     +---+---+---+---------------+---+---------------------+
///     | B | E | C |  seq. (high)  | 1 |  Sequence (low 8)   |
///     +---+---+---+---------------+---+---------------------+
public struct MultilinkFrameRelay: ~Escapable {
  /// Size of the header of a fragment in bytes.
  public static let byteCount = 2

  /// The flags B, E and C.
  public static let flagMask: UInt8 = 0xe0

  /// The frame's bytes.
  public let fields: Fields

  /// A view of the frame that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The flags: 0x80 a packet begins, 0x40 it ends, 0x20 control.
  public var flags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) & Self.flagMask } }

  /// The sequence number of a fragment, 12 bits.
  public var sequence: UInt16 {
    get throws(EarlyEnd) {
      UInt16(try fields.byte(at: 0) & 0x1e) << 7 | UInt16(try fields.byte(at: 1))
    }
  }

  /// Whether the frame is fragmented between interfaces, not end to end (FRF.15).
  public var isInterfaceFragment: Bool {
    get throws(EarlyEnd) { try fields.byte(at: 0) & 1 != 0 }
  }

  /// Whether this is a control message of a bundle (FRF.16), with a type and elements.
  public var isControl: Bool {
    get throws(EarlyEnd) {
      let second = try fields.byte(at: 1)
      return try flags == Self.flagMask && second == 0
    }
  }

  /// The type of a control message.
  public var controlType: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }
}
