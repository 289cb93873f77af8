import BasicContainers
import BoundedCollections
import InternetTypes

/// All connections: found by key, timed out and evicted by list.
///
/// A list is in order of the times when its members were appended. A packet does not move its connection, which would
/// touch three more connections. A member that reaches the front and was active since is appended again.
struct ConnectionTable: ~Copyable {
  private(set) var index: ConnectionIndex
  /// Whether connections are only removed from now on, and no key is looked up any more.
  private(set) var isDraining = false
  var connections: Slab<Connection>
  /// The first and last members of the lists, as positions plus one; 0 is none.
  private var heads = InlineArray<4, UInt32>(repeating: 0)
  private var tails = InlineArray<4, UInt32>(repeating: 0)
  /// How many members each list has.
  private var counts = InlineArray<4, Int>(repeating: 0)

  init(limit: Int, keyedHash: KeyedHash) {
    index = ConnectionIndex(limit: limit, keyedHash: keyedHash)
    connections = Slab(capacity: limit)
  }

  /// How many connections there are.
  var count: Int { connections.count }

  /// The position of a key's connection.
  ///
  /// The key is only read: as a value its 48 bytes would be copied.
  func position(of key: inout FlowKey, hash: UInt32) -> UInt32? {
    var slot = index.start(hash)
    while true {
      let entry = index.entries[slot]
      if entry.position == 0 { return nil }
      if entry.hash == hash, connections[entry.position &- 1].key == key {
        return entry.position &- 1
      }
      slot = index.next(slot)
    }
  }

  /// Prefetches the index entry at which the search for a hash starts.
  mutating func prefetchIndex(_ hash: UInt32) { index.entries.prefetch(index.start(hash)) }

  /// Prefetches the cache lines of a connection that each packet needs.
  mutating func prefetch(_ position: UInt32) {
    connections.elements.prefetch(Int(position), offset: 48, lines: 5)
  }

  /// Prefetches the part of a connection that few packets need: handshake times and list links.
  mutating func prefetchRest(_ position: UInt32) {
    connections.elements.prefetch(Int(position))
  }

  /// Prefetches the links of a connection's list neighbours.
  mutating func prefetchNeighbors(_ position: UInt32) {
    connections.elements.prefetch(Int(connections[position].previous) &- 1, offset: 40)
    connections.elements.prefetch(Int(connections[position].next) &- 1, offset: 40)
  }

  /// Prefetches all of a connection.
  mutating func prefetchAll(_ position: UInt32) {
    connections.elements.prefetch(Int(position), lines: 7)
  }

  /// Prefetches the connections that are evicted next, and their index entries.
  mutating func prefetchOldest(_ count: Int) {
    var next = heads[Int(ExpiryList.halfOpen.rawValue)]
    for _ in 0..<count where next != 0 {
      prefetch(next &- 1)
      prefetchIndex(connections[next &- 1].hash)
      next = connections[next &- 1].next
    }
  }

  /// The position of the first connection with a hash, whose key is most probably the right one.
  mutating func hint(_ hash: UInt32) -> UInt32? {
    var slot = index.start(hash)
    for _ in 0..<4 {
      let entry = index.entries[slot]
      if entry.position == 0 { return nil }
      if entry.hash == hash { return entry.position &- 1 }
      slot = index.next(slot)
    }
    return nil
  }

  /// The hash of a key.
  func hash(_ key: inout FlowKey) -> UInt32 { index.hash(&key) }

  /// Inserts a connection, and appends it to its list.
  ///
  /// - Returns: its position; nil if the table is full.
  mutating func insert(_ connection: consuming Connection) -> UInt32? {
    let hash = connection.hash
    guard let position = connections.insert(connection) else { return nil }
    index.insert(position, hash: hash)
    append(position)
    return position
  }

  /// Removes a connection.
  mutating func remove(_ position: UInt32) {
    guard !isDraining else {
      connections.discard()
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
  var positionCount: UInt32 { UInt32(truncatingIfNeeded: connections.elements.count) }

  /// The index of the connection at a position; nil if it was removed.
  mutating func index(at position: UInt32) -> UInt64? {
    let index = connections[position].index
    return index == Self.noIndex ? nil : index
  }

  /// Drops the index by key.
  ///
  /// From now on connections are only removed, by position, and lists are not updated.
  mutating func drain() {
    isDraining = true
    index = ConnectionIndex(limit: 0, keyedHash: index.keyedHash)
  }

  /// The first member of a list.
  func first(of list: ExpiryList) -> UInt32? {
    let head = heads[Int(list.rawValue)]
    return head == 0 ? nil : head &- 1
  }

  /// The connection after another one in its list.
  func next(after position: UInt32) -> UInt32? {
    let next = connections[position].next
    return next == 0 ? nil : next &- 1
  }

  /// How many half-open connections there are.
  var halfOpenCount: Int { counts[Int(ExpiryList.halfOpen.rawValue)] }

  /// Appends a connection to another list.
  mutating func move(_ position: UInt32, to list: ExpiryList, at time: Timestamp) {
    unlink(position)
    connections[position].list = list
    connections[position].queued = time
    append(position)
  }

  private mutating func append(_ position: UInt32) {
    let list = Int(connections[position].list.rawValue)
    let tail = tails[list]
    counts[list] &+= 1
    connections[position].previous = tail
    connections[position].next = 0
    if tail == 0 {
      heads[list] = position &+ 1
    } else {
      connections[tail &- 1].next = position &+ 1
    }
    tails[list] = position &+ 1
  }

  private mutating func unlink(_ position: UInt32) {
    let list = Int(connections[position].list.rawValue)
    let (previous, next) = (connections[position].previous, connections[position].next)
    counts[list] &-= 1
    if previous == 0 {
      heads[list] = next
    } else {
      connections[previous &- 1].next = next
    }
    if next == 0 {
      tails[list] = previous
    } else {
      connections[next &- 1].previous = previous
    }
  }
}
