public import InternetTypes

/// A packet of AppleTalk's datagram delivery protocol (DDP) with its long header, read field by field.
///
///     +-------------------------+---------------+---------------------+--------------------+
///     |  Hops and length (2)    |  Checksum (2) |  Destination net (2)|  Source net (2)    |
///     +-------------------------+---------------+---------------------+--------------------+
///     |  Destination node       |  Source node  |  Destination socket |  Source socket     |
///     +-------------------------+---------------+---------------------+--------------------+
///     |  Type                   |
public struct AppleTalkPacket: ~Escapable {
  /// Size of the long header in bytes.
  public static let headerByteCount = 13

  /// The packet's bytes.
  public let fields: Fields

  /// A view of the packet that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The destination.
  public var destination: AppleTalkAddress {
    get throws(EarlyEnd) {
      AppleTalkAddress(
        network: try fields.uint16(at: 4), node: try fields.byte(at: 8),
        socket: try fields.byte(at: 10))
    }
  }

  /// The source.
  public var source: AppleTalkAddress {
    get throws(EarlyEnd) {
      AppleTalkAddress(
        network: try fields.uint16(at: 6), node: try fields.byte(at: 9),
        socket: try fields.byte(at: 11))
    }
  }

  /// The protocol of the data: 2 NBP, 3 ATP, 88 EIGRP.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 12) } }
}

/// An address of AppleTalk.
public struct AppleTalkAddress: Hashable, Sendable {
  /// The network; 0 for the local one.
  public let network: UInt16
  /// The host; 255 for all.
  public let node: UInt8
  /// The socket.
  public let socket: UInt8

  /// The address of these numbers.
  public init(network: UInt16, node: UInt8, socket: UInt8) {
    self.network = network
    self.node = node
    self.socket = socket
  }
}

/// A frame of LocalTalk, or one in UDP (KIP): destination, source and type, one byte each.
public struct LocalTalkFrame: ~Escapable {
  /// Size of the header in bytes.
  public static let headerByteCount = 3

  /// Size of DDP's short header in bytes: length (2), destination and source socket, type.
  public static let shortHeaderByteCount = 5

  /// The frame's bytes.
  public let fields: Fields

  /// A view of the frame that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The destination node.
  public var destination: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// The source node.
  public var source: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The type: 1 DDP with a short header, 2 with a long one.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }

  /// What follows the header.
  public var body: Fields {
    @_lifetime(copy self) get { fields.dropping(Self.headerByteCount) }
  }
}

/// A packet of AppleTalk's address resolution protocol (AARP), read field by field.
public struct AppleTalkARPPacket: ~Escapable {
  /// Size of a packet for Ethernet in bytes.
  public static let byteCount = 28

  /// The packet's bytes.
  public let fields: Fields

  /// A view of the packet that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The hardware's type, 1 for Ethernet.
  public var hardwareType: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }

  /// The protocol, 0x809b for AppleTalk.
  public var protocolType: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 2) } }

  /// The length of a hardware address in bytes.
  public var hardwareLength: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) } }

  /// The length of a protocol address in bytes.
  public var protocolLength: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 5) } }

  /// 1 request, 2 response, 3 probe.
  public var operation: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 6) } }

  /// The sender's hardware address.
  public var senderHardware: MACAddress { get throws(EarlyEnd) { try fields.macAddress(at: 8) } }

  /// The sender's address: a zero byte, network and node.
  public var sender: AppleTalkAddress { get throws(EarlyEnd) { try address(at: 14) } }

  /// The address that is asked for.
  public var target: AppleTalkAddress { get throws(EarlyEnd) { try address(at: 24) } }

  private func address(at offset: Int) throws(EarlyEnd) -> AppleTalkAddress {
    AppleTalkAddress(
      network: try fields.uint16(at: offset + 1), node: try fields.byte(at: offset + 3), socket: 0)
  }
}
