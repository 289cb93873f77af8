/// The most frequent values of a stream, in fixed memory (Space-Saving, Metwally and others 2005).
///
/// A value that was added more than `total / capacity` times is among `elements`. A count is never too low, and too high by
/// at most its `error`.
struct SpaceSaving<Value: Hashable & Sendable>: Sendable {
  /// A value with its count, of which at most `error` belong to values that it replaced.
  struct Element: Sendable {
    var value: Value
    var count: UInt32
    var error: UInt32

    /// The count without the error: at least this many occurrences.
    var certainCount: UInt32 { count - error }
  }

  private let capacity: Int

  /// The counters, unordered.
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

  /// The certain share of the most frequent value; 0 if nothing was added.
  var topShare: Double {
    guard total > 0 else { return 0 }
    let most = elements.reduce(UInt32(0)) { max($0, $1.certainCount) }
    return Double(most) / Double(total)
  }

  /// Removes everything and keeps the memory.
  mutating func removeAll() {
    elements.removeAll(keepingCapacity: true)
    total = 0
  }
}
