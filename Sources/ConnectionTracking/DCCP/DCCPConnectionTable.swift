/// The DCCP connections among the connections that are followed.
///
/// Each belongs to one connection of the table and ends with it; at most `limit` are kept, 65,536 or as many as there may be
/// connections. What comes beyond is counted and stays a flow without states.
struct DCCPConnectionTable: ~Copyable {
  /// The most connections that are ever followed at a time.
  static var largestLimit: Int { 65_536 }

  /// The most connections followed at a time.
  let limit: Int
  private var connections = Slab<DCCPConnection>(capacity: 1)
  private var hasRoom = false
  /// Packets whose connection was not followed because there were too many.
  private(set) var omittedCount: UInt64 = 0
  /// How many connections are followed.
  private(set) var count = 0

  /// A book for a table of so many connections.
  init(flowLimit: Int) { limit = min(Self.largestLimit, max(flowLimit, 1)) }

  /// The connection at a position.
  subscript(position: UInt32) -> DCCPConnection {
    _read { yield connections[position] }
    _modify { yield &connections[position] }
  }

  /// Enters a connection; nil where there is no room.
  mutating func insert() -> UInt32? {
    if !hasRoom {
      connections = Slab(capacity: limit)
      hasRoom = true
    }
    guard let position = connections.insert(DCCPConnection()) else {
      omittedCount &+= 1
      return nil
    }
    count &+= 1
    return position
  }

  /// Gives a position back.
  mutating func remove(_ position: UInt32) {
    connections.release(position)
    count &-= 1
  }
}
