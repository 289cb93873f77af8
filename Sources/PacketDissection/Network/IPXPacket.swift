public import InternetTypes

/// A packet of Novell's IPX, read field by field.
///
///     +---------------+---------------+---------------+---------------+
///     | Checksum (2)  |  Length (2)   | Transport ctl |  Packet type  |
///     +---------------+---------------+---------------+---------------+
///     | Destination: network (4), node (6), socket (2); then source   |
public struct IPXPacket: ~Escapable {
  /// Size of the header in bytes.
  public static let headerByteCount = 30

  /// The packet's bytes.
  public let fields: Fields

  /// A view of the IPX packet that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// Header and data in bytes.
  public var length: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The destination address.
  public var destination: IPXAddress { get throws(EarlyEnd) { try IPXAddress(fields, at: 6) } }

  /// The source address.
  public var source: IPXAddress { get throws(EarlyEnd) { try IPXAddress(fields, at: 18) } }

  /// The data, of `length` bytes less the header's.
  public var data: IPXData {
    @_lifetime(copy self) get throws(EarlyEnd) {
      IPXData(
        fields: fields.part(
          at: Self.headerByteCount, length: Int(try length) - Self.headerByteCount))
    }
  }
}

/// An address of IPX.
public struct IPXAddress: Hashable, Sendable {
  /// The network.
  public let network: UInt32
  /// The host's hardware address.
  public let node: MACAddress
  /// The socket.
  public let socket: UInt16

  init(_ fields: borrowing Fields, at offset: Int) throws(EarlyEnd) {
    network = try fields.uint32(at: offset)
    node = try fields.macAddress(at: offset + 4)
    socket = try fields.uint16(at: offset + 10)
  }
}

/// The payload of an IPX packet: a message of the service advertising or routing protocol, or another.
public struct IPXData: ~Escapable {
  /// The data's bytes.
  public let fields: Fields

  /// The operation of a service advertising or routing message.
  public var operation: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }

  /// The kind of service that is requested.
  public var requestedService: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// Services that a message of service advertising states, as many as it has room for, at most 8.
  public var serviceCount: Int { max(0, min(8, (fields.length - 2 + 63) / 64)) }

  /// The kind of service number `index`.
  public func serviceType(_ index: Int) throws(EarlyEnd) -> UInt16 {
    try fields.uint16(at: 2 + index * 64)
  }

  /// The name of service number `index`: 48 bytes, filled up with zeros.
  @_lifetime(copy self)
  public func serviceName(_ index: Int) -> Fields { fields.part(at: 4 + index * 64, length: 48) }

  /// The network of service number `index`.
  public func serviceNetwork(_ index: Int) throws(EarlyEnd) -> UInt32 {
    try fields.uint32(at: 52 + index * 64)
  }

  /// The node of service number `index`.
  public func serviceNode(_ index: Int) throws(EarlyEnd) -> MACAddress {
    try fields.macAddress(at: 56 + index * 64)
  }

  /// Routes of a routing message, as many as it has room for, at most 15.
  public var routeCount: Int { max(0, min(15, (fields.length - 2) / 8)) }

  /// Network, hops and ticks of route number `index`.
  public func route(
    _ index: Int
  ) throws(EarlyEnd) -> (network: UInt32, hops: UInt16, ticks: UInt16) {
    let offset = 2 + index * 8
    return (
      try fields.uint32(at: offset), try fields.uint16(at: offset + 4),
      try fields.uint16(at: offset + 6)
    )
  }
}
