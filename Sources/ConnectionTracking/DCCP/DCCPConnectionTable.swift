/// The DCCP connections among the tracked connections.
///
/// Each belongs to one connection of the tracker's table and ends with it. At most 65,536 are kept, or as many as there
/// may be connections.
struct DCCPConnectionTable: ~Copyable {
  /// The most connections at a time, whatever the configuration.
  static var largestLimit: Int { 65_536 }

  private var connections: ProtocolStateTable<DCCPConnection>

  /// A table for a tracker of at most `connectionLimit` connections.
  init(connectionLimit: Int) {
    connections = ProtocolStateTable(limit: min(Self.largestLimit, max(connectionLimit, 1)))
  }

  /// How many connections there are.
  var count: Int { connections.count }
  /// How many packets belonged to connections that did not fit.
  var omittedCount: UInt64 { connections.omittedCount }

  /// The connection at a position.
  subscript(position: UInt32) -> DCCPConnection {
    _read { yield connections[position] }
    _modify { yield &connections[position] }
  }

  /// Inserts a connection; nil if the table is full.
  mutating func insert() -> UInt32? { connections.insert(DCCPConnection()) }

  /// Removes a connection and returns it.
  mutating func remove(_ position: UInt32) -> DCCPConnection {
    let connection = connections[position]
    connections.remove(position, leaving: DCCPConnection())
    return connection
  }
}
