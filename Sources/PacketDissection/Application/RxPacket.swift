/// A packet of Rx, the remote procedure calls of AFS: its header and, of an acknowledgment, what it acknowledges.
///
///     | epoch | connection | call | sequence | serial | type, flags, status, security | spare, service | payload
public struct RxPacket: ~Escapable {
  /// The protocol as a cut packet names it.
  public static var name: String { "rx" }

  /// Bytes of the header.
  public static var headerByteCount: Int { 28 }

  /// The types of packet that this project reads further.
  public enum Kind: UInt8 {
    case data = 1
    case acknowledgment = 2
    case abort = 4
  }

  /// The packet's bytes, all of the header among them.
  public let fields: Fields

  /// A packet; nil if its header was not captured.
  @_lifetime(copy fields)
  public init?(_ fields: Fields) {
    guard fields.has(Self.headerByteCount) else { return nil }
    self.fields = fields
  }

  /// The connection, and in its low two bits the channel of the call.
  public var connection: UInt32 { fields.bytes.uint32(at: 4) }

  /// The number of the call within its connection's channel.
  public var call: UInt32 { fields.bytes.uint32(at: 8) }

  /// The position of the packet in its call, from 1.
  public var sequence: UInt32 { fields.bytes.uint32(at: 12) }

  /// The position of the packet among all of the connection.
  public var serial: UInt32 { fields.bytes.uint32(at: 16) }

  /// The type as a number.
  public var type: UInt8 { fields.bytes[20] }

  /// The type, if it is one that is read further.
  public var kind: Kind? { Kind(rawValue: type) }

  /// The flags; bit 0 is set if the client of the connection sent the packet.
  public var flags: UInt8 { fields.bytes[21] }

  /// Whether the client of the connection sent the packet.
  public var isFromClient: Bool { flags & 1 != 0 }

  /// How the connection is authenticated and encrypted: 0 not at all, 2 by Kerberos.
  public var securityIndex: UInt8 { fields.bytes[23] }

  /// The service that is called.
  public var service: UInt16 { fields.bytes.uint16(at: 26) }

  /// The number of the procedure that a call begins with; nil if it was not captured.
  public var operation: UInt32? {
    fields.has(4, at: Self.headerByteCount) ? fields.bytes.uint32(at: Self.headerByteCount) : nil
  }

  /// The acknowledgment after the header; nil if its fixed part was not captured.
  public var acknowledgment: RxAcknowledgment? {
    @_lifetime(copy self) get { RxAcknowledgment(fields) }
  }
}

/// What a packet of Rx acknowledges: the packets from the first missing one on, one byte for each.
public struct RxAcknowledgment: ~Escapable {
  private let fields: Fields
  private static var start: Int { RxPacket.headerByteCount }

  @_lifetime(copy fields)
  init?(_ fields: Fields) {
    guard fields.has(18, at: Self.start) else { return nil }
    self.fields = fields
  }

  /// Free space for packets.
  public var bufferSpace: UInt16 { fields.bytes.uint16(at: Self.start) }

  /// How far apart the peer received packets that were sent one after the other.
  public var maximumSkew: UInt16 { fields.bytes.uint16(at: Self.start + 2) }

  /// The first packet that `state(_:)` tells of; the peer received all before it.
  public var first: UInt32 { fields.bytes.uint32(at: Self.start + 4) }

  /// The serial number of the packet that led to this one.
  public var serial: UInt32 { fields.bytes.uint32(at: Self.start + 12) }

  /// Why it was sent.
  public var reason: UInt8 { fields.bytes[Self.start + 16] }

  /// Packets that `state(_:)` tells of.
  public var count: Int { Int(fields.bytes[Self.start + 17]) }

  /// Whether all states were captured.
  public var hasStates: Bool { fields.has(count, at: Self.start + 18) }

  /// 1 if the packet `index` after the first was received; to be asked only if `hasStates`.
  public func state(_ index: Int) -> UInt8 { fields.bytes[Self.start + 18 + index] }

  /// A number after the states and three bytes of padding: the interface's and the largest MTU, the receive window, and
  /// the most packets in a datagram; nil if it was not sent or not captured.
  public func number(_ index: Int) -> UInt32? {
    let offset = Self.start + 18 + count + 3 + index * 4
    return fields.has(4, at: offset) ? fields.bytes.uint32(at: offset) : nil
  }
}
