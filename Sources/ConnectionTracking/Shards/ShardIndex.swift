import BoundedCollections

/// The index of a connection within one shard: the order in which the shard's connections began, and its table position.
///
/// The number of a connection in the whole capture is known only when the findings of all shards are merged.
package struct ShardIndex {
  private static var positionBits: UInt64 { 30 }

  /// Table positions that an index can hold.
  package static var positionLimit: Int { 1 << positionBits }

  package let rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The index of the connection at a table position, which `sequence` others of its shard precede.
  init(_ position: Handle<Connection>, sequence: UInt64) {
    rawValue = sequence << Self.positionBits | UInt64(position.position)
  }

  /// The connection's position in its shard's table.
  package var position: UInt32 {
    UInt32(truncatingIfNeeded: rawValue & (1 << Self.positionBits &- 1))
  }

  /// The connection in its shard's table.
  var handle: Handle<Connection> { Handle(position: Int(position)) }
}
