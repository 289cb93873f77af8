import BoundedCollections
import Testing

struct KeyedIndexTests {
  @Test(arguments: Hashing.allCases, [1, 8, 300])
  func `an index finds what a dictionary finds`(hashing: Hashing, limit: Int) {
    var generator = SeededGenerator(UInt64(limit))
    var slab = Slab<Int>(capacity: limit)
    var index = KeyedIndex<Int>(limit: limit)
    var model: [Int: Handle<Int>] = [:]
    for _ in 0..<6_000 {
      let key = Int(generator.next() % UInt64(2 * limit))
      let found = index.find(hashing(key)) { slab[$0] == key }
      #expect(found == model[key] ?? .none)
      if let handle = model[key] {
        index.remove(handle, hash: hashing(key))
        slab.release(handle)
        model[key] = nil
      } else {
        let handle = slab.insert(key)
        guard !handle.isNone else { continue }
        index.insert(handle, hash: hashing(key))
        model[key] = handle
      }
      #expect(index.count == model.count)
    }
    for key in 0..<2 * limit {
      #expect(index.find(hashing(key)) { slab[$0] == key } == model[key] ?? .none)
    }
  }

  @Test func `an index grows beyond its limit rather than fail`() {
    var index = KeyedIndex<Int>(limit: 4)
    for position in 0..<5_000 {
      index.insert(Handle(position: position), hash: Hashing.spread(position))
    }
    for position in 0..<5_000 {
      let found = index.find(Hashing.spread(position)) { $0.position == position }
      #expect(found.position == position)
    }
  }

  @Test func `several elements of one hash are all reachable, the oldest first`() {
    var index = KeyedIndex<Int>(limit: 10)
    for position in 0..<5 { index.insert(Handle(position: position), hash: 7) }
    var seen: [Int] = []
    let found = index.find(7) {
      seen.append($0.position)
      return false
    }
    #expect(found.isNone)
    #expect(seen == [0, 1, 2, 3, 4])
    #expect(index.guess(7).position == 0)
    #expect(index.guess(8, steps: 1).isNone)
  }

  @Test func `removing an absent element changes nothing`() {
    var index = KeyedIndex<Int>(limit: 10)
    index.insert(Handle(position: 1), hash: 7)
    index.remove(Handle(position: 1), hash: .max)
    index.remove(Handle(position: 2), hash: 7)
    #expect(index.count == 1)
    #expect(index.find(7) { _ in true } == Handle(position: 1))
  }
}
