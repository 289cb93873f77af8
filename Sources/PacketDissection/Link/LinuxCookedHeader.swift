public import InternetTypes

/// The pseudo-header of a Linux cooked capture (libpcap's LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2).
///
///     version 1                             version 2
///     +----------------------------+        +----------------------------+
///     | Packet type                |  0     | Protocol                   |  0
///     | Hardware type              |  2     | Reserved                   |  2
///     | Address length             |  4     | Interface index (4 bytes)  |  4
///     | Address (8 bytes)          |  6     | Hardware type              |  8
///     | Protocol                   | 14     | Packet type (1 byte)       | 10
///     +----------------------------+        | Address length (1 byte)    | 11
///                                           | Address (8 bytes)          | 12
///                                           +----------------------------+
public struct LinuxCookedHeader: Hashable, Sendable {
  /// A protocol number of Linux that is no EtherType: Novell's 802.3 frames without LLC.
  public static let novellRaw = EtherType(rawValue: 0x0001)

  /// A protocol number of Linux that is no EtherType: an LLC header follows.
  public static let logicalLink = EtherType(rawValue: 0x0004)

  /// The hardware type of IEEE 802.11 with a radiotap header.
  public static let radiotap: UInt16 = 803

  /// The packet type: 0 to this host, 1 broadcast, 2 multicast, 3 to another host, 4 sent by this host.
  public let packetType: UInt16

  /// The interface's ARPHRD number.
  public let hardwareType: UInt16

  /// Bytes of `address` that are in use.
  public let addressLength: UInt16

  /// The sender's hardware address, first byte on the wire most significant, filled up to eight bytes.
  public let address: UInt64

  /// An EtherType, or one of Linux's own numbers below 1501.
  public let `protocol`: EtherType

  /// The index of the interface on the host that captured; nil in version 1.
  public let interfaceIndex: UInt32?

  /// Size of the header in bytes.
  public var byteCount: Int { interfaceIndex == nil ? 16 : 20 }

  /// The sender's hardware address if it has six bytes.
  public var hardwareAddress: MACAddress? {
    addressLength == 6 ? MACAddress(rawValue: address >> 16) : nil
  }

  /// Decodes the first 16 bytes of `frame`.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  public init(decodingVersion1 frame: Span<UInt8>) throws(DecodeError) {
    try frame.require(16, for: .linuxCooked)
    packetType = frame.uint16(at: 0)
    hardwareType = frame.uint16(at: 2)
    addressLength = frame.uint16(at: 4)
    address = frame.uint64(at: 6)
    `protocol` = EtherType(rawValue: frame.uint16(at: 14))
    interfaceIndex = nil
  }

  /// Decodes the first 20 bytes of `frame`.
  ///
  /// - Throws: `DecodeError.truncated` when fewer were captured.
  public init(decodingVersion2 frame: Span<UInt8>) throws(DecodeError) {
    try frame.require(20, for: .linuxCooked2)
    `protocol` = EtherType(rawValue: frame.uint16(at: 0))
    interfaceIndex = frame.uint32(at: 4)
    hardwareType = frame.uint16(at: 8)
    packetType = UInt16(frame[10])
    addressLength = UInt16(frame[11])
    address = frame.uint64(at: 12)
  }
}

extension Packet {
  /// Decodes the payload of a cooked header.
  mutating func decodeLinuxCooked(
    _ frame: Span<UInt8>, _ header: LinuxCookedHeader
  ) throws(DecodeError) {
    link = .linuxCooked(header)
    networkOffset = header.byteCount
    networkLength = wireLength - header.byteCount
    if header.hardwareType == LinuxCookedHeader.radiotap { return }
    var type = header.protocol
    if type == .vlan {
      type = try decodeTags(frame, outermost: type, stacked: false)
      if type.rawValue <= EtherType.maximumLength { type = LinuxCookedHeader.logicalLink }
    }
    if type == LinuxCookedHeader.logicalLink {
      try decodeLogicalLink(frame)
    } else if type.rawValue > EtherType.maximumLength {
      etherType = type
      try decodeNetworkLayer(frame)
    }
  }
}
