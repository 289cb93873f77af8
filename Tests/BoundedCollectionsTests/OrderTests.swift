import BoundedCollections
import Testing

/// Rings, lists and the table that replaces the least recently used.
struct OrderTests {
  @Test(arguments: [1, 2, 7, 64])
  func `a ring holds the latest elements of an array`(capacity: Int) {
    var ring = Ring<Int>(capacity: capacity)
    #expect(ring.oldest.isNone)
    var model: [Int] = []
    for number in 0..<4 * capacity {
      let wasFull = ring.isFull
      let oldest = ring.oldest
      let handle = ring.append(number)
      if wasFull { #expect(handle == oldest) }
      model.append(number)
      model = Array(model.suffix(capacity))
      var elements: [Int] = []
      ring.visitAll { elements.append($0) }
      #expect(elements == model)
      #expect(ring[handle] == number)
      #expect(ring[ring.oldest] == model[0])
      #expect(ring.count == model.count)
    }
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `lists have the order of arrays`(seed: UInt64) {
    var generator = SeededGenerator(seed)
    var lists = HandleLists<Int>(capacity: 40, listCount: 3)
    var model: [[Int]] = [[], [], []]
    for _ in 0..<3_000 {
      let position = Int(generator.next() % 40)
      let list = Int(generator.next() % 3)
      if let home = model.firstIndex(where: { $0.contains(position) }) {
        lists.remove(Handle(position: position), from: home)
        model[home].removeAll { $0 == position }
      } else {
        lists.append(Handle(position: position), to: list)
        model[list].append(position)
      }
    }
    for list in 0..<3 {
      var positions: [Int] = []
      var handle = lists.first(of: list)
      while !handle.isNone {
        positions.append(handle.position)
        handle = lists.next(after: handle)
      }
      #expect(positions == model[list])
      #expect(lists.count(of: list) == model[list].count)
    }
  }

  @Test(arguments: Hashing.allCases, [1, 5, 100])
  func `a table replaces the least recently used key`(hashing: Hashing, capacity: Int) {
    var generator = SeededGenerator(UInt64(capacity))
    var table = LRUTable<Int, Int>(capacity: capacity)
    // The keys by use, the latest last.
    var model: [(key: Int, value: Int)] = []
    var evicted: UInt64 = 0
    for step in 0..<4_000 {
      let key = Int(generator.next() % UInt64(3 * capacity))
      let handle = table.find(key, hash: hashing(key))
      if let place = model.firstIndex(where: { $0.key == key }) {
        #expect(table[handle].value == model[place].value)
        switch step % 3 {
        case 0:
          table.touch(handle)
          model.append(model.remove(at: place))
        case 1:
          table[handle].value = step
          model[place].value = step
        default:
          table.remove(handle)
          model.remove(at: place)
        }
      } else {
        #expect(handle.isNone)
        table.insert(key, step, hash: hashing(key))
        if model.count == capacity {
          model.removeFirst()
          evicted += 1
        }
        model.append((key, step))
      }
      #expect(table.count == model.count)
    }
    #expect(table.evictedCount == evicted)
    for (key, value) in model {
      let handle = table.find(key, hash: hashing(key))
      #expect(!handle.isNone && table[handle].value == value)
    }
  }

  @Test(arguments: [1, 2, 10, 99, 5000], 1...4 as ClosedRange<UInt64>)
  func `the first elements are those of the sorted array, in whatever order they come`(
    limit: Int, seed: UInt64
  ) {
    var generator = SeededGenerator(seed)
    var numbers = (0..<2000).map { _ in Int(generator.next() % 1500) }
    // Falling numbers replace the first ones each time.
    if seed == 2 { numbers.sort(by: >) }
    if seed == 3 { numbers.sort() }
    if seed == 4 { numbers = Array(repeating: 7, count: 2000) }
    var first = FirstElements<Int>(limit: limit)
    var others = FirstElements<Int>(limit: limit)
    for number in numbers {
      first.add(number)
      others.add(number)
    }
    let expected = Array(numbers.sorted().prefix(limit))
    #expect(first.inOrder() == expected)
    #expect(others.inAnyOrder().sorted() == expected)
  }
}
