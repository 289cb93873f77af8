/// Entries by the numbers of their connections, at places that do not change while they are there.
///
/// Entries are large: sorting and summing up read parts of them at their places, without a copy.
package struct EntryTable: Sendable {
  private var places: [UInt64: Int] = [:]
  /// The entries, and at free places former ones.
  var slots: [ConnectionEntry] = []
  private var isUsed: [Bool] = []
  private var free: [Int] = []

  /// No entries.
  init() {}

  /// How many there are.
  package var count: Int { places.count }

  /// The place of a connection's entry.
  func place(of number: UInt64) -> Int? { places[number] }

  /// A copy of a connection's entry.
  package subscript(number: UInt64) -> ConnectionEntry? { places[number].map { slots[$0] } }

  /// The places of all entries.
  var used: some Sequence<Int> { isUsed.indices.lazy.filter { isUsed[$0] } }

  /// Stores the entry of a connection that has none.
  mutating func insert(_ entry: ConnectionEntry) {
    guard let place = free.popLast() else {
      places[entry.row.index] = slots.count
      slots.append(entry)
      isUsed.append(true)
      return
    }
    places[entry.row.index] = place
    slots[place] = entry
    isUsed[place] = true
  }

  /// Removes the entry of a connection, if it has one.
  mutating func remove(_ number: UInt64) {
    guard let place = places.removeValue(forKey: number) else { return }
    isUsed[place] = false
    free.append(place)
  }

  /// Removes the entries that `isStale` holds for.
  mutating func remove(where isStale: (ConnectionEntry) -> Bool) {
    for place in isUsed.indices where isUsed[place] && isStale(slots[place]) {
      remove(slots[place].row.index)
    }
  }
}
