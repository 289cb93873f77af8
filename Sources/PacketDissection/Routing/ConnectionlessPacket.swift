/// A packet of CLNP, the connectionless network protocol of OSI (ISO 8473), read field by field.
///
///     +-------------+-------------+-------------+-------------+-------------+
///     |  NLPID 0x81 | Header len. |   Version   |  Lifetime   | Flags, type |
///     +-------------+-------------+-------------+-------------+-------------+
///     |  Segment length (2)       |  Checksum (2)             |
///     +-------------+-------------+-------------+-------------+
///     |  Length and destination address, length and source address
///     |  Segmentation part (6), options
public struct ConnectionlessPacket: ~Escapable {
  /// Size of the fixed part in bytes.
  public static let fixedByteCount = 9

  /// Size of the segmentation part in bytes.
  public static let segmentationByteCount = 6

  /// The packet's bytes.
  public let fields: Fields

  /// A view of the packet that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The length of the header in bytes.
  public var headerLength: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The version, 1.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }

  /// The remaining lifetime in half seconds.
  public var lifetime: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) } }

  /// The kind of PDU: 1 error report, 28 data, 29 multicast data, 30 and 31 echo request and response.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) & 0x1f } }

  /// The flags: 0x80 segmentation permitted, 0x40 more segments, 0x20 error report requested.
  public var flags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) & 0xe0 } }

  /// The length of header and data of this segment in bytes.
  public var segmentLength: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 5) } }

  /// The checksum of the header as sent; 0 if there is none.
  public var checksum: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 7) } }
}

/// The variable part of a CLNP header, read from its beginning on.
public struct ConnectionlessParts: ~Escapable {
  /// The bytes from the next part on.
  public private(set) var rest: Fields

  /// Bytes of the header that are left.
  public private(set) var left: Int

  /// The parts of a packet whose header has `length` bytes.
  @_lifetime(copy packet)
  public init(of packet: ConnectionlessPacket, headerLength length: Int) {
    rest = packet.fields.dropping(ConnectionlessPacket.fixedByteCount)
    left = length - ConnectionlessPacket.fixedByteCount
  }

  /// The next address after its length; nil if the header ends before it does.
  @_lifetime(copy self)
  public mutating func address() throws(EarlyEnd) -> Fields? {
    guard left >= 1 else { return nil }
    let count = Int(try rest.byte(at: 0))
    guard left - 1 >= count else { return nil }
    try rest.require(count, at: 1)
    let address = rest.part(at: 1, length: count)
    skip(1 + count)
    return address
  }

  /// Continues after `count` bytes.
  public mutating func skip(_ count: Int) {
    rest = rest.dropping(count)
    left -= count
  }
}
