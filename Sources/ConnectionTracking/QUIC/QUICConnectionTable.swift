import BasicContainers
import BoundedCollections
import InternetTypes
import PacketDissection

/// The QUIC connections in the tracked UDP flows, by flow and by connection ID.
///
/// A connection is inserted with a datagram that passes `QUICRecognition`, and removed with its flow. At most 65,536
/// are kept, or as many as there may be flows. The table of connection IDs has 65,536 places; a later ID replaces an
/// earlier one in the same place.
struct QUICConnectionTable: ~Copyable {
  /// The shortest connection ID that is looked up on other addresses, in bytes: shorter ones match by chance.
  private static var shortestLookupByteCount: Int { 8 }

  private var connections: FlowStateTable<QUICConnection>
  private let idHash = KeyedHash()
  /// Connections by the hash of a connection ID.
  ///
  /// Allocated with the first connection.
  private var positionsByID = RigidArray<Handle<QUICConnection>>(capacity: 1)
  /// The lengths of all connection IDs entered, one bit each.
  private var lengths: UInt32 = 0

  /// A table for a tracker of at most `flowLimit` flows.
  init(flowLimit: Int) {
    connections = FlowStateTable(flowLimit: flowLimit, largestLimit: TableLimits.quicConnections)
  }

  /// How many connections there are.
  var count: Int { connections.count }
  /// How many connections did not fit.
  var omittedCount: UInt64 { connections.omittedCount }

  /// The connection at a position.
  subscript(position: Handle<QUICConnection>) -> QUICConnection { connections[position] }

  /// The newest connection of a flow that has not timed out at `time`.
  func position(
    of key: FlowKey, hash: UInt32, at time: Timestamp, timeout: Int64
  ) -> Handle<QUICConnection>? {
    connections.position(of: key, hash: hash, at: time, timeout: timeout)
  }

  /// Inserts a connection; nil if the table is full.
  mutating func insert(_ connection: QUICConnection) -> Handle<QUICConnection>? {
    connections.insert(connection)
  }

  /// Removes the connection of a flow that ends with its packet at `time`; nil if the flow carried no QUIC.
  mutating func remove(_ key: FlowKey, hash: UInt32, at time: Timestamp) -> QUICConnection? {
    connections.remove(key, hash: hash, at: time)
  }

  /// Applies a datagram to the connection at a position, and enters the connection IDs that the endpoints chose with
  /// it.
  mutating func apply(
    _ payload: Span<UInt8>, wireLength: Int, isSourceFirst: Bool, at time: Timestamp,
    to position: Handle<QUICConnection>
  ) {
    let isFromClient = isSourceFirst == connections[position].isClientFirst
    let (client, server) = (connections[position].clientID, connections[position].serverID)
    connections[position].apply(
      payload, wireLength: wireLength, isFromClient: isFromClient, at: time)
    if connections[position].clientID != client { enter(connections[position].clientID, position) }
    if connections[position].serverID != server { enter(connections[position].serverID, position) }
  }

  // MARK: By connection ID

  private mutating func enter(_ id: QUICConnectionID, _ position: Handle<QUICConnection>) {
    guard Int(id.byteCount) >= Self.shortestLookupByteCount else { return }
    if positionsByID.isEmpty {
      positionsByID = RigidArray(repeating: .none, count: TableLimits.quicConnections)
    }
    lengths |= 1 << UInt32(id.byteCount)
    positionsByID[slot(id)] = position
  }

  private func slot(_ id: QUICConnectionID) -> Int {
    Int(idHash(id.number, 0, UInt32(id.byteCount))) & (positionsByID.count &- 1)
  }

  /// Makes a connection ID lead to another position: the connection has migrated.
  mutating func move(_ id: QUICConnectionID, to position: Handle<QUICConnection>) {
    enter(id, position)
  }

  /// The connection that a datagram with a short header belongs to by its destination connection ID, and whether it
  /// goes to the client.
  func owner(of payload: Span<UInt8>) -> (position: Handle<QUICConnection>, isToClient: Bool)? {
    guard !positionsByID.isEmpty else { return nil }
    var count = min(payload.count &- 1, QUICConnectionID.maximumByteCount)
    while count >= Self.shortestLookupByteCount {
      if lengths & 1 << UInt32(count) != 0 {
        let id = QUICConnectionID(payload.extracting(1..<(count &+ 1)))
        if let position = positionsByID[slot(id)].ifAny {
          if connections[position].serverID == id { return (position, false) }
          if connections[position].clientID == id { return (position, true) }
        }
      }
      count &-= 1
    }
    return nil
  }
}
