/// A packet of GeoNetworking between vehicles (ETSI TS 102 636-4-1, version 1.1.1): a common header of 36 bytes, which
/// ends with the sender's position, and an extended header that depends on its type.
public struct GeoNetworkingPacket: ~Escapable {
  /// Bytes of the common header.
  public static var headerByteCount: Int { 36 }

  /// The packet's bytes.
  public let fields: Fields

  /// A view of the packet that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) >> 4 } }
  /// The protocol after the headers: 1 BTP-A, 2 BTP-B, 3 IPv6.
  public var nextHeader: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) & 0xf } }
  /// The type of the header.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) >> 4 } }
  /// The subtype of the header.
  public var subtype: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) & 0xf } }
  /// Bytes after all headers.
  public var payloadLength: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 4) } }
  /// The remaining hops.
  public var hopLimit: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 7) } }
  /// The sender's address.
  public var address: UInt64 { get throws(EarlyEnd) { try fields.uint64(at: 8) } }
  /// Its latitude, as sent, in tenths of a microdegree.
  public var latitude: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 20) } }
  /// Its longitude, as sent, in tenths of a microdegree.
  public var longitude: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 24) } }

  /// Bytes of the extended header; nil for a type without a known one.
  public var extendedByteCount: Int? {
    get throws(EarlyEnd) {
      switch (try type, try subtype) {
      case (0, _), (1, _), (5, 0): 0
      case (5, 1): 32
      default: nil
      }
    }
  }

  /// The bytes after an extended header of `count` bytes: ports of four bytes, then a message.
  @_lifetime(copy self)
  public func transport(behind count: Int) -> Fields {
    fields.dropping(Self.headerByteCount + count)
  }
}
