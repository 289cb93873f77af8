import BasicContainers
import BoundedCollections
import InternetTypes

/// All connections: found by key, timed out and evicted by list.
///
/// A list is in order of the times when its members were appended. A packet does not move its connection, which would
/// touch three more connections. A member that reaches the front and was active since is appended again.
struct ConnectionTable: ~Copyable {
  private let keyedHash: KeyedHash
  private var index: KeyedIndex<Connection>
  /// Whether connections are only removed from now on, and no key is looked up any more.
  private(set) var isDraining = false
  var connections: Slab<Connection>
  /// The first and last members of the lists.
  ///
  /// The links are in the connections: `HandleLists` would read a cache line more for each.
  private var heads = InlineArray<4, Handle<Connection>>(repeating: .none)
  private var tails = InlineArray<4, Handle<Connection>>(repeating: .none)
  /// How many members each list has.
  private var counts = InlineArray<4, Int>(repeating: 0)

  init(limit: Int, keyedHash: KeyedHash) {
    self.keyedHash = keyedHash
    index = KeyedIndex(limit: limit)
    connections = Slab(capacity: limit)
  }

  /// How many connections there are.
  var count: Int { connections.count }

  /// The position of a key's connection.
  ///
  /// The key is only read: as a value its 48 bytes would be copied.
  func position(of key: inout FlowKey, hash: UInt32) -> Handle<Connection>? {
    index.find(hash) { connections[$0].key == key }.ifAny
  }

  /// Prefetches the index entry at which the search for a hash starts.
  mutating func prefetchIndex(_ hash: UInt32) { index.prefetch(hash) }

  /// Prefetches the cache lines of a connection that each packet needs.
  mutating func prefetch(_ position: Handle<Connection>) {
    connections.prefetch(position, offset: 48, lines: 5)
  }

  /// Prefetches the part of a connection that few packets need: handshake times and list links.
  mutating func prefetchRest(_ position: Handle<Connection>) {
    connections.prefetch(position)
  }

  /// Prefetches the links of a connection's list neighbours.
  mutating func prefetchNeighbors(_ position: Handle<Connection>) {
    connections.prefetch(connections[position].previous, offset: 40)
    connections.prefetch(connections[position].next, offset: 40)
  }

  /// Prefetches all of a connection.
  mutating func prefetchAll(_ position: Handle<Connection>) {
    connections.prefetch(position, lines: 7)
  }

  /// Prefetches the connections that are evicted next, and their index entries.
  mutating func prefetchOldest(_ count: Int) {
    var next = heads[Int(ExpiryList.halfOpen.rawValue)]
    for _ in 0..<count where !next.isNone {
      prefetch(next)
      prefetchIndex(connections[next].hash)
      next = connections[next].next
    }
  }

  /// The position of the first connection with a hash, whose key is most probably the right one.
  mutating func hint(_ hash: UInt32) -> Handle<Connection>? { index.guess(hash).ifAny }

  /// The hash of a key.
  func hash(_ key: inout FlowKey) -> UInt32 { FlowKey.hash(&key, keyedHash) }

  /// Inserts a connection, and appends it to its list.
  ///
  /// - Returns: its position; nil if the table is full.
  mutating func insert(_ connection: consuming Connection) -> Handle<Connection>? {
    let hash = connection.hash
    guard let position = connections.insert(connection).ifAny else { return nil }
    index.insert(position, hash: hash)
    append(position)
    return position
  }

  /// Removes a connection.
  mutating func remove(_ position: Handle<Connection>) {
    guard !isDraining else {
      connections.retire()
      return
    }
    unlink(position)
    index.remove(position, hash: connections[position].hash)
    connections[position].index = Self.noIndex
    connections.release(position)
  }

  /// The index of a removed connection.
  private static var noIndex: UInt64 { .max }

  /// How many positions have been used.
  var positionCount: Int { connections.usedPlaceCount }

  /// The index of the connection at a position; nil if it was removed.
  mutating func index(at position: Handle<Connection>) -> UInt64? {
    let index = connections[position].index
    return index == Self.noIndex ? nil : index
  }

  /// Drops the index by key.
  ///
  /// From now on connections are only removed, by position, and lists are not updated.
  mutating func drain() {
    isDraining = true
    index = KeyedIndex(limit: 0)
  }

  /// The first member of a list.
  func first(of list: ExpiryList) -> Handle<Connection>? {
    heads[Int(list.rawValue)].ifAny
  }

  /// The connection after another one in its list.
  func next(after position: Handle<Connection>) -> Handle<Connection>? {
    connections[position].next.ifAny
  }

  /// The connections that were appended to a list last.
  func latest(of list: ExpiryList, atMost limit: Int) -> [Handle<Connection>] {
    var latest: [Handle<Connection>] = []
    var next = tails[Int(list.rawValue)]
    while !next.isNone, latest.count < limit {
      latest.append(next)
      next = connections[next].previous
    }
    return latest
  }

  /// How many half-open connections there are.
  var halfOpenCount: Int { counts[Int(ExpiryList.halfOpen.rawValue)] }

  /// Appends a connection to another list.
  mutating func move(_ position: Handle<Connection>, to list: ExpiryList, at time: Timestamp) {
    unlink(position)
    connections[position].list = list
    connections[position].queued = time
    append(position)
  }

  private mutating func append(_ position: Handle<Connection>) {
    let list = Int(connections[position].list.rawValue)
    let tail = tails[list]
    counts[list] &+= 1
    connections[position].previous = tail
    connections[position].next = .none
    if tail.isNone { heads[list] = position } else { connections[tail].next = position }
    tails[list] = position
  }

  private mutating func unlink(_ position: Handle<Connection>) {
    let list = Int(connections[position].list.rawValue)
    let (previous, next) = (connections[position].previous, connections[position].next)
    counts[list] &-= 1
    if previous.isNone { heads[list] = next } else { connections[previous].next = next }
    if next.isNone { tails[list] = previous } else { connections[next].previous = previous }
  }
}
