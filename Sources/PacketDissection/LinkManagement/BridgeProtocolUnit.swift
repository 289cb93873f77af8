public import InternetTypes

/// A bridge's identifier: its priority and its hardware address.
public struct BridgeIdentifier: Hashable, Sendable {
  /// Priority, and for an instance of MSTP the instance's number in its low 12 bits.
  public let priority: UInt16

  /// The bridge's address.
  public let address: MACAddress

  init(_ fields: borrowing Fields, at offset: Int) throws(EarlyEnd) {
    priority = try fields.uint16(at: offset)
    address = try fields.macAddress(at: offset + 2)
  }
}

/// A BPDU of STP, RSTP, MSTP or SPB (IEEE 802.1Q, clause 14), read field by field.
public struct BridgeProtocolUnit: ~Escapable {
  /// Size of a configuration BPDU in bytes, without the length of version 1.
  public static let configurationByteCount = 35

  /// Size of an MSTP BPDU without instances, in bytes.
  public static let multipleByteCount = 102

  /// The BPDU's bytes.
  public let fields: Fields

  /// A view of the BPDU that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The protocol: 0 is spanning tree.
  public var protocolIdentifier: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }

  /// 0 STP, 2 RSTP, 3 MSTP, 4 SPB.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 2) } }

  /// 0 configuration, 2 RSTP and MSTP, 0x80 topology change notification.
  public var type: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 3) } }

  /// Topology change, proposal, port role, learning, forwarding, agreement, acknowledgment.
  public var flags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) } }

  /// The root bridge; in MSTP that of the common tree.
  public var root: BridgeIdentifier {
    get throws(EarlyEnd) { try BridgeIdentifier(fields, at: 5) }
  }

  /// Cost of the path to the root.
  public var rootPathCost: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 13) } }

  /// The sending bridge; in MSTP the regional root.
  public var bridge: BridgeIdentifier {
    get throws(EarlyEnd) { try BridgeIdentifier(fields, at: 17) }
  }

  /// Priority and number of the port.
  public var port: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 25) } }

  /// Age of the message in 1/256 seconds.
  public var messageAge: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 27) } }

  /// Age at which a message is dropped, in 1/256 seconds.
  public var maximumAge: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 29) } }

  /// Time between messages, in 1/256 seconds.
  public var helloTime: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 31) } }

  /// Time in the listening and learning states, in 1/256 seconds.
  public var forwardDelay: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 33) } }

  /// Bytes of the part of version 1: 0.
  public var version1Length: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 35) } }

  /// Bytes of the part of version 3.
  public var version3Length: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 36) } }

  /// Name of the MST region, filled up with zeros.
  public var regionName: Fields {
    @_lifetime(copy self) get { fields.part(at: 39, length: 32) }
  }

  /// Revision of the region's configuration.
  public var regionRevision: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 71) } }

  /// Word `index` of the digest of the region's configuration, 0 to 3.
  public func regionDigest(_ index: Int) throws(EarlyEnd) -> UInt32 {
    try fields.uint32(at: 73 + index * 4)
  }

  /// Cost of the path to the regional root.
  public var internalPathCost: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 89) } }

  /// The sending bridge of an MSTP BPDU.
  public var regionBridge: BridgeIdentifier {
    get throws(EarlyEnd) { try BridgeIdentifier(fields, at: 93) }
  }

  /// Hops that are left in the region.
  public var remainingHops: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 101) } }

  /// The instances of an MSTP BPDU.
  public var instances: SpanningTreeInstances {
    @_lifetime(copy self) get throws(EarlyEnd) {
      SpanningTreeInstances(fields.dropping(102), length: Int(try version3Length) - 64)
    }
  }

  /// The part of version 4, after the instances.
  public var shortestPath: ShortestPathBridging {
    @_lifetime(copy self) get throws(EarlyEnd) {
      ShortestPathBridging(fields.dropping(38 + Int(try version3Length)))
    }
  }
}

/// The fields of one instance in an MSTP BPDU.
public struct SpanningTreeInstance: ~Escapable {
  let fields: Fields

  /// Flags and port role as in the BPDU itself.
  public var flags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// The instance's number, 1 to 4094.
  public var number: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 1) & 0xfff } }

  /// The instance's regional root.
  public var root: BridgeIdentifier {
    get throws(EarlyEnd) { try BridgeIdentifier(fields, at: 1) }
  }

  /// Cost of the path to that root.
  public var pathCost: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 9) } }

  /// The bridge's priority, in its high four bits.
  public var bridgePriority: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 13) >> 4 } }

  /// The port's priority, in its high four bits.
  public var portPriority: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 14) >> 4 } }

  /// Hops that are left.
  public var remainingHops: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 15) } }
}

/// Walks the instances of an MSTP BPDU, 16 bytes each.
public struct SpanningTreeInstances: ~Escapable {
  private var rest: Fields
  private var length: Int

  @_lifetime(copy rest)
  init(_ rest: Fields, length: Int) {
    self.rest = rest
    self.length = length
  }

  /// The next instance; nil after the last.
  @_lifetime(copy self)
  public mutating func next() -> SpanningTreeInstance? {
    guard length >= 16 else { return nil }
    let instance = SpanningTreeInstance(fields: rest)
    rest = rest.dropping(16)
    length -= 16
    return instance
  }
}

/// The part of version 4 of a BPDU (IEEE 802.1aq).
public struct ShortestPathBridging: ~Escapable {
  /// The least size in bytes, with its length field.
  public static let minimumByteCount = 53

  let fields: Fields

  @_lifetime(copy fields)
  init(_ fields: Fields) { self.fields = fields }

  /// Bytes after this field.
  public var length: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 0) } }

  /// Name of the auxiliary configuration, filled up with zeros.
  public var name: Fields {
    @_lifetime(copy self) get { fields.part(at: 3, length: 32) }
  }

  /// Revision of the auxiliary configuration.
  public var revision: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 35) } }

  /// Word `index` of the digest of the auxiliary configuration, 0 to 3.
  public func digest(_ index: Int) throws(EarlyEnd) -> UInt32 {
    try fields.uint32(at: 37 + index * 4)
  }

  /// Agreement number, discarded agreement number, flags: 2, 2, 1 and 1 bit.
  public var agreement: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 53) } }

  /// Format of the agreement digest, in the high four bits, and its capabilities.
  public var format: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 55) } }

  /// Convention of the agreement digest, in the high four bits, and its capabilities.
  public var convention: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 56) } }

  /// Edges of the topology.
  public var edgeCount: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 57) } }

  /// Word `index` of the agreement digest, 0 to 4.
  public func agreementDigest(_ index: Int) throws(EarlyEnd) -> UInt32 {
    try fields.uint32(at: 67 + index * 4)
  }
}
