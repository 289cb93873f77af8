/// A message of TIPC, transparent inter-process communication (version 2 of its specification), read field by field.
///
///     | Version (3 bits), user (4), header words (4), ..., message size (17) |
///     | Type (3 bits), ..., broadcast acknowledgment (16) |
///     | Link acknowledgment and sequence | Previous node | Origin port | Destination port | Nodes | ...
public struct TIPCMessage: ~Escapable {
  /// The message's bytes.
  public let fields: Fields

  /// A view of the message that these bytes are.
  @_lifetime(copy fields)
  public init(_ fields: Fields) { self.fields = fields }

  /// A word of the header, from 0.
  public func word(_ index: Int) throws(EarlyEnd) -> UInt32 { try fields.uint32(at: index * 4) }

  /// A node's address in a word of the header.
  public func node(_ index: Int) throws(EarlyEnd) -> TIPCNode {
    TIPCNode(rawValue: try word(index))
  }

  /// The version.
  public var version: UInt32 { get throws(EarlyEnd) { try word(0) >> 29 } }

  /// Whose message it is: 0 to 3 data by importance, 5 to 13 protocols of TIPC.
  public var user: UInt8 { get throws(EarlyEnd) { UInt8(try word(0) >> 25 & 0x0f) } }

  /// The length of the header in words.
  public var headerWords: UInt32 { get throws(EarlyEnd) { try word(0) >> 21 & 0x0f } }

  /// The length of the message in bytes, without the highest bit, as tcpdump reads it.
  public var size: UInt16 {
    get throws(EarlyEnd) { UInt16(truncatingIfNeeded: try word(0)) }
  }

  /// The type of message; its meaning depends on the user.
  public var type: UInt32 { get throws(EarlyEnd) { try word(1) >> 29 } }
}

/// The address of a node of TIPC: zone, cluster and node.
public struct TIPCNode: RawRepresentable, Hashable, Sendable {
  /// The address as it is sent.
  public let rawValue: UInt32

  /// The node with this address.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The zone.
  public var zone: UInt32 { rawValue >> 24 }
  /// The cluster in the zone.
  public var cluster: UInt32 { rawValue >> 12 & 0xfff }
  /// The node in the cluster.
  public var node: UInt32 { rawValue & 0xfff }
}
