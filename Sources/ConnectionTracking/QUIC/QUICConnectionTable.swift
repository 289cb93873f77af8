import BasicContainers
import InternetTypes
import PacketDissection

/// The QUIC connections among the UDP flows that are followed.
///
/// A state begins with a datagram that passes `QUICRecognition` and ends with its flow. At most `limit` are kept, 65,536 or as
/// many as there may be flows, and as many connection IDs, of which a later one may displace an earlier one; what comes
/// beyond is counted and stays UDP. The room for all is asked for with the first one.
struct QUICConnectionTable: ~Copyable {
  /// The most connections that are ever followed at a time.
  static var largestLimit: Int { 65_536 }
  /// The fewest bytes of a connection ID that is looked for on other addresses: shorter ones come up by chance.
  private static var tellingIDByteCount: Int { 8 }

  private var index: ConnectionIndex
  /// The most connections followed at a time.
  let limit: Int
  private var connections = Slab<QUICConnection>(capacity: 1)
  private var hasRoom = false
  private let idHash = KeyedHash()
  /// Positions of connections plus one, by the hash of a connection ID; made with the first connection.
  private var places = RigidArray<UInt32>(capacity: 1)
  /// A bit for each length that a connection ID was seen to have.
  private var lengths: UInt32 = 0
  /// Connections that were not followed because there were too many.
  private(set) var omittedCount: UInt64 = 0

  /// A book for a table of so many flows; those whose packets wait to be counted may have states before there is room.
  init(flowLimit: Int) {
    limit = min(Self.largestLimit, max(flowLimit, 1) &+ ConnectionTracker.groupSize)
    index = ConnectionIndex(limit: limit)
  }

  /// How many connections are followed.
  var count: Int { index.count }

  /// The newest state of a key.
  func position(of key: FlowKey, hash: UInt32) -> UInt32? {
    var found: UInt32?
    var slot = index.start(hash)
    while index.entries[slot].position != 0 {
      let entry = index.entries[slot]
      let position = entry.position &- 1
      if entry.hash == hash, connections[position].key == key {
        if let former = found, connections[former].start >= connections[position].start {
        } else {
          found = position
        }
      }
      slot = index.next(slot)
    }
    return found
  }

  /// The state of a flow that ends: the oldest that had begun by then.
  private func position(of key: FlowKey, hash: UInt32, until time: PacketTime) -> UInt32? {
    var found: UInt32?
    var slot = index.start(hash)
    while index.entries[slot].position != 0 {
      let entry = index.entries[slot]
      let position = entry.position &- 1
      if entry.hash == hash, connections[position].key == key,
        connections[position].start <= time
      {
        if let former = found, connections[former].start <= connections[position].start {
        } else {
          found = position
        }
      }
      slot = index.next(slot)
    }
    return found
  }

  /// What is known of a flow that ends with its packet at `time`; nil where it carried no QUIC.
  mutating func end(
    _ key: FlowKey, hash: UInt32, at time: PacketTime
  ) -> (summary: QUICSummary, client: Endpoint, continued: UInt64?)? {
    guard index.count > 0, let position = position(of: key, hash: hash, until: time) else {
      return nil
    }
    let summary = QUICSummary(connections[position])
    let client = key.endpoint(isFirst: connections[position].isClientFirst)
    let continued = connections[position].continued
    index.remove(position, hash: hash)
    // What it holds on the heap goes with it.
    connections[position] = QUICConnection(key: key, hash: hash, time: time, isClientFirst: true)
    connections.release(position)
    return (summary, client, continued)
  }

  /// Enters a connection; nil where there is no room.
  mutating func insert(_ connection: QUICConnection) -> UInt32? {
    if !hasRoom {
      connections = Slab(capacity: limit)
      hasRoom = true
    }
    guard let position = connections.insert(connection) else {
      omittedCount &+= 1
      return nil
    }
    index.insert(position, hash: connection.hash)
    return position
  }

  /// The connection at a position.
  subscript(position: UInt32) -> QUICConnection { connections[position] }

  /// Takes a datagram of the connection at a position, and notes the connection IDs that both endpoints chose.
  mutating func take(
    _ payload: Span<UInt8>, wireLength: Int, isSourceFirst: Bool, at time: PacketTime,
    _ position: UInt32
  ) {
    let isFromClient = isSourceFirst == connections[position].isClientFirst
    let (client, server) = (connections[position].clientID, connections[position].serverID)
    connections[position].take(
      payload, wireLength: wireLength, isFromClient: isFromClient, at: time)
    if connections[position].clientID != client { enter(connections[position].clientID, position) }
    if connections[position].serverID != server { enter(connections[position].serverID, position) }
  }

  private mutating func enter(_ id: QUICConnectionID, _ position: UInt32) {
    guard Int(id.byteCount) >= Self.tellingIDByteCount else { return }
    if places.isEmpty { places = RigidArray(repeating: 0, count: Self.largestLimit) }
    lengths |= 1 << UInt32(id.byteCount)
    places[place(id)] = position &+ 1
  }

  private func place(_ id: QUICConnectionID) -> Int {
    Int(idHash(id.number, 0, UInt32(id.byteCount))) & (places.count &- 1)
  }

  /// Makes a state that has taken over a connection's IDs the one that they lead to.
  mutating func move(_ id: QUICConnectionID, to position: UInt32) { enter(id, position) }

  /// The connection to whose client or server a short header's datagram goes, by its connection ID.
  func owner(of payload: Span<UInt8>) -> (position: UInt32, isToClient: Bool)? {
    guard !places.isEmpty else { return nil }
    var count = min(payload.count &- 1, QUICConnectionID.maximumByteCount)
    while count >= Self.tellingIDByteCount {
      if lengths & 1 << UInt32(count) != 0 {
        let id = QUICConnectionID(payload.extracting(1..<(count &+ 1)))
        let entry = places[place(id)]
        if entry != 0 {
          if connections[entry &- 1].serverID == id { return (entry &- 1, false) }
          if connections[entry &- 1].clientID == id { return (entry &- 1, true) }
        }
      }
      count &-= 1
    }
    return nil
  }
}
