import BasicContainers
import InternetTypes

/// All connections that live: found by key, expired by list, evicted where there are too many.
///
/// A list is in order of the time when its members were put at its end. Activity does not move them, that would
/// touch three more of them for each packet: a member that comes to the front and was active since goes to the end.
struct ConnectionTable: ~Copyable {
  private(set) var index = ConnectionIndex()
  var connections = Slab<Connection>()
  /// First and last members of the lists, positions plus one.
  private var heads = InlineArray<4, UInt32>(repeating: 0)
  private var tails = InlineArray<4, UInt32>(repeating: 0)

  init() {}

  /// How many there are.
  var count: Int { index.count }

  /// The position of a key's connection.
  func position(of key: FlowKey, hash: UInt32) -> UInt32? {
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

  /// The hash of a key.
  func hash(_ key: FlowKey) -> UInt32 { index.hash(key) }

  /// Enters a connection at the end of its list.
  mutating func insert(_ connection: Connection) -> UInt32 {
    let position = connections.insert(connection)
    index.insert(position, hash: connection.hash)
    append(position)
    return position
  }

  /// Takes a connection out.
  mutating func remove(_ position: UInt32) {
    unlink(position)
    index.remove(position, hash: connections[position].hash)
    connections.release(position)
  }

  /// The first of a list.
  func first(of list: ExpiryList) -> UInt32? {
    let head = heads[Int(list.rawValue)]
    return head == 0 ? nil : head &- 1
  }

  /// Puts a connection at the end of a list.
  mutating func move(_ position: UInt32, to list: ExpiryList, at time: PacketTime) {
    unlink(position)
    connections[position].list = list
    connections[position].queued = time
    append(position)
  }

  private mutating func append(_ position: UInt32) {
    let list = Int(connections[position].list.rawValue)
    let tail = tails[list]
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
