import BoundedCollections
import InternetTypes

/// The waiting and the ended datagrams, found under a keyed hash and listed by age.
struct DatagramTable: ~Copyable {
  /// The lists: each datagram is in one of them.
  enum List: Int {
    case waiting, ended
  }

  private let keyedHash: KeyedHash
  private var datagrams: Slab<Datagram>
  private var index: KeyedIndex<Datagram>
  private var lists: HandleLists<Datagram>

  /// A table for `limit` datagrams in each list.
  init(limit: Int, keyedHash: KeyedHash) {
    self.keyedHash = keyedHash
    let capacity = max(limit, 1) * 2
    datagrams = Slab(capacity: capacity)
    index = KeyedIndex(limit: capacity)
    lists = HandleLists(capacity: capacity, listCount: 2)
  }

  subscript(handle: Handle<Datagram>) -> Datagram {
    _read { yield datagrams[handle] }
    _modify { yield &datagrams[handle] }
  }

  /// How many datagrams are in a list.
  func count(_ list: List) -> Int { lists.count(of: list.rawValue) }

  /// The oldest of a list; `none` if it is empty.
  func first(_ list: List) -> Handle<Datagram> { lists.first(of: list.rawValue) }

  /// The hash of the datagram that a fragment belongs to.
  func hash(_ fragment: IPFragment) -> UInt32 {
    keyedHash(
      fragment.source, fragment.destination,
      UInt64(fragment.domain) << 32 | UInt64(fragment.identification))
  }

  /// The datagram that a fragment belongs to; `none` if it is not there.
  func find(_ fragment: IPFragment, hash: UInt32) -> Handle<Datagram> {
    index.find(hash) { datagrams[$0].matches(fragment) }
  }

  /// Adds a waiting datagram; `none` if there is no room.
  mutating func insert(_ datagram: Datagram) -> Handle<Datagram> {
    let handle = datagrams.insert(datagram)
    if handle.isNone { return handle }
    index.insert(handle, hash: datagram.hash)
    lists.append(handle, to: List.waiting.rawValue)
    return handle
  }

  /// Removes a datagram.
  mutating func remove(_ handle: Handle<Datagram>) {
    lists.remove(handle, from: list(of: handle))
    index.remove(handle, hash: datagrams[handle].hash)
    datagrams.release(handle)
  }

  /// Moves a datagram to the ended ones.
  mutating func end(_ handle: Handle<Datagram>, as state: Datagram.State) {
    lists.remove(handle, from: list(of: handle))
    datagrams[handle].state = state
    lists.append(handle, to: List.ended.rawValue)
  }

  private func list(of handle: Handle<Datagram>) -> Int {
    (datagrams[handle].state == .waiting ? List.waiting : .ended).rawValue
  }
}
