import BoundedCollections

/// The DCCP connections among the tracked connections.
///
/// Each belongs to one connection of the tracker's table and ends with it. At most 65,536 are kept, or as many as there
/// may be connections.
struct DCCPConnectionTable: ~Copyable {
  private var connections: ProtocolStateTable<DCCPConnection>

  /// A table for a tracker of at most `connectionLimit` connections.
  init(connectionLimit: Int) {
    connections = ProtocolStateTable(
      limit: min(TableLimits.dccpConnections, max(connectionLimit, 1)))
  }

  /// How many connections there are.
  var count: Int { connections.count }
  /// How many packets belonged to connections that did not fit.
  var omittedCount: UInt64 { connections.omittedCount }

  /// The connection at a position.
  subscript(position: Handle<DCCPConnection>) -> DCCPConnection {
    _read { yield connections[position] }
    _modify { yield &connections[position] }
  }

  /// Inserts a connection; nil if the table is full.
  mutating func insert() -> Handle<DCCPConnection>? { connections.insert(DCCPConnection()) }

  /// Removes a connection and returns it.
  mutating func remove(_ position: Handle<DCCPConnection>) -> DCCPConnection {
    let connection = connections[position]
    connections.remove(position, leaving: DCCPConnection())
    return connection
  }
}
