/// How a tracker that is one of several numbers its connections: by their places, in an order of its own.
///
/// Which number a connection has in the whole capture is known only when the findings of all trackers come together.
struct ShardIndex {
  private static var positionBits: UInt64 { 30 }

  /// Positions that can be told apart.
  static var positionLimit: Int { 1 << positionBits }

  let rawValue: UInt64

  init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The index of the connection at a position, the one after `sequence` others of its tracker.
  init(_ position: UInt32, sequence: UInt64) {
    rawValue = sequence << Self.positionBits | UInt64(position)
  }

  /// Where the tracker keeps the connection.
  var position: UInt32 { UInt32(truncatingIfNeeded: rawValue & (1 << Self.positionBits &- 1)) }
}
