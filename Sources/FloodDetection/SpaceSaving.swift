/// The most frequent values of a stream, in fixed memory (Metwally and others 2005).
///
/// A value that was added more than `total / capacity` times is among `elements`; a count is too high by its `error`
/// at most, and never too low.
struct SpaceSaving<Value: Hashable & Sendable>: Sendable {
  /// A value, how often it was counted, and how much of that may belong to values that it replaced.
  struct Element: Sendable {
    var value: Value
    var count: UInt32
    var error: UInt32
  }

  private let capacity: Int

  /// The counters, in no order.
  private(set) var elements: [Element] = []

  /// How many values were added.
  private(set) var total: UInt32 = 0

  /// A sketch of at most `capacity` counters, all allocated now.
  init(capacity: Int) {
    self.capacity = max(capacity, 1)
    elements.reserveCapacity(self.capacity)
  }

  /// Counts a value once.
  mutating func add(_ value: Value) {
    guard total < .max else { return }
    total += 1
    var least = 0
    var leastCount = UInt32.max
    for index in elements.indices {
      if elements[index].value == value {
        elements[index].count += 1
        return
      }
      if elements[index].count < leastCount {
        leastCount = elements[index].count
        least = index
      }
    }
    if elements.count < capacity {
      elements.append(Element(value: value, count: 1, error: 0))
    } else {
      elements[least] = Element(value: value, count: leastCount + 1, error: leastCount)
    }
  }

  /// The elements with the highest counts, highest first.
  func top(_ count: Int) -> [Element] {
    Array(elements.sorted { $0.count > $1.count }.prefix(count))
  }

  /// The share of all values that the most frequent one has for certain; 0 when nothing was added.
  var topShare: Double {
    guard total > 0 else { return 0 }
    let most = elements.reduce(UInt32(0)) { max($0, $1.count - $1.error) }
    return Double(most) / Double(total)
  }

  /// Forgets everything and keeps the memory.
  mutating func removeAll() {
    elements.removeAll(keepingCapacity: true)
    total = 0
  }
}
