/// A queue of pending segments, oldest first, in a ring.
struct ObservationQueue {
  private var storage: ContiguousArray<SegmentObservation> = []
  private var head = 0
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  subscript(index: Int) -> SegmentObservation { storage[(head &+ index) & (storage.count &- 1)] }

  mutating func append(_ segment: SegmentObservation) {
    if count == storage.count {
      var larger = ContiguousArray<SegmentObservation>()
      let capacity = max(16, storage.count * 2)
      larger.reserveCapacity(capacity)
      for index in 0..<count { larger.append(self[index]) }
      while larger.count < capacity { larger.append(segment) }
      storage = larger
      head = 0
    }
    storage[(head &+ count) & (storage.count &- 1)] = segment
    count &+= 1
  }

  mutating func popFirst() -> SegmentObservation? {
    guard count > 0 else { return nil }
    defer {
      head = (head &+ 1) & (storage.count &- 1)
      count &-= 1
    }
    return storage[head]
  }
}
