import BasicContainers

/// Values at stable positions, in memory that is reserved once.
///
/// Memory for the whole capacity is reserved at the start and never moved, so growth costs no copy. The system provides
/// pages only for the part in use.
struct Slab<Element: ~Copyable>: ~Copyable {
  /// All elements, used and free.
  var elements: RigidArray<Element>
  private var free = UniqueArray<UInt32>()

  /// How many positions are in use.
  private(set) var count = 0

  /// A slab for at most `capacity` elements.
  init(capacity: Int) { elements = RigidArray(capacity: max(capacity, 1)) }

  /// Takes a free position, whose former element is still there; nil if there is none.
  mutating func reuse() -> UInt32? {
    guard let position = free.popLast() else { return nil }
    count &+= 1
    return position
  }

  /// Stores an element and returns its position; nil if the slab is full.
  mutating func insert(_ element: consuming Element) -> UInt32? {
    if let position = reuse() {
      elements[Int(position)] = element
      return position
    }
    guard !elements.isFull else { return nil }
    count &+= 1
    elements.append(element)
    return UInt32(truncatingIfNeeded: elements.count &- 1)
  }

  /// Releases a position.
  ///
  /// Its element stays until the position is reused.
  mutating func release(_ position: UInt32) {
    free.append(position)
    count &-= 1
  }

  /// Counts a position as released that will not be reused.
  mutating func discard() { count &-= 1 }

  /// The element at a position that `insert` returned.
  subscript(position: UInt32) -> Element {
    @inline(__always) _read { yield elements[Int(position)] }
    @inline(__always) _modify { yield &elements[Int(position)] }
  }
}
