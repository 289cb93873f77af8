public import InternetTypes

/// A PIM version 1 message inside IGMP (draft-ietf-idmr-pim-spec), read field by field.
public struct PIMv1Message: ~Escapable {
  let fields: Fields

  /// A view of the message whose IGMP header these bytes begin with.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// The kind of message.
  public var code: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 1) } }

  /// The version, which should be 1.
  public var version: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 4) >> 4 } }

  /// The mode of a query: 0 dense, 1 sparse, 2 both; nil if it was not captured.
  public var mode: UInt8? { fields.has(1, at: 8) ? fields.bytes[8] >> 4 : nil }

  /// How long a query is valid, in seconds.
  public var queryHoldTime: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 10) } }

  /// Source of the packet that a register message carries.
  public var registeredSource: IPv4Address {
    get throws(EarlyEnd) {
      try fields.require(20, at: 8)
      return try fields.ipv4Address(at: 20)
    }
  }

  /// Destination of the packet that a register message carries.
  public var registeredGroup: IPv4Address {
    get throws(EarlyEnd) { try fields.ipv4Address(at: 24) }
  }

  /// The first address of a body: a group, except in register messages.
  public var group: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 8) } }

  /// The second address of a body: the group's mask; the source in a register-stop message.
  public var mask: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 12) } }

  /// The third address of a body: the rendezvous point, or the source of an assert message.
  public var source: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 16) } }

  /// How long a rendezvous point is reachable, in seconds.
  public var rendezvousHoldTime: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 22) } }

  /// The preference of an assert message, with the bit of the shared tree.
  public var preference: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 20) } }

  /// The metric of an assert message.
  public var metric: UInt32 { get throws(EarlyEnd) { try fields.uint32(at: 24) } }

  /// Whether the message has room for joins and prunes.
  public var hasJoins: Bool { fields.length >= 8 }

  /// Joins and prunes.
  public var joins: PIMv1Joins {
    @_lifetime(copy self) get { PIMv1Joins(fields: fields.dropping(8)) }
  }
}

/// The joins and prunes of a PIM version 1 message.
public struct PIMv1Joins: ~Escapable {
  let fields: Fields

  /// The router upstream.
  public var upstreamNeighbor: IPv4Address {
    get throws(EarlyEnd) { try fields.ipv4Address(at: 0) }
  }

  /// How long it holds, in seconds.
  public var holdTime: UInt16 { get throws(EarlyEnd) { try fields.uint16(at: 6) } }

  /// Whether there is one group with one source, all of it captured.
  public var isSingle: Bool {
    fields.has(30) && fields.bytes[11] == 1
      && Int(fields.bytes.uint16(at: 20)) + Int(fields.bytes.uint16(at: 22)) == 1
  }

  /// The only group's address, where `isSingle`.
  public var singleGroup: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 12) } }

  /// The only group's mask, where `isSingle`.
  public var singleMask: IPv4Address { get throws(EarlyEnd) { try fields.ipv4Address(at: 16) } }

  /// Whether the only source is joined, where `isSingle`.
  public var isSingleJoin: Bool { get throws(EarlyEnd) { try fields.uint16(at: 20) != 0 } }

  /// The only source, where `isSingle`.
  public var singleSource: PIMv1Source { get throws(EarlyEnd) { try PIMv1Source(fields, at: 24) } }

  /// The groups with their sources.
  public var groups: PIMv1Groups {
    @_lifetime(copy self) get throws(EarlyEnd) {
      try fields.require(4, at: 8)
      return PIMv1Groups(rest: fields.dropping(12), groupCount: try fields.byte(at: 11))
    }
  }
}

/// A source that a PIM version 1 router joins or prunes.
public struct PIMv1Source: Hashable, Sendable {
  /// Whether the source sends in sparse mode.
  public let isSparse: Bool
  /// Wildcard bit and bit of the rendezvous point's tree, 0x80 and 0x40, and the length of the mask.
  public let flagsAndMaskLength: UInt8
  /// The source's address.
  public let address: IPv4Address

  /// Reads a source of six bytes.
  init(_ fields: borrowing Fields, at offset: Int) throws(EarlyEnd) {
    try fields.require(6, at: offset)
    isSparse = try fields.byte(at: offset) & 1 != 0
    flagsAndMaskLength = try fields.byte(at: offset + 1)
    address = try fields.ipv4Address(at: offset + 2)
  }
}

/// Walks the groups and sources of a PIM version 1 join, prune or graft message.
public struct PIMv1Groups: ~Escapable {
  /// The result of reading the next element.
  public enum Step: Hashable, Sendable {
    case group(IPv4Address)
    case mask(IPv4Address)
    case counts(joined: UInt16, pruned: UInt16)
    case joined(PIMv1Source)
    case pruned(PIMv1Source)
  }

  private var rest: Fields
  private var groupCount: UInt8
  private var joined = 0
  private var pruned = 0
  private var partsOfGroup = 0

  @_lifetime(copy rest)
  init(rest: Fields, groupCount: UInt8) {
    self.rest = rest
    self.groupCount = groupCount
  }

  /// The next group, part of it, or source; nil after the last.
  public mutating func next() throws(EarlyEnd) -> Step? {
    if joined > 0 {
      joined -= 1
      return .joined(try source())
    }
    if pruned > 0 {
      pruned -= 1
      return .pruned(try source())
    }
    switch partsOfGroup {
    case 0:
      guard groupCount > 0 else { return nil }
      groupCount -= 1
      partsOfGroup = 1
      return .group(try rest.ipv4Address(at: 0))
    case 1:
      partsOfGroup = 2
      return .mask(try rest.ipv4Address(at: 4))
    default:
      partsOfGroup = 0
      joined = Int(try rest.uint16(at: 8))
      pruned = Int(try rest.uint16(at: 10))
      rest = rest.dropping(12)
      return .counts(joined: UInt16(joined), pruned: UInt16(pruned))
    }
  }

  private mutating func source() throws(EarlyEnd) -> PIMv1Source {
    let source = try PIMv1Source(rest, at: 0)
    rest = rest.dropping(6)
    return source
  }
}
