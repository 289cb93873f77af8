import BasicContainers
import InternetTypes

/// The datagrams that wait and those that are over, found under a keyed hash and listed by age.
struct DatagramTable: ~Copyable {
  /// Datagrams that are listed together.
  enum List: Int {
    case waiting, over
  }

  private let keyedHash: KeyedHash
  private(set) var datagrams: RigidArray<Datagram>
  private var buckets: RigidArray<UInt32>
  private var free: UInt32 = 0
  /// The oldest and the newest of each list plus one.
  private var oldest = InlineArray<2, UInt32>(repeating: 0)
  private var newest = InlineArray<2, UInt32>(repeating: 0)
  private var counts = InlineArray<2, Int>(repeating: 0)

  /// Room for `limit` datagrams in each list.
  init(limit: Int, keyedHash: KeyedHash) {
    self.keyedHash = keyedHash
    let capacity = max(limit, 1) * 2
    datagrams = RigidArray(capacity: capacity)
    var bucketCount = 16
    while bucketCount < capacity { bucketCount *= 2 }
    buckets = RigidArray(repeating: 0, count: bucketCount)
  }

  subscript(position: UInt32) -> Datagram {
    _read { yield datagrams[Int(position)] }
    _modify { yield &datagrams[Int(position)] }
  }

  /// How many datagrams are in a list.
  func count(_ list: List) -> Int { counts[list.rawValue] }

  /// The oldest of a list.
  func first(_ list: List) -> UInt32? {
    let position = oldest[list.rawValue]
    return position == 0 ? nil : position &- 1
  }

  /// The hash under which the datagram of a fragment is.
  func hash(_ fragment: IPFragment) -> UInt32 {
    keyedHash(
      fragment.source, fragment.destination,
      UInt64(fragment.domain) << 32 | UInt64(fragment.identification))
  }

  /// The datagram of a fragment.
  func position(of fragment: IPFragment, hash: UInt32) -> UInt32? {
    var entry = buckets[bucket(hash)]
    while entry != 0 {
      if datagrams[Int(entry) &- 1].matches(fragment) { return entry &- 1 }
      entry = datagrams[Int(entry) &- 1].chain
    }
    return nil
  }

  /// Enters a datagram that waits; nil where there is no room.
  mutating func insert(_ datagram: Datagram) -> UInt32? {
    let entry: UInt32
    if free != 0 {
      entry = free
      free = datagrams[Int(entry) &- 1].chain
      datagrams[Int(entry) &- 1] = datagram
    } else {
      guard !datagrams.isFull else { return nil }
      datagrams.append(datagram)
      entry = UInt32(truncatingIfNeeded: datagrams.count)
    }
    let bucket = bucket(datagram.hash)
    datagrams[Int(entry) &- 1].chain = buckets[bucket]
    buckets[bucket] = entry
    link(entry, to: .waiting)
    return entry &- 1
  }

  /// Takes a datagram out.
  mutating func remove(_ position: UInt32) {
    let entry = position &+ 1
    unlink(entry)
    let bucket = bucket(datagrams[Int(position)].hash)
    if buckets[bucket] == entry {
      buckets[bucket] = datagrams[Int(position)].chain
    } else {
      var other = buckets[bucket]
      while other != 0, datagrams[Int(other) &- 1].chain != entry {
        other = datagrams[Int(other) &- 1].chain
      }
      if other != 0 { datagrams[Int(other) &- 1].chain = datagrams[Int(position)].chain }
    }
    datagrams[Int(position)].chain = free
    free = entry
  }

  /// Ends a datagram's waiting.
  mutating func end(_ position: UInt32, as state: Datagram.State) {
    unlink(position &+ 1)
    datagrams[Int(position)].state = state
    link(position &+ 1, to: .over)
  }

  private func bucket(_ hash: UInt32) -> Int { Int(hash) & (buckets.count &- 1) }

  private func list(of entry: UInt32) -> Int {
    (datagrams[Int(entry) &- 1].state == .waiting ? List.waiting : .over).rawValue
  }

  /// Puts a datagram to the end of a list.
  private mutating func link(_ entry: UInt32, to list: List) {
    let last = newest[list.rawValue]
    datagrams[Int(entry) &- 1].older = last
    datagrams[Int(entry) &- 1].newer = 0
    if last == 0 {
      oldest[list.rawValue] = entry
    } else {
      datagrams[Int(last) &- 1].newer = entry
    }
    newest[list.rawValue] = entry
    counts[list.rawValue] &+= 1
  }

  /// Takes a datagram out of its list.
  private mutating func unlink(_ entry: UInt32) {
    let list = list(of: entry)
    let (older, newer) = (datagrams[Int(entry) &- 1].older, datagrams[Int(entry) &- 1].newer)
    if older == 0 { oldest[list] = newer } else { datagrams[Int(older) &- 1].newer = newer }
    if newer == 0 { newest[list] = older } else { datagrams[Int(newer) &- 1].older = older }
    counts[list] &-= 1
  }
}
