public import InternetTypes

/// A packet of Cisco's NetFlow with records of one form: versions 1, 5 and 6.
///
///     +-------------+-------------+------------------+--------------+------------------+
///     | Version (2) | Records (2) | Milliseconds (4) | Seconds (4)  | Nanoseconds (4)  |
///     +-------------+-------------+------------------+--------------+------------------+
///     | Sequence and reserved (8), not in version 1 |  Records
public struct NetFlowPacket: ~Escapable {
  /// The size of the header in bytes.
  public static func headerByteCount(version: UInt16) -> Int { version == 1 ? 16 : 24 }

  /// The packet's bytes.
  public let fields: Fields

  /// A view of the packet that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The version.
  public var version: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }

  /// Whether the header has a sequence number.
  public var hasSequence: Bool {
    get throws(EarlyEnd) {
      let version = try version
      return version == 5 || version == 6
    }
  }

  /// How many records follow, and in the lower half the upper one of the uptime: tcpdump reads 32 bits for 16.
  public var countAndUptime: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 2) } }

  /// Milliseconds since the exporter started.
  public var uptime: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 4) } }

  /// Seconds since the epoch.
  public var seconds: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 8) } }

  /// The rest of a second.
  public var nanoseconds: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 12) } }

  /// Records that the exporter sent before.
  public var sequence: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 16) } }

  /// The records.
  public var records: Fields {
    @_lifetime(copy self) get throws(EarlyEnd) { fields.dropping(try hasSequence ? 24 : 16) }
  }
}

/// A flow in a packet of NetFlow, read field by field.
public struct NetFlowRecord: ~Escapable {
  /// The size in bytes; tcpdump takes records of version 5 for as long as those of version 6.
  public static func byteCount(version: UInt16) -> Int { version == 1 ? 48 : 52 }

  /// The record's bytes.
  public let fields: Fields

  /// A view of the record that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The source address.
  public var source: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 0) } }

  /// The destination address.
  public var destination: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 4) } }

  /// The next router.
  public var nextHop: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 8) } }

  /// Packets of the flow.
  public var packets: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 16) } }

  /// Bytes of the flow.
  public var octets: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 20) } }

  /// When the first packet came, in milliseconds of uptime.
  public var start: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 24) } }

  /// When the last packet came, in milliseconds of uptime.
  public var end: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 28) } }

  /// The source port.
  public var sourcePort: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 32) } }

  /// The destination port.
  public var destinationPort: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 34) } }

  /// All TCP flags of the flow; not in version 1.
  public var flags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 37) } }

  /// The transport protocol.
  public var `protocol`: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 38) } }

  /// The type of service.
  public var typeOfService: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 39) } }

  /// All TCP flags of the flow in version 1.
  public var firstVersionFlags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 40) } }

  /// The source's autonomous system, from version 5 on.
  public var sourceSystem: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 40) } }

  /// The destination's autonomous system, from version 5 on.
  public var destinationSystem: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 42) } }

  /// Lengths of the prefixes of source and destination, and the encapsulations in and out of version 6.
  public var masks: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 44) } }
}
