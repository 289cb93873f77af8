/// The header of the ZigBee encapsulation protocol (ZEP), which carries frames of IEEE 802.15.4 in UDP.
///
/// Version 1: `EX`, version, channel, device (2), mode, quality, reserved (7), length. Version 2: `EX`, version, type,
/// then channel, device (2), mode, quality, time (8), sequence (4), reserved (10), length; or the sequence alone.
public struct ZigBeeEncapsulation: ~Escapable {
  /// The datagram's bytes.
  public let fields: Fields

  /// A view of the datagram that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The preamble, the letters EX.
  public var preamble: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }

  /// The version, 1 or 2.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }

  /// The type in version 2: 1 data, 2 acknowledgment.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) } }

  /// The size of the header in bytes.
  public var headerByteCount: Int {
    get throws(EarlyEnd) {
      if try version == 1 { return 16 }
      return try type == 2 ? 8 : 32
    }
  }

  /// Where the channel is; the device, the mode and the quality follow it.
  public var channelOffset: Int { get throws(EarlyEnd) { try version == 1 ? 3 : 4 } }

  /// The length of the frame in bytes.
  public var innerLength: UInt8 {
    get throws(EarlyEnd) { try fields.byte(at: try headerByteCount - 1) }
  }
}
