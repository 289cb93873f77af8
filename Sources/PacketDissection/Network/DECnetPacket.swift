/// The address of a DECnet node: an area and a node in it.
public struct DECnetAddress: RawRepresentable, Hashable, Sendable {
  /// Six bits of area, ten of node.
  public let rawValue: UInt16

  /// The address with this number.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The area.
  public var area: UInt16 { rawValue >> 10 }
  /// The node.
  public var node: UInt16 { rawValue & 0x3ff }
}

/// A packet of DECnet Phase IV (routing layer, version 2.0.0), with its length of two bytes.
public struct DECnetPacket: ~Escapable {
  /// Bytes of a short header.
  public static var shortByteCount: Int { 6 }
  /// Bytes of a long header.
  public static var longByteCount: Int { 21 }

  /// The packet from its length on.
  public let fields: Fields

  /// A view of the packet that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// Bytes of the packet, as it states them.
  public var length: Int { get throws(EarlyEnd) { Int(try fields.uint16LittleEndian(at: 0)) } }

  /// Bytes of padding before the flags; nil if there are none.
  public var padding: Int? {
    get throws(EarlyEnd) {
      let flags = try fields.byte(at: 2)
      return flags & 0x80 != 0 ? Int(flags & 0x7f) : nil
    }
  }

  /// The message after `padding` bytes, of which `length` bytes are left.
  @_lifetime(copy self)
  public func message(behind padding: Int, length: Int) -> DECnetMessage {
    DECnetMessage(
      Fields(fields.bytes, from: 2 + padding, length: length - padding, in: fields.name))
  }
}

/// A routing layer message of DECnet from its flags on.
public struct DECnetMessage: ~Escapable {
  /// The message's bytes.
  public let fields: Fields

  @_lifetime(copy fields)
  init(_ fields: Fields) { self.fields = fields }

  /// The flags: bit 0 marks a control message; otherwise bits 0 to 2 are the header's format.
  public var flags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }

  /// The node address at `offset`, two bytes.
  public func address(at offset: Int) throws(EarlyEnd) -> DECnetAddress {
    DECnetAddress(rawValue: try fields.uint16LittleEndian(at: offset))
  }

  /// The 16-bit number at `offset`.
  public func number(at offset: Int) throws(EarlyEnd) -> UInt16 {
    try fields.uint16LittleEndian(at: offset)
  }

  /// The route at `offset` of a routing message.
  public func route(at offset: Int) throws(EarlyEnd) -> DECnetRoute {
    try fields.require(6, at: offset)
    return DECnetRoute(
      count: try number(at: offset), first: try number(at: offset + 2),
      metric: try number(at: offset + 4))
  }
}

/// A route in a DECnet routing message: cost and hops of several nodes or areas.
public struct DECnetRoute: Hashable, Sendable {
  /// The number of nodes or areas.
  public let count: UInt16
  /// The first of them.
  public let first: UInt16
  /// The 16 bits that hold cost and hops.
  public let metric: UInt16

  /// The cost.
  public var cost: UInt16 { metric & 0x1ff }
  /// The hops.
  public var hops: UInt16 { metric >> 10 & 0x1f }
}

/// A message of DECnet's network services protocol (NSP 4.0.0).
public struct DECnetSegment: ~Escapable {
  /// The message's bytes.
  public let fields: Fields

  /// The message after a routing header of `count` bytes.
  @_lifetime(copy message)
  public init(_ message: DECnetMessage, behind count: Int) {
    fields = message.fields.dropping(count)
  }

  /// Type and subtype.
  public var flags: UInt8 { get throws(EarlyEnd) { try fields.byte(at: 0) } }
  /// The logical link number at the receiver.
  public var destination: UInt16 { get throws(EarlyEnd) { try fields.uint16LittleEndian(at: 1) } }
  /// The logical link number at the sender.
  public var source: UInt16 { get throws(EarlyEnd) { try fields.uint16LittleEndian(at: 3) } }

  /// The acknowledgment or segment number at `index` after the link numbers.
  public func sequence(_ index: Int) throws(EarlyEnd) -> UInt16 {
    try fields.uint16LittleEndian(at: 5 + index * 2)
  }
}
