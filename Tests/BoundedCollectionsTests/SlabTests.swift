import BoundedCollections
import Testing

struct SlabTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `a slab holds what a dictionary of its handles holds`(seed: UInt64) {
    var generator = SeededGenerator(seed)
    var slab = Slab<Int>(capacity: 50)
    var model: [Handle<Int>: Int] = [:]
    for step in 0..<5_000 {
      if generator.next() % 5 < 3 {
        let handle = slab.insert(step)
        #expect(handle.isNone == (model.count == 50))
        if !handle.isNone {
          #expect(model[handle] == nil)
          model[handle] = step
        }
      } else if let (handle, _) = model.randomElement(using: &generator) {
        slab.release(handle)
        model[handle] = nil
      }
      #expect(slab.count == model.count)
      #expect(slab.isFull == (model.count == 50))
    }
    for (handle, value) in model { #expect(slab[handle] == value) }
    #expect(slab.usedPlaceCount <= 50)
  }

  @Test func `an element of a freed place is there until the place is reused`() {
    var slab = Slab<String>(capacity: 4)
    let first = slab.insert("first")
    slab.release(first)
    #expect(slab.reuse() == first)
    #expect(slab[first] == "first")
    #expect(slab.reuse() == nil)
  }

  @Test func `elements that cannot be copied are stored and changed in place`() {
    struct Counter: ~Copyable { var value = 0 }
    var slab = Slab<Counter>(capacity: 2)
    let handle = slab.insert(Counter())
    slab[handle].value += 5
    #expect(slab[handle].value == 5)
  }

  @Test func `a slab of no capacity holds one element`() {
    var slab = Slab<Int>(capacity: 0)
    #expect(!slab.insert(1).isNone)
    #expect(slab.insert(2).isNone)
  }

  @Test func `none is no position, and a prefetch of it has no effect`() {
    #expect(Handle<Int>.none.isNone && Handle<Int>.none.position == -1)
    #expect(Handle<Int>(position: 0).rawValue == 1)
    let slab = Slab<Int>(capacity: 4)
    slab.prefetch(.none)
    slab.prefetch(Handle(position: 3), offset: 4096, lines: 2)
  }
}
