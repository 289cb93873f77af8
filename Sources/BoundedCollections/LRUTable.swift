/// Values by key, up to a fixed number; a new one replaces the least recently used.
///
/// The caller hashes the keys, under a secret key if traffic chooses them. `touch` counts as use and `find` does not: a table
/// whose entries are never touched replaces the oldest.
public struct LRUTable<Key: Equatable, Value>: ~Copyable {
  /// A key with its hash and value.
  @frozen
  public struct Entry {
    /// The key.
    public let key: Key
    /// The value.
    public var value: Value
    @usableFromInline
    let hash: UInt32

    @inlinable
    init(key: Key, hash: UInt32, value: Value) {
      self.key = key
      self.hash = hash
      self.value = value
    }
  }

  @usableFromInline
  var entries: Slab<Entry>
  @usableFromInline
  var index: KeyedIndex<Entry>
  @usableFromInline
  var order: HandleLists<Entry>
  @usableFromInline
  var storedEvictedCount: UInt64 = 0

  /// A table for at most `capacity` values, and at least one.
  @inlinable
  public init(capacity: Int) {
    entries = Slab(capacity: capacity)
    index = KeyedIndex(limit: capacity)
    order = HandleLists(capacity: capacity)
  }

  /// How many values there are.
  @inlinable
  public var count: Int { entries.count }

  /// How many values were replaced because the table was full.
  @inlinable
  public var evictedCount: UInt64 { storedEvictedCount }

  /// The entry of a key; `none` if it is not there.
  @inlinable
  public func find(_ key: Key, hash: UInt32) -> Handle<Entry> {
    index.find(hash) { entries[$0].key == key }
  }

  /// Makes an entry the most recently used.
  @inlinable
  public mutating func touch(_ handle: Handle<Entry>) {
    order.remove(handle)
    order.append(handle)
  }

  /// Adds a key that is not there, as the most recently used.
  @inlinable
  @discardableResult
  public mutating func insert(_ key: Key, _ value: Value, hash: UInt32) -> Handle<Entry> {
    if entries.isFull {
      remove(order.first())
      storedEvictedCount &+= 1
    }
    let handle = entries.insert(Entry(key: key, hash: hash, value: value))
    index.insert(handle, hash: hash)
    order.append(handle)
    return handle
  }

  /// Removes an entry.
  @inlinable
  public mutating func remove(_ handle: Handle<Entry>) {
    index.remove(handle, hash: entries[handle].hash)
    order.remove(handle)
    entries.release(handle)
  }

  /// The entry of a handle.
  @inlinable
  public subscript(handle: Handle<Entry>) -> Entry {
    _read { yield entries[handle] }
    _modify { yield &entries[handle] }
  }
}

extension LRUTable: Sendable where Key: Sendable, Value: Sendable {}
extension LRUTable.Entry: Sendable where Key: Sendable, Value: Sendable {}
