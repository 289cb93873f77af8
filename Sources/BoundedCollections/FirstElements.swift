/// The first ones, by their order, of any number of elements: no more than twice as many are stored, and adding one takes
/// constant time on average, in whatever order they come.
public struct FirstElements<Element: Comparable> {
  @usableFromInline
  let limit: Int
  @usableFromInline
  var elements: [Element] = []
  /// The last one of those that were kept; nil until so many were added that some were not.
  @usableFromInline
  var bound: Element?
  /// The state of a generator of pivots: fixed ones would let the order of elements make the selection slow.
  @usableFromInline
  var seed: UInt64

  /// None of the elements.
  ///
  /// - Parameter limit: how many are kept, at least one.
  @inlinable
  public init(limit: Int) {
    self.limit = max(limit, 1)
    seed = .random(in: 1 ... .max)
  }

  /// Adds an element.
  @inlinable
  public mutating func add(_ element: Element) {
    if let bound, element > bound { return }
    elements.append(element)
    if elements.count >= limit &* 2 { cut() }
  }

  /// The first elements, in no particular order.
  @inlinable
  public consuming func inAnyOrder() -> [Element] {
    if elements.count > limit { cut() }
    return elements
  }

  /// The first elements in their order.
  @inlinable
  public consuming func inOrder() -> [Element] {
    if elements.count > limit { cut() }
    elements.sort()
    return elements
  }

  /// Removes all but the first ones: quickselect, in linear time on average.
  @inlinable
  mutating func cut() {
    var (low, high) = (0, elements.count &- 1)
    while low < high {
      seed ^= seed << 13
      seed ^= seed >> 7
      seed ^= seed << 17
      let pivot = elements[low &+ Int(seed % UInt64(high &- low &+ 1))]
      var (left, right) = (low, high)
      while left <= right {
        while elements[left] < pivot { left &+= 1 }
        while elements[right] > pivot { right &-= 1 }
        guard left <= right else { break }
        elements.swapAt(left, right)
        left &+= 1
        right &-= 1
      }
      // Those from `low` to `right` come before or at the pivot, those from `left` on at or behind it.
      if limit &- 1 <= right {
        high = right
      } else if limit &- 1 >= left {
        low = left
      } else {
        break
      }
    }
    bound = elements[limit &- 1]
    elements.removeLast(elements.count &- limit)
  }
}

extension FirstElements: Sendable where Element: Sendable {}
